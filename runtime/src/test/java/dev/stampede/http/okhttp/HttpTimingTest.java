package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.HttpResponse;
import dev.stampede.HttpTimings;
import dev.stampede.http.HttpOptions;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers wait on purpose here; only lower bounds and relations are asserted, which no slow machine breaks. */
class HttpTimingTest {
    private static final long WAIT = 120;
    /** Servers' clocks and ours do not tick together. */
    private static final double ALMOST = WAIT - 5;

    private VirtualUser vu = new VirtualUser();

    @AfterEach
    void end() {
        vu.close();
    }

    @Test
    void waitingAndReceiving_areDividedByTheFirstByte() throws Exception {
        RawServer.Script slow = connection -> {
            while (connection.readRequest(0)) {
                Thread.sleep(WAIT); // what the client is to see as waiting
                connection.write("HTTP/1.1 200 OK\r\n");
                Thread.sleep(WAIT); // the headers trickle in: receiving
                connection.write("Content-Length: 4\r\n\r\nab");
                Thread.sleep(WAIT); // and so does the body
                connection.write("cd");
            }
        };
        try (RawServer server = new RawServer(slow)) {
            HttpTimings first = vu.http().get(server.url()).timings();
            // a busy machine may notice late that something was sent or came: what one part lacks, its neighbour has
            assertThat(first.waiting()).isGreaterThanOrEqualTo(WAIT / 2.0);
            assertThat(first.receiving()).isGreaterThanOrEqualTo(WAIT * 1.5);
            assertThat(first.duration()).isGreaterThanOrEqualTo(3 * ALMOST);
            assertThat(first.connecting()).isPositive();
            assertThat(first.blocked()).isGreaterThanOrEqualTo(first.connecting());
            assertThat(first.tlsHandshaking()).isZero();
            assertThat(first.sending()).isPositive();
            VirtualUser.Recorded recorded = vu.recorded();
            assertThat(recorded.sum("http_req_duration")).isEqualTo(first.duration());
            assertThat(recorded.sum("http_req_waiting")).isEqualTo(first.waiting());
            assertThat(recorded.sum("http_req_receiving")).isEqualTo(first.receiving());
            assertThat(recorded.sum("http_req_blocked")).isEqualTo(first.blocked());
            assertThat(recorded.sum("http_req_connecting")).isEqualTo(first.connecting());
            assertThat(recorded.sum("http_req_sending")).isEqualTo(first.sending());

            HttpTimings again = vu.http().get(server.url()).timings();
            assertThat(again.connecting()).isZero();
            assertThat(again.tlsHandshaking()).isZero();
            assertThat(again.sending() + again.waiting()).isGreaterThanOrEqualTo(ALMOST);
        }
    }

    @Test
    void slowReaderOfALargeBody_showsAsSending() throws Exception {
        int length = 16 << 20; // more than the buffers of both sides hold
        RawServer.Script slow = connection -> {
            Thread.sleep(WAIT); // nothing is read meanwhile, so the client cannot go on writing
            connection.readRequest(length);
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        };
        try (RawServer server = new RawServer(slow)) {
            HttpResponse response = vu.http()
                    .request("POST", server.url())
                    .body(new byte[length])
                    .send();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.timings().sending()).isGreaterThanOrEqualTo(ALMOST / 2);
        }
    }

    @Test
    void timeoutWhileWaiting_isAlmostAllWaiting() throws Exception {
        RawServer.Script silent = connection -> {
            while (connection.readRequest(0)) {
                // no answer
            }
        };
        try (RawServer server = new RawServer(silent)) {
            HttpResponse response =
                    vu.http().request("GET", server.url()).timeout("500ms").send();
            assertThat(response.errorCode()).isEqualTo(1050);
            assertThat(response.error()).isEqualTo("request timeout");
            assertThat(response.timings().waiting()).isGreaterThanOrEqualTo(100);
            assertThat(response.timings().receiving()).isZero();
            assertThat(response.timings().duration()).isGreaterThanOrEqualTo(100);
            assertThat(vu.recorded().request()).containsEntry("status", "0").containsEntry("error", "request timeout");
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1, HTTP/1.1", "HTTP_2, HTTP/2.0"})
    void tls_isMeasuredOnceForEachConnection(Protocol protocol, String proto) throws Exception {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        HandshakeCertificates serverSide =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        HandshakeCertificates clientSide = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        vu = new VirtualUser(HttpOptions.builder()
                .tls(clientSide.sslSocketFactory(), clientSide.trustManager())
                .build());
        try (MockWebServer server = new MockWebServer()) {
            server.useHttps(serverSide.sslSocketFactory());
            server.setProtocols(protocol == Protocol.HTTP_2 ? List.of(protocol, Protocol.HTTP_1_1) : List.of(protocol));
            for (int i = 0; i < 2; i++) {
                server.enqueue(new MockResponse.Builder()
                        .headersDelay(WAIT, java.util.concurrent.TimeUnit.MILLISECONDS)
                        .body("ok")
                        .build());
            }
            server.start();
            String url = "https://localhost:" + server.getPort() + "/";
            HttpResponse first = vu.http().get(url);
            assertThat(first.error()).isEmpty();
            assertThat(first.proto()).isEqualTo(proto);
            HttpTimings timings = first.timings();
            assertThat(timings.tlsHandshaking()).isPositive();
            assertThat(timings.connecting()).isPositive();
            assertThat(timings.blocked()).isGreaterThanOrEqualTo(timings.connecting() + timings.tlsHandshaking());
            assertThat(timings.waiting()).isGreaterThanOrEqualTo(WAIT / 2.0);
            assertThat(timings.sending() + timings.waiting()).isGreaterThanOrEqualTo(ALMOST);
            assertThat(timings.sending()).isPositive();
            assertThat(vu.recorded().request())
                    .containsEntry("tls_version", "tls1.3")
                    .containsEntry("proto", proto);

            HttpTimings again = vu.http().get(url).timings();
            assertThat(again.tlsHandshaking()).isZero();
            assertThat(again.connecting()).isZero();
            assertThat(again.sending() + again.waiting()).isGreaterThanOrEqualTo(ALMOST);
            assertThat(server.takeRequest().getConnectionIndex())
                    .isEqualTo(server.takeRequest().getConnectionIndex());
        }
    }
}
