package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.HttpResponse;
import dev.stampede.ResponseCookie;
import dev.stampede.ResponseType;
import dev.stampede.SentRequest;
import dev.stampede.http.HttpOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseFieldsTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    private VirtualUser vu;
    private String base;

    @BeforeEach
    void begin() {
        vu = new VirtualUser();
        base = "http://127.0.0.1:" + server.getPort() + "/";
    }

    @AfterEach
    void end() {
        vu.close();
    }

    @Test
    void statusText_isTheStatusLineWithoutTheProtocol() {
        server.enqueue(new MockResponse.Builder().build());
        assertThat(vu.http().get(base).statusText()).isEqualTo("200 OK");
        server.enqueue(
                new MockResponse.Builder().status("HTTP/1.1 299 Very Own").build());
        assertThat(vu.http().get(base).statusText()).isEqualTo("299 Very Own");
        server.enqueue(new MockResponse.Builder().status("HTTP/1.1 200 ").build());
        assertThat(vu.http().get(base).statusText()).isEqualTo("200");
    }

    @Test
    void peer_isThatOfTheLastRoundTrip() {
        server.enqueue(new MockResponse.Builder().build());
        HttpResponse response = vu.http().get(base);
        assertThat(response.remoteIp()).isEqualTo("127.0.0.1");
        assertThat(response.remotePort()).isEqualTo(server.getPort());
        assertThat(response.tlsVersion()).isEmpty();
        assertThat(response.tlsCipherSuite()).isEmpty();
        server.enqueue(new MockResponse.Builder().build());
        assertThat(vu.http().get(base).remotePort()).isEqualTo(server.getPort()); // on a kept connection, too
    }

    @Test
    void tls_isNamed_andStatusOfHttp2HasItsUsualWords() throws Exception {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        HandshakeCertificates both = new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(certificate.certificate())
                .build();
        HttpOptions options = HttpOptions.builder()
                .tls(both.sslSocketFactory(), both.trustManager())
                .build();
        try (MockWebServer secure = new MockWebServer();
                VirtualUser trusting = new VirtualUser(options)) {
            secure.useHttps(both.sslSocketFactory());
            secure.enqueue(new MockResponse.Builder().code(404).build());
            secure.start();
            HttpResponse response = trusting.http().get("https://localhost:" + secure.getPort() + "/");
            assertThat(response.proto()).isEqualTo("HTTP/2.0");
            assertThat(response.statusText()).isEqualTo("404 Not Found");
            assertThat(response.tlsVersion()).isEqualTo("tls1.3");
            assertThat(response.tlsCipherSuite()).startsWith("TLS_AES_");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void statusWithoutBody_hasNone(int status) {
        server.enqueue(new MockResponse.Builder().code(status).build());
        HttpResponse response = vu.http().get(base);
        assertThat(response.hasBody()).isFalse();
        assertThat(response.body()).isEmpty();
        assertThat(response.errorCode()).isZero();
    }

    @Test
    void emptyBody_isABody() {
        server.enqueue(new MockResponse.Builder().build());
        assertThat(vu.http().get(base).hasBody()).isTrue();
    }

    @Test
    void failedCall_hasNothingButItsError() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        HttpResponse response = vu.http().post("http://127.0.0.1:" + port + "/", "x");
        assertThat(response.status()).isZero();
        assertThat(response.statusText()).isEmpty();
        assertThat(response.hasBody()).isFalse();
        assertThat(response.proto()).isEmpty();
        assertThat(response.cookies()).isEmpty();
        assertThat(response.errorCode()).isEqualTo(1212);
        assertThat(response.remoteIp()).isEmpty(); // it never came to a connection
        assertThat(response.remotePort()).isZero();
        assertThat(response.request().body()).isEqualTo("x");
        assertThatThrownBy(response::html)
                .hasMessage(
                        "the body is null so we can't transform it to HTML - this likely was because of a request error"
                                + " getting the response");
    }

    @Test
    void malformedUrl_isSentNowhere() {
        HttpResponse response = vu.http().get("nonsense");
        assertThat(response.errorCode()).isEqualTo(1020);
        assertThat(response.request()).isEqualTo(new SentRequest("GET", "nonsense", Map.of(), "", Map.of()));
        assertThat(response.remotePort()).isZero();
        assertThat(vu.recorded().requests()).isEmpty();
    }

    @Test
    void cookies_haveAllTheirAttributes() {
        server.enqueue(new MockResponse.Builder()
                .addHeader(
                        "Set-Cookie",
                        "full=\"v 1\"; Domain=example.com; Path=/shop; HttpOnly; Secure; Max-Age=60;"
                                + " Expires=Wed, 01 Jan 2025 00:00:00 GMT")
                .addHeader("Set-Cookie", "plain=2")
                .addHeader("Set-Cookie", "plain=3; Max-Age=0; Expires=Wed, 01-Jan-2025 00:00:00 GMT")
                .addHeader("Set-Cookie", "odd=4; Max-Age=soon; Expires=never")
                .addHeader("Set-Cookie", "nonsense")
                .build());
        assertThat(vu.http().get(base).cookies())
                .isEqualTo(Map.of(
                        "full",
                        List.of(new ResponseCookie(
                                "full", "v 1", "example.com", "/shop", true, true, 60, 1735689600000L)),
                        "plain",
                        List.of(
                                new ResponseCookie("plain", "2", "", "", false, false, 0, 0),
                                new ResponseCookie("plain", "3", "", "", false, false, -1, 1735689600000L)),
                        "odd",
                        List.of(new ResponseCookie("odd", "4", "", "", false, false, 0, 0))));
    }

    @Test
    void cookies_areThoseOfTheFinalResponse_andRequestIsTheFirst() {
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", "/b")
                .addHeader("Set-Cookie", "hop=1")
                .build());
        server.enqueue(
                new MockResponse.Builder().addHeader("Set-Cookie", "last=2").build());
        HttpResponse response = vu.http()
                .request("POST", base + "a")
                .header("X-A", "1")
                .cookie("mine", "x")
                .form(Map.of("a", "1"))
                .send();
        assertThat(response.url()).isEqualTo(base + "b");
        assertThat(response.cookies()).containsOnlyKeys("last");
        SentRequest first = response.request();
        assertThat(first.method()).isEqualTo("POST");
        assertThat(first.url()).isEqualTo(base + "a");
        assertThat(first.body()).isEqualTo("a=1");
        assertThat(first.headers())
                .containsEntry("X-A", List.of("1"))
                .containsEntry("Content-Type", List.of("application/x-www-form-urlencoded"))
                .containsEntry("User-Agent", List.of("Stampede/0.1.0"));
        assertThat(first.cookies()).isEqualTo(Map.of("mine", List.of("x")));
    }

    @Test
    void whatIsNotJson_isToldWithoutAdviceForTheParser() {
        server.enqueue(new MockResponse.Builder().body("<html>").build());
        HttpResponse response = vu.http().get(base);
        String text = "the body of " + base + " is not JSON: malformed at path $";
        assertThatThrownBy(() -> response.json("/a")).hasMessage(text);
        assertThatThrownBy(() -> response.json("/a", String.class)).hasMessage(text);
        assertThatThrownBy(() -> response.json("user"))
                .hasMessage("a JSON pointer is empty or starts with '/', but was 'user'");
        assertThatThrownBy(() -> response.json("user", String.class))
                .hasMessage("a JSON pointer is empty or starts with '/', but was 'user'");
    }

    @Test
    void bodyThatWasNotKept_isToldWithTheReason() {
        server.enqueue(new MockResponse.Builder().body("{}").build());
        HttpResponse dropped =
                vu.http().request("GET", base).responseType(ResponseType.NONE).send();
        assertThatThrownBy(() -> dropped.json("/a"))
                .hasMessage("the body is null so we can't transform it to JSON - this likely was because of"
                        + " responseType(NONE) on the request, or the setting discardResponseBodies");
        server.enqueue(new MockResponse.Builder().code(204).build());
        HttpResponse none = vu.http().get(base);
        assertThatThrownBy(none::html)
                .hasMessage("the body is null so we can't transform it to HTML - this likely was because of status 204,"
                        + " which comes without one");
    }

    @Test
    @SuppressWarnings("NullAway") // what the compiler does not check in tests that are not ours
    void nulls_areRefusedByName() {
        assertThatThrownBy(() -> vu.http().get((String) null)).hasMessage("url must not be null");
        assertThatThrownBy(() -> vu.http().post(base, null)).hasMessage("body must not be null; leave it out for none");
        assertThatThrownBy(() -> vu.http().request("GET", base).tag("", "x"))
                .hasMessage("a tag's name must not be empty (its value is 'x')");
    }
}
