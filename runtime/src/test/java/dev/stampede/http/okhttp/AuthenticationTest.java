package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Auth;
import dev.stampede.HttpResponse;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Basic and digest; NTLM has a test of its own. */
class AuthenticationTest {
    private static final String CHALLENGE =
            "Digest realm=\"shop, inc\", qop=\"auth,auth-int\", nonce=\"n0nce\", opaque=\"op\", algorithm=MD5";

    @StartStop
    final MockWebServer server = new MockWebServer();

    private VirtualUser vu;
    private String bare;
    private String base;

    @BeforeEach
    void begin() {
        vu = new VirtualUser();
        bare = "http://127.0.0.1:" + server.getPort() + "/";
        base = "http://ann:se%20cret@127.0.0.1:" + server.getPort() + "/";
    }

    @AfterEach
    void end() {
        vu.close();
    }

    private void answer(int status, String... headers) {
        MockResponse.Builder response = new MockResponse.Builder().code(status);
        for (int i = 0; i < headers.length; i += 2) {
            response.addHeader(headers[i], headers[i + 1]);
        }
        server.enqueue(response.body("body").build());
    }

    private @Nullable String authorization() throws InterruptedException {
        RecordedRequest request = server.takeRequest();
        return request.getHeaders().get("Authorization");
    }

    @Test
    void basic_isSentAtOnce_shownInTheUrlAndMaskedInTags() throws Exception {
        answer(200);
        HttpResponse response = vu.http().request("GET", base).auth(Auth.BASIC).send();
        assertThat(authorization()).isEqualTo("Basic YW5uOnNlIGNyZXQ=");
        assertThat(response.url()).isEqualTo(base);
        assertThat(vu.recorded().request())
                .containsEntry("url", bare.replace("//", "//****:****@"))
                .containsEntry("name", bare.replace("//", "//****:****@"));
    }

    @Test
    void digest_takesTwoRoundTrips_ofWhichTheFirstMustBe401() throws Exception {
        answer(401, "WWW-Authenticate", CHALLENGE);
        answer(200);
        HttpResponse response = vu.http()
                .request("POST", base + "a?b=1")
                .body("x")
                .auth(Auth.DIGEST)
                .send();
        assertThat(response.status()).isEqualTo(200);
        RecordedRequest first = server.takeRequest();
        assertThat(first.getHeaders().get("Authorization")).isNull();
        RecordedRequest second = server.takeRequest();
        assertThat(second.getHeaders().get("Authorization"))
                .startsWith(
                        "Digest username=\"ann\", realm=\"shop, inc\", nonce=\"n0nce\", uri=\"/a?b=1\", response=\"")
                .contains("algorithm=MD5, qop=auth, nc=00000001, cnonce=\"")
                .endsWith(", opaque=\"op\"");
        assertThat(second.getBody()).isEqualTo(first.getBody());
        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.sum("http_reqs")).isEqualTo(2);
        assertThat(recorded.sum("http_req_failed")).isZero();
        assertThat(recorded.requests())
                .anySatisfy(tags -> assertThat(tags)
                        .containsEntry("status", "401")
                        .containsEntry("error_code", "1401")
                        .containsEntry("expected_response", "true")
                        .containsEntry("url", bare + "a?b=1"))
                .anySatisfy(tags -> assertThat(tags)
                        .containsEntry("status", "200")
                        .containsEntry("expected_response", "true")
                        .doesNotContainKey("error_code"));
        assertThat(response.url()).isEqualTo(bare + "a?b=1");
    }

    @Test
    void digest_knowsNoNonceOfTheCallBefore() throws Exception {
        for (int i = 0; i < 2; i++) {
            answer(401, "WWW-Authenticate", CHALLENGE);
            answer(200);
            vu.http().request("GET", base).auth(Auth.DIGEST).send();
            assertThat(authorization()).isNull();
            assertThat(authorization()).startsWith("Digest ");
        }
    }

    @Test
    void digestThatIsNotAskedFor_isOneUnexpectedRoundTrip() {
        answer(200);
        HttpResponse response = vu.http().request("GET", base).auth(Auth.DIGEST).send();
        assertThat(response.body()).isEqualTo("body");
        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.request()).containsEntry("expected_response", "false");
        assertThat(recorded.sum("http_req_failed")).isEqualTo(1);
    }

    @Test
    void wrongPassword_isUnexpectedTheSecondTime() {
        answer(401, "WWW-Authenticate", CHALLENGE);
        answer(401, "WWW-Authenticate", CHALLENGE);
        HttpResponse response = vu.http().request("GET", base).auth(Auth.DIGEST).send();
        assertThat(response.status()).isEqualTo(401);
        assertThat(vu.recorded().sum("http_req_failed")).isEqualTo(1);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void challengeThatCannotBeMet_isReturned() {
        answer(401, "WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256");
        assertThat(vu.http().request("GET", base).auth(Auth.DIGEST).send().status())
                .isEqualTo(401);
        answer(401);
        assertThat(vu.http().request("GET", base).auth(Auth.DIGEST).send().status())
                .isEqualTo(401);
    }

    @Test
    void redirect_isAskedAgain_andCountsOnce() throws Exception {
        answer(401, "WWW-Authenticate", CHALLENGE);
        answer(302, "Location", "/b");
        answer(401, "WWW-Authenticate", CHALLENGE);
        answer(200);
        HttpResponse response =
                vu.http().request("GET", base).auth(Auth.DIGEST).redirects(1).send();
        assertThat(response.status()).isEqualTo(200);
        assertThat(authorization()).isNull();
        assertThat(authorization()).contains("uri=\"/\"");
        assertThat(authorization()).isNull();
        assertThat(authorization()).contains("uri=\"/b\"");
        // only the first answer of the call is judged as the first of digest
        assertThat(vu.recorded().sum("http_req_failed")).isEqualTo(1);
    }

    @Test
    void statusThatIsNotJudged_staysSo() {
        answer(401, "WWW-Authenticate", CHALLENGE);
        answer(200);
        vu.http().request("GET", base).auth(Auth.DIGEST).expectStatus(null).send();
        for (Map<String, String> tags : vu.recorded().requests()) {
            assertThat(tags).doesNotContainKey("expected_response");
        }
    }
}
