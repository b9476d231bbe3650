package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that end a kept connection instead of answering: what is sent again, and what is not. */
class SecondTryTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final VirtualUser vu = new VirtualUser();
    /** Numbers of the connections over which requests came. */
    private final Queue<Integer> requests = new ConcurrentLinkedQueue<>();

    private final AtomicInteger connections = new AtomicInteger();

    @AfterEach
    void end() {
        vu.close();
    }

    /** Answers the first request of the first connection, reads a second one, and goes; later ones are answered. */
    private RawServer.Script goingAway(int bodyLength, boolean reset, String lastWords) {
        return connection -> {
            int number = connections.incrementAndGet();
            while (connection.readRequest(requests.isEmpty() ? 0 : bodyLength)) {
                requests.add(number);
                if (requests.size() == 2) {
                    connection.write(lastWords);
                    if (reset) {
                        connection.reset();
                    }
                    return;
                }
                connection.write(OK);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "POST, false, EOF, 1000",
        "PUT, false, EOF, 1000",
        "PATCH, true, read: connection reset by peer, 1220",
        "DELETE, false, EOF, 1000",
        "DELETE, true, read: connection reset by peer, 1220",
        "PURGE, false, EOF, 1000"
    })
    void requestThatMayHaveHadAnEffect_isSentOnce(String method, boolean reset, String error, int code)
            throws Exception {
        int length = method.startsWith("P") && !method.equals("PURGE") ? 4 : 0;
        try (RawServer server = new RawServer(goingAway(length, reset, ""))) {
            assertThat(vu.http().get(server.url()).body()).isEqualTo("ok");
            assertThat(vu.recorded().request()).containsEntry("status", "200");
            HttpResponse second = length == 0
                    ? vu.http().request(method, server.url()).send()
                    : vu.http().request(method, server.url()).body("once").send();
            assertThat(second.error()).isEqualTo(error);
            assertThat(second.errorCode()).isEqualTo(code);
            assertThat(second.timings().connecting()).isZero();
            assertThat(requests).containsExactly(1, 1);
            assertThat(vu.recorded().request()).containsEntry("status", "0").containsEntry("error", error);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE"})
    void requestWithoutEffect_isSentAgainAndTheLastTryCounts(String method) throws Exception {
        try (RawServer server = new RawServer(goingAway(0, false, ""))) {
            assertThat(vu.http().get(server.url()).body()).isEqualTo("ok");
            assertThat(vu.recorded().request()).containsEntry("status", "200");
            HttpResponse second = vu.http().request(method, server.url()).send();
            assertThat(second.status()).isEqualTo(200);
            assertThat(requests).containsExactly(1, 1, 2);
            assertThat(vu.recorded().request()).containsEntry("status", "200");
            // those of the new connection
            assertThat(second.timings().connecting()).isPositive();
            assertThat(second.timings().blocked())
                    .isGreaterThanOrEqualTo(second.timings().connecting());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Idempotency-Key", "X-Idempotency-Key"})
    void requestWithAnIdempotencyKey_isSentAgain(String header) throws Exception {
        try (RawServer server = new RawServer(goingAway(4, false, ""))) {
            assertThat(vu.http().get(server.url()).body()).isEqualTo("ok");
            HttpResponse second = vu.http()
                    .request("POST", server.url())
                    .header(header, "7")
                    .body("once")
                    .send();
            assertThat(second.status()).isEqualTo(200);
            assertThat(requests).containsExactly(1, 1, 2);
        }
    }

    @Test
    void answerThatBreaksOff_isNotAskedForAgain() throws Exception {
        try (RawServer server = new RawServer(goingAway(0, false, "HTTP/1.1 20"))) {
            assertThat(vu.http().get(server.url()).body()).isEqualTo("ok");
            assertThat(vu.http().get(server.url()).status()).isZero();
            assertThat(requests).containsExactly(1, 1);
        }
    }

    @Test
    void connectionThatTheServerClosedWhileItRested_isNotUsed() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        RawServer.Script once = connection -> {
            int number = connections.incrementAndGet();
            if (connection.readRequest(requests.isEmpty() ? 0 : 4)) {
                requests.add(number);
                connection.write(OK);
            }
            connection.socket.close();
            closed.countDown();
        };
        try (RawServer server = new RawServer(once)) {
            assertThat(vu.http().get(server.url()).body()).isEqualTo("ok");
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            Thread.sleep(100); // a user who thinks: only then is a connection looked at before it is used again
            HttpResponse second =
                    vu.http().request("POST", server.url()).body("once").send();
            assertThat(second.error()).isEmpty();
            assertThat(second.status()).isEqualTo(200);
            assertThat(second.timings().connecting()).isPositive();
            assertThat(requests).containsExactly(1, 2);
        }
    }

    @Test
    void lookAtARestingConnection_leavesItAsItIs() throws Exception {
        RawServer.Script patient = connection -> {
            int number = connections.incrementAndGet();
            while (connection.readRequest(requests.isEmpty() ? 0 : 4)) {
                requests.add(number);
                connection.write(OK);
            }
        };
        try (RawServer server = new RawServer(patient)) {
            assertThat(vu.http().get(server.url()).body()).isEqualTo("ok");
            Thread.sleep(100); // a user who thinks
            assertThat(vu.http()
                            .request("POST", server.url())
                            .body("once")
                            .send()
                            .status())
                    .isEqualTo(200);
            assertThat(requests).containsExactly(1, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lookAtARestingConnection_goesThroughTls(boolean closing) throws Exception {
        Tls tls = Tls.of("localhost");
        try (MockWebServer server = new MockWebServer();
                VirtualUser trusting =
                        new VirtualUser(tls.trusting().http2(false).build())) {
            server.useHttps(tls.server().sslSocketFactory());
            MockResponse.Builder first = new MockResponse.Builder();
            server.enqueue(
                    closing
                            ? first.onResponseEnd(new SocketEffect.CloseSocket())
                                    .build()
                            : first.build());
            server.enqueue(new MockResponse.Builder().body("ok").build());
            server.start();
            String url = server.url("/").toString();
            assertThat(trusting.http().get(url).status()).isEqualTo(200);
            Thread.sleep(200); // a user who thinks, while the server closes, or does not
            HttpResponse second = trusting.http().post(url, "once");
            assertThat(second.error()).isEmpty();
            assertThat(second.body()).isEqualTo("ok");
            assertThat(second.timings().tlsHandshaking() > 0).isEqualTo(closing);
        }
    }
}
