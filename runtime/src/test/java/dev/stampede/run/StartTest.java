package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a run does before its first request, which a developer waits for: told by the classes that a JVM of its own loads. */
@Timeout(120)
class StartTest {
    private static final String CLIENT = " okhttp3.OkHttpClient ";
    private static final String TLS = " sun.security.ssl.SSLContextImpl ";

    @StartStop
    final MockWebServer server = new MockWebServer();

    @BeforeEach
    void answer() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder().body("hello").build();
            }
        });
    }

    @Test
    void plainHttp_needsNeitherOkHttpsClientNorTls() throws Exception {
        assertThat(loaded())
                .contains(" dev.stampede.http.direct.ResponseReader ")
                .doesNotContain(CLIENT)
                .doesNotContain(TLS);
    }

    /** So the assertions before can fail. */
    @Test
    void requestThroughAProxy_hasThemLoaded() throws Exception {
        assertThat(loaded(
                        "-Dhttp.proxyHost=localhost", "-Dhttp.proxyPort=" + server.getPort(), "-Dhttp.nonProxyHosts="))
                .contains(CLIENT, TLS);
    }

    private String loaded(String... jvmArguments) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(jvmArguments));
        arguments.add("-Xlog:class+load");
        try (ForkedJvm jvm = new ForkedJvm(
                LoadMain.class,
                arguments,
                "pause",
                "1",
                "1",
                "100ms",
                server.url("/").toString())) {
            assertThat(jvm.exitCode()).as(jvm.output()).isZero();
            assertThat(server.getRequestCount()).isPositive();
            return jvm.output();
        }
    }
}
