package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.HttpResponse;
import dev.stampede.http.HttpOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.Call;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that answers once, and then no more, on a connection that was kept. */
class KeptConnectionTest {
    private static final Tls TLS = Tls.of("localhost");
    private static final long LIMIT = 300;

    @StartStop
    private final MockWebServer server = new MockWebServer();

    private HttpOptions serve(boolean tls, Protocol protocol) {
        if (tls) {
            server.useHttps(TLS.server().sslSocketFactory());
            server.setProtocols(protocol == Protocol.HTTP_2 ? List.of(protocol, Protocol.HTTP_1_1) : List.of(protocol));
        }
        server.enqueue(new MockResponse.Builder().body("ok").build());
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        return TLS.trusting().build();
    }

    private String url() {
        return server.url("/").toString();
    }

    @ParameterizedTest
    @CsvSource({"false, HTTP_1_1", "true, HTTP_1_1", "true, HTTP_2"})
    void timeoutOfHttp_isAlmostAllWaiting(boolean tls, Protocol protocol) {
        try (VirtualUser vu = new VirtualUser(serve(tls, protocol))) {
            assertThat(vu.http().get(url()).body()).isEqualTo("ok");
            VirtualUser.Recorded first = vu.recorded();
            HttpResponse second = vu.http()
                    .request("GET", url())
                    .timeout(Duration.ofMillis(LIMIT))
                    .send();
            assertThat(second.error()).isEqualTo("request timeout");
            assertThat(second.timings().connecting()).isZero();
            assertThat(second.timings().waiting())
                    .isBetween(LIMIT / 2.0, second.timings().duration());
            assertThat(second.remoteIp()).isEqualTo("127.0.0.1");
            assertThat(second.remotePort()).isEqualTo(server.getPort());
            assertThat(first.request()).containsEntry("status", "200");
            assertThat(vu.recorded().sum("http_req_waiting"))
                    .isEqualTo(second.timings().waiting());
        }
    }

    @ParameterizedTest
    @CsvSource({"false, HTTP_1_1", "true, HTTP_1_1", "true, HTTP_2"})
    void timeoutOfTheOkHttpClient_isAlmostAllWaiting(boolean tls, Protocol protocol) throws Exception {
        try (VirtualUser vu = new VirtualUser(serve(tls, protocol))) {
            assertThat(send(vu, 0)).isEqualTo("ok");
            assertThat(vu.recorded().request()).containsEntry("status", "200");
            assertThatThrownBy(() -> send(vu, LIMIT)).isInstanceOf(IOException.class);
            VirtualUser.Recorded recorded = vu.recorded();
            assertThat(recorded.request()).containsEntry("error", "request timeout");
            assertThat(recorded.sum("http_req_waiting")).isGreaterThanOrEqualTo(LIMIT / 2.0);
            assertThat(recorded.sum("http_req_duration")).isGreaterThanOrEqualTo(LIMIT / 2.0);
        }
    }

    private String send(VirtualUser vu, long limit) throws IOException {
        Request request = new Request.Builder().url(url()).build();
        Call call = vu.client().newCall(request);
        call.timeout().timeout(limit, TimeUnit.MILLISECONDS);
        try (Response response = call.execute()) {
            return response.body().string();
        }
    }
}
