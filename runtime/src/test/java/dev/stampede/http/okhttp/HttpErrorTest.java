package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.HttpResponse;
import dev.stampede.http.HttpOptions;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpErrorTest {
    private VirtualUser vu = new VirtualUser();

    @AfterEach
    void end() {
        vu.close();
    }

    private void assertError(HttpResponse response, int code, String text) {
        assertThat(response.error()).isEqualTo(text);
        assertThat(response.errorCode()).isEqualTo(code);
        assertThat(response.status()).isZero();
        assertThat(vu.recorded().request())
                .containsEntry("error", text)
                .containsEntry("error_code", Integer.toString(code))
                .containsEntry("status", "0")
                .doesNotContainKey("proto");
    }

    @Test
    void unknownHost_isALookUpError() {
        assertError(vu.http().get("http://nowhere.invalid/"), 1101, "lookup: no such host");
    }

    @Test
    void resetConnection_isAReadError() throws Exception {
        RawServer.Script resets = connection -> {
            connection.readRequest(0);
            connection.reset();
        };
        try (RawServer server = new RawServer(resets)) {
            assertError(vu.http().get(server.url()), 1220, "read: connection reset by peer");
        }
    }

    @Test
    void connectionClosedEarly_isAnEndOfFile() throws Exception {
        try (RawServer server = new RawServer(connection -> connection.readRequest(0))) {
            assertError(vu.http().get(server.url()), 1000, "EOF");
        }
        RawServer.Script half = connection -> {
            connection.readRequest(0);
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        };
        try (RawServer server = new RawServer(half)) {
            assertError(vu.http().get(server.url()), 1000, "unexpected EOF");
        }
    }

    @Test
    void keptConnectionThatWasClosedMeanwhile_isReplacedWithoutAnError() throws Exception {
        RawServer.Script once = connection -> {
            connection.readRequest(0);
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        };
        try (RawServer server = new RawServer(once)) {
            for (int i = 0; i < 3; i++) {
                assertThat(vu.http().get(server.url()).error()).isEmpty();
            }
            assertThat(vu.recorded().requests()).hasSize(3);
        }
    }

    @Test
    void malformedResponse_isAGenericError() throws Exception {
        RawServer.Script nonsense = connection -> {
            connection.readRequest(0);
            connection.write("nonsense\r\n\r\n");
        };
        try (RawServer server = new RawServer(nonsense)) {
            assertError(vu.http().get(server.url()), 1000, "Unexpected status line: nonsense");
        }
    }

    @Test
    void timeout_coversAllHops() throws Exception {
        RawServer.Script redirects = connection -> {
            while (connection.readRequest(0)) {
                Thread.sleep(60); // three of them are more than the call may take, one is less
                connection.write("HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n");
            }
        };
        try (RawServer server = new RawServer(redirects)) {
            HttpResponse response =
                    vu.http().request("GET", server.url()).timeout("150ms").send();
            assertThat(response.errorCode()).isEqualTo(1050);
            assertThat(vu.recorded().requests()).hasSizeBetween(1, 3);
        }
    }

    @Test
    void tlsOfAnUnknownAuthority_hasTimeForConnectingOnly() throws Exception {
        try (MockWebServer server = https("localhost")) {
            HttpResponse response = vu.http().get("https://localhost:" + server.getPort() + "/");
            assertThat(response.timings().connecting()).isPositive();
            assertThat(response.timings().blocked()).isZero();
            assertThat(response.timings().tlsHandshaking()).isZero();
            assertThat(response.timings().duration()).isZero();
            assertError(response, 1310, "x509: unknown authority");
        }
    }

    @Test
    void tlsForAnotherHost_isAMismatch() throws Exception {
        HeldCertificate certificate = certificate("other.example");
        HandshakeCertificates trusting = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        vu = new VirtualUser(HttpOptions.builder()
                .tls(trusting.sslSocketFactory(), trusting.trustManager())
                .build());
        try (MockWebServer server = https(certificate)) {
            HttpResponse response = vu.http().get("https://localhost:" + server.getPort() + "/");
            assertError(response, 1311, "x509: certificate doesn't match hostname");
        }
    }

    @Test
    void tlsToAServerWithoutTls_isABadRecord() throws Exception {
        RawServer.Script plain = connection -> {
            connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
            connection.readRequest(0);
        };
        try (RawServer server = new RawServer(plain)) {
            HttpResponse response = vu.http().get(server.url().replace("http:", "https:"));
            assertError(response, 1301, "Unsupported or unrecognized SSL message");
        }
    }

    @Test
    void http2StreamReset_carriesItsCode() throws Exception {
        HeldCertificate certificate = certificate("localhost");
        HandshakeCertificates trusting = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        vu = new VirtualUser(HttpOptions.builder()
                .tls(trusting.sslSocketFactory(), trusting.trustManager())
                .build());
        try (MockWebServer server = https(certificate)) {
            server.enqueue(new MockResponse.Builder()
                    .onResponseStart(new SocketEffect.CloseStream(2))
                    .build());
            HttpResponse response = vu.http().get("https://localhost:" + server.getPort() + "/");
            assertError(response, 1633, "http2: stream error with http2 ErrCode INTERNAL_ERROR");
        }
    }

    @Test
    void invalidUrl_hasNoSample() {
        HttpResponse response = vu.http().get("ftp://example.com/");
        assertThat(response.errorCode()).isEqualTo(1020);
        assertThat(response.error()).isEqualTo("invalid URL: Expected URL scheme 'http' or 'https' but was 'ftp'");
        assertThat(response.url()).isEqualTo("ftp://example.com/");
        assertThat(vu.recorded().series()).isEmpty();
    }

    @Test
    void failedRequests_areLoggedOnceForEachText() throws Exception {
        String closed = "http://127.0.0.1:" + HttpTagsTest.closedPort() + "/";
        List<String> logged = Logged.by("dev.stampede.http.HttpLog", () -> {
            for (int i = 0; i < 3; i++) {
                vu.http().get(closed);
            }
            vu.http().get("nonsense");
        });
        assertThat(logged)
                .containsExactly(
                        "WARNING Request Failed error=\"dial: connection refused\" (GET " + closed + ")",
                        "WARNING Request Failed error=\"invalid URL: Expected URL scheme 'http' or 'https' but no scheme"
                                + " was found for nonsen...\" (GET nonsense)");
    }

    private static HeldCertificate certificate(String host) {
        return new HeldCertificate.Builder().addSubjectAlternativeName(host).build();
    }

    private static MockWebServer https(String host) throws Exception {
        return https(certificate(host));
    }

    private static MockWebServer https(HeldCertificate certificate) throws Exception {
        MockWebServer server = new MockWebServer();
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslSocketFactory());
        server.start();
        return server;
    }
}
