package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.HttpResponse;
import dev.stampede.http.DnsOptions;
import dev.stampede.http.HttpOptions;
import dev.stampede.http.LocalIps;
import dev.stampede.http.TlsOptions;
import dev.stampede.sse.EventStream;
import dev.stampede.sse.ServerSentEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.TlsVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests share a connection. */
class ConnectionReuseTest {
    private static final Tls TLS = Tls.of("localhost", "a.shop.invalid", "b.shop.invalid");

    @StartStop
    private final MockWebServer server = new MockWebServer();

    private void answers(int count) {
        for (int i = 0; i < count; i++) {
            server.enqueue(new MockResponse.Builder().body("ok").build());
        }
    }

    private void redirect() {
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", "/next")
                .build());
    }

    private String url() {
        return server.url("/").toString();
    }

    private RecordedRequest taken() throws InterruptedException {
        return Objects.requireNonNull(server.takeRequest(5, TimeUnit.SECONDS));
    }

    @Test
    void noConnectionReuse_dialsForEachRequestAndRedirect() throws Exception {
        redirect();
        answers(2);
        try (VirtualUser vu =
                new VirtualUser(HttpOptions.builder().noConnectionReuse(true).build())) {
            assertThat(vu.http().get(url()).body()).isEqualTo("ok");
            assertThat(vu.http().get(url()).body()).isEqualTo("ok");
            assertThat(vu.recorded().requests()).hasSize(3);
        }
        for (int i = 0; i < 3; i++) {
            RecordedRequest request = taken();
            assertThat(request.getConnectionIndex()).isEqualTo(i);
            assertThat(request.getHeaders().values("Connection")).containsExactly("close");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noConnectionReuse_holdsWhateverARequestSays(boolean direct) throws Exception {
        answers(2);
        HttpOptions options = HttpOptions.builder().noConnectionReuse(true).build();
        try (VirtualUser vu = new VirtualUser(options, direct)) {
            for (int i = 0; i < 2; i++) {
                assertThat(vu.http()
                                .request("GET", url())
                                .header("Connection", "keep-alive")
                                .send()
                                .body())
                        .isEqualTo("ok");
            }
        }
        assertThat(taken().getHeaders().values("Connection")).containsExactly("keep-alive", "close");
        assertThat(taken().getConnectionIndex()).isEqualTo(1);
    }

    @Test
    void noConnectionReuse_holdsForTheOkHttpClient() throws Exception {
        redirect();
        answers(1);
        try (VirtualUser vu =
                new VirtualUser(HttpOptions.builder().noConnectionReuse(true).build())) {
            get(vu);
        }
        assertThat(taken().getHeaders().get("Connection")).isEqualTo("close");
        assertThat(taken().getConnectionIndex()).isEqualTo(1);
    }

    private void get(VirtualUser vu) throws IOException {
        try (Response response =
                vu.client().newCall(new Request.Builder().url(url()).build()).execute()) {
            assertThat(response.body().string()).isEqualTo("ok");
        }
    }

    private static Stream<HttpOptions.Builder> waysOfTls() {
        return Stream.of(
                TLS.trusting(),
                TLS.trusting().http2(false),
                HttpOptions.builder().insecureSkipTlsVerify(true),
                TLS.trusting()
                        .handshake(new TlsOptions(
                                new TlsOptions.Versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3),
                                List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
                                List.of())));
    }

    @ParameterizedTest
    @MethodSource("waysOfTls")
    void clientsOfAVirtualUser_shareAConnectionOverTls(HttpOptions.Builder options) throws Exception {
        server.useHttps(TLS.server().sslSocketFactory());
        answers(2);
        try (VirtualUser vu = new VirtualUser(options.build())) {
            assertThat(vu.client()).isNotNull(); // connections are shared from here on
            assertThat(vu.http().get(url()).error()).isEmpty();
            get(vu);
        }
        assertThat(taken().getConnectionIndex()).isZero();
        assertThat(taken().getConnectionIndex()).isZero();
    }

    @Test
    void noConnectionReuse_dialsOverHttp2Too() throws Exception {
        server.useHttps(TLS.server().sslSocketFactory());
        answers(2);
        try (VirtualUser vu =
                new VirtualUser(TLS.trusting().noConnectionReuse(true).build())) {
            assertThat(vu.http().get(url()).proto()).isEqualTo("HTTP/2.0");
            assertThat(vu.http().get(url()).timings().tlsHandshaking()).isPositive();
        }
        assertThat(taken().getHeaders().get("Connection")).isNull();
        assertThat(taken().getConnectionIndex()).isEqualTo(1);
    }

    @Test
    void connections_outliveIterationsUnlessToldOtherwise() throws Exception {
        answers(4);
        try (VirtualUser keeping = new VirtualUser();
                VirtualUser closing = new VirtualUser(
                        HttpOptions.builder().noVuConnectionReuse(true).build())) {
            for (VirtualUser vu : List.of(keeping, closing)) {
                vu.http().get(url());
                vu.session.emitDataIfAny(); // as after setup
                vu.http().get(url());
            }
        }
        assertThat(List.of(
                        taken().getConnectionIndex(),
                        taken().getConnectionIndex(),
                        taken().getConnectionIndex(),
                        taken().getConnectionIndex()))
                .containsExactly(0, 0, 1, 2);
    }

    @Test
    void noVuConnectionReuse_keepsConnectionsWithinAnIteration() throws Exception {
        answers(3);
        try (VirtualUser vu =
                new VirtualUser(HttpOptions.builder().noVuConnectionReuse(true).build())) {
            vu.http().get(url());
            vu.http().get(url());
            vu.session.emitData();
            vu.http().get(url());
        }
        assertThat(taken().getConnectionIndex()).isZero();
        assertThat(taken().getConnectionIndex()).isZero();
        assertThat(taken().getConnectionIndex()).isEqualTo(1);
    }

    @Test
    void http2_isTakenWhereItIsOfferedUnlessSwitchedOff() throws Exception {
        server.useHttps(TLS.server().sslSocketFactory());
        answers(2);
        try (VirtualUser vu = new VirtualUser(TLS.trusting().build());
                VirtualUser old = new VirtualUser(TLS.trusting().http2(false).build())) {
            assertThat(vu.http().get(url()).proto()).isEqualTo("HTTP/2.0");
            assertThat(vu.recorded().request()).containsEntry("proto", "HTTP/2.0");
            assertThat(old.http().get(url()).proto()).isEqualTo("HTTP/1.1");
            assertThat(old.recorded().request()).containsEntry("proto", "HTTP/1.1");
        }
    }

    @Test
    void hostsOfOneServer_haveConnectionsOfTheirOwnOverHttp2() throws Exception {
        server.useHttps(TLS.server().sslSocketFactory());
        answers(2);
        Resolver.Source here = host -> List.of(InetAddress.getLoopbackAddress());
        try (VirtualUser vu = new VirtualUser(TLS.trusting().build(), here, VirtualUser.noProxies(), 1)) {
            for (String host : List.of("a.shop.invalid", "b.shop.invalid")) {
                HttpResponse response = vu.http().get("https://" + host + ":" + server.getPort() + "/");
                assertThat(response.error()).isEmpty();
                assertThat(response.timings().connecting()).isPositive();
            }
        }
        assertThat(taken().getConnectionIndex()).isZero();
        assertThat(taken().getConnectionIndex()).isEqualTo(1);
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere 127.0.0.1 is the only address of its network
    void localIps_areTheSourceOfConnections() throws Exception {
        LinkedBlockingQueue<String> sources = new LinkedBlockingQueue<>();
        RawServer.Script tell = connection -> {
            sources.add(connection.socket.getInetAddress().getHostAddress());
            connection.readRequest(0);
            connection.write("HTTP/1.1 204 No Content\r\n\r\n");
        };
        HttpSessions run = new HttpSessions(
                HttpOptions.builder().localIps(LocalIps.parse("127.0.7.0/30")).build());
        try (RawServer raw = new RawServer(tell)) {
            for (int user = 1; user <= 3; user++) {
                try (VirtualUser vu = new VirtualUser(run, user)) {
                    assertThat(vu.http().get(raw.url()).error()).isEmpty();
                }
            }
        }
        assertThat(sources).containsExactly("127.0.7.1", "127.0.7.2", "127.0.7.1");
    }

    @Test
    void rps_holdsForStreamsOfEvents() throws Exception {
        answers(1);
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body("data: hello\n\n")
                .build());
        try (VirtualUser vu = new VirtualUser(HttpOptions.builder().rps(2).build())) {
            long start = System.nanoTime();
            vu.http().get(url());
            try (EventStream events = new ServerSentEvents(vu.samples, vu.session).open(url())) {
                assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(490));
                assertThat(events.next()).isPresent();
            }
        }
    }

    @Test
    void rps_isNoPartOfTheTimeACallMayTake() throws Exception {
        answers(2);
        HttpOptions options =
                HttpOptions.builder().rps(2).timeout(Duration.ofMillis(400)).build();
        try (VirtualUser vu = new VirtualUser(options)) {
            long start = System.nanoTime();
            get(vu);
            get(vu); // half a second after the first
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(490));
            assertThat(vu.recorded().sum("http_req_blocked")).isLessThan(490);
        }
    }

    @Test
    void usersOfARun_haveConnectionsOfTheirOwn() throws Exception {
        answers(3);
        HttpSessions run = new HttpSessions(HttpOptions.DEFAULTS);
        try (VirtualUser first = new VirtualUser(run, 1);
                VirtualUser second = new VirtualUser(run, 2)) {
            first.http().get(url());
            second.http().get(url());
            first.http().get(url());
        }
        assertThat(taken().getConnectionIndex()).isZero();
        assertThat(taken().getConnectionIndex()).isEqualTo(1);
        assertThat(taken().getConnectionIndex()).isZero();
    }

    @Test
    void hostWithAnAddressOfItsOwn_keepsItsNameInTheHandshake() throws Exception {
        server.useHttps(TLS.server().sslSocketFactory());
        answers(1);
        HttpOptions options = TLS.trusting()
                .hosts(Map.of(
                        "a.shop.invalid", new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort())))
                .build();
        try (VirtualUser vu = new VirtualUser(options)) {
            assertThat(vu.http().get("https://a.shop.invalid/").error()).isEmpty();
        }
        assertThat(taken().getHandshakeServerNames()).containsExactly("a.shop.invalid");
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere nothing answers at all there, which takes its time
    void oneOfSeveralAddresses_isTriedAndNoOther() {
        Resolver.Source two =
                host -> List.of(InetAddress.getByAddress(new byte[] {127, 0, 7, 9}), InetAddress.getLoopbackAddress());
        HttpOptions options = HttpOptions.builder()
                .dns(new DnsOptions(Duration.ofMinutes(5), DnsOptions.Select.FIRST, DnsOptions.Policy.PREFER_IPV4))
                .build();
        try (VirtualUser vu = new VirtualUser(options, two, VirtualUser.noProxies(), 1)) {
            HttpResponse response = vu.http().get("http://shop.invalid:" + server.getPort() + "/");
            assertThat(response.error()).isEqualTo("dial: connection refused");
        }
        assertThat(server.getRequestCount()).isZero();
    }
}
