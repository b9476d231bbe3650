package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stampede.HttpResponse;
import dev.stampede.http.HttpOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataCounterTest {
    private final VirtualUser vu = new VirtualUser();

    @AfterEach
    void end() {
        vu.close();
    }

    @Test
    void data_isWhatTheServerSaw() throws Exception {
        RawServer.Script script = connection -> {
            while (connection.readRequest(5)) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789");
            }
        };
        try (RawServer server = new RawServer(script)) {
            vu.http().post(server.url(), "hello");
            vu.http().post(server.url(), "world");
            vu.session.emitData();
            VirtualUser.Recorded recorded = vu.recorded();
            assertThat(recorded.sum("data_sent"))
                    .isEqualTo(server.read.doubleValue())
                    .isPositive();
            assertThat(recorded.sum("data_received"))
                    .isEqualTo(server.written.doubleValue())
                    .isPositive();

            vu.session.emitData();
            VirtualUser.Recorded idle = vu.recorded();
            assertThat(idle.count("data_sent")).isEqualTo(1);
            assertThat(idle.sum("data_sent")).isZero();
            assertThat(idle.sum("data_received")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"plain, HTTP/1.1", "TLS with HTTP/1.1, HTTP/1.1", "TLS with HTTP/2, HTTP/2.0"})
    void data_isWhatAProxyBetweenCounts(String how, String proto) throws Exception {
        Tls tls = Tls.of("localhost");
        boolean secure = how.startsWith("TLS");
        // connections stay open: what a server says to one that was closed is on its way, but nobody receives it
        HttpOptions options = tls.trusting().http2(proto.equals("HTTP/2.0")).build();
        try (MockWebServer server = new MockWebServer();
                VirtualUser user = new VirtualUser(options)) {
            if (secure) {
                server.useHttps(tls.server().sslSocketFactory());
            }
            for (int i = 0; i < 3; i++) {
                server.enqueue(
                        new MockResponse.Builder().body("x".repeat(50_000)).build());
            }
            server.start();
            try (CountingProxy between = new CountingProxy(server.getPort())) {
                String url = (secure ? "https" : "http") + "://localhost:" + between.port() + "/";
                for (int i = 0; i < 3; i++) {
                    HttpResponse response = user.http().post(url, "y".repeat(20_000));
                    assertThat(response.body()).hasSize(50_000);
                    assertThat(response.proto()).isEqualTo(proto);
                }
                double[] counted = new double[2];
                // HTTP/2 reads, and the proxy passes on, on threads of their own: what is under way comes sooner or
                // later
                await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                    user.session.emitData();
                    VirtualUser.Recorded recorded = user.recorded();
                    counted[0] += recorded.sum("data_sent");
                    counted[1] += recorded.sum("data_received");
                    assertThat(counted[0]).isEqualTo(between.toServer.doubleValue());
                    assertThat(counted[1]).isEqualTo(between.toClient.doubleValue());
                });
                assertThat(counted[0]).isGreaterThan(60_000);
                assertThat(counted[1]).isGreaterThan(150_000);
            }
        }
    }

    @Test
    void data_ofABodyThatIsBrokenOffIsWhatWasWrittenOfIt() throws Exception {
        int taken = 1 << 20;
        CountDownLatch over = new CountDownLatch(1);
        RawServer.Script script = connection -> {
            connection.readRequest(taken);
            over.await();
        };
        try (RawServer server = new RawServer(script);
                VirtualUser direct = new VirtualUser(HttpOptions.DEFAULTS, true)) {
            HttpResponse late = direct.http()
                    .request("POST", server.url())
                    .body(new byte[64 << 20])
                    .timeout("1s")
                    .send();
            assertThat(late.error()).isEqualTo("request timeout");
            direct.session.emitData();
            assertThat(direct.recorded().sum("data_sent")).isBetween((double) taken, (double) (60 << 20));
        } finally {
            over.countDown();
        }
    }

    @Test
    void data_aroundTheLoadIsRecordedOnlyIfThereWasAny() throws Exception {
        RawServer.Script script = connection -> {
            if (connection.readRequest(0)) {
                connection.write("HTTP/1.1 204 No Content\r\n\r\n");
            }
        };
        vu.session.emitDataIfAny();
        assertThat(vu.recorded().series()).isEmpty();

        try (RawServer server = new RawServer(script)) {
            vu.http().get(server.url());
            vu.session.emitDataIfAny();
            assertThat(vu.recorded().sum("data_sent")).isEqualTo(server.read.doubleValue());
        }
    }

    @Test
    void data_isRecordedOfInterruptedIterationsToo_withTheTagsOfThatMoment() {
        vu.samples.tags(vu.registry.rootTags().with("scenario", "browse"));
        vu.samples.cancel();
        vu.session.emitData();
        assertThat(vu.recorded().series())
                .extracting(VirtualUser.Series::metric, VirtualUser.Series::tags)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("data_sent", Map.of("scenario", "browse")),
                        org.assertj.core.groups.Tuple.tuple("data_received", Map.of("scenario", "browse")));
    }
}
