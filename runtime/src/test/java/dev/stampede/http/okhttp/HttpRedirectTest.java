package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.HttpResponse;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRedirectTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    private VirtualUser vu;
    private String base;

    @BeforeEach
    void begin() {
        vu = new VirtualUser();
        base = "http://127.0.0.1:" + server.getPort();
    }

    @AfterEach
    void end() {
        vu.close();
    }

    private void redirect(int code, String location) {
        server.enqueue(new MockResponse.Builder()
                .code(code)
                .addHeader("Location", location)
                .body("moved")
                .build());
    }

    @ParameterizedTest
    @CsvSource({
        "301, POST, GET, ''",
        "302, PUT, GET, ''",
        "303, DELETE, GET, ''",
        "303, HEAD, HEAD, ''",
        "301, GET, GET, ''",
        "307, POST, POST, body",
        "308, PUT, PUT, body"
    })
    void redirect_goesOnAsTheCodeSays(int code, String method, String next, String body) throws Exception {
        MockResponse.Builder moved = new MockResponse.Builder().code(code).addHeader("Location", "/new");
        server.enqueue(
                method.equals("HEAD") ? moved.build() : moved.body("moved").build());
        server.enqueue(new MockResponse.Builder().build());
        HttpResponse response = vu.http()
                .request(method, base + "/old")
                .header("Content-Type", "text/plain")
                .body("body")
                .send();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.url()).isEqualTo(base + "/new");
        server.takeRequest();
        RecordedRequest second = server.takeRequest();
        assertThat(second.getRequestLine()).isEqualTo(next + " /new HTTP/1.1");
        assertThat(second.getBodySize()).isEqualTo(body.length());
        assertThat(second.getHeaders().get("Content-Type")).isEqualTo(body.isEmpty() ? null : "text/plain");
        assertThat(second.getHeaders().get("Referer")).isEqualTo(base + "/old");
    }

    @Test
    void eachHop_hasSamplesOfItsOwn() {
        redirect(302, "/b");
        redirect(301, base + "/c");
        server.enqueue(new MockResponse.Builder().code(404).build());
        vu.http().get(base + "/a");
        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.requests())
                .extracting(tags -> tags.get("url") + " " + tags.get("status") + " " + tags.get("expected_response"))
                .containsExactlyInAnyOrder(base + "/a 302 true", base + "/b 301 true", base + "/c 404 false");
        assertThat(recorded.sum("http_req_failed")).isEqualTo(1);
        assertThat(recorded.count("http_req_receiving")).isEqualTo(3);
    }

    @Test
    void name_isSharedByAllHops() {
        redirect(302, "/b");
        server.enqueue(new MockResponse.Builder().build());
        vu.http().request("GET", base + "/a").name("n").send();
        assertThat(vu.recorded().requests()).extracting(tags -> tags.get("url")).containsExactly("n", "n");
    }

    @Test
    void defaultLimit_isTenAndReturnsTheRedirect() {
        for (int i = 0; i < 12; i++) {
            redirect(302, "/again");
        }
        List<String> logged = Logged.by("dev.stampede.http.HttpLog", () -> {
            HttpResponse response = vu.http().get(base);
            assertThat(response.status()).isEqualTo(302);
            assertThat(response.body()).isEqualTo("moved");
            assertThat(response.error()).isEmpty();
        });
        assertThat(vu.recorded().requests()).hasSize(11);
        assertThat(logged)
                .containsExactly("WARNING Stopped after 11 redirects and returned the redirection; call redirects(n) on"
                        + " the request, or set maxRedirects, to silence this");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void limitOfTheCall_isObeyedSilently(int max) {
        for (int i = 0; i <= max; i++) {
            redirect(302, "/again");
        }
        List<String> logged = Logged.by(
                "dev.stampede.http.HttpLog",
                () -> vu.http().request("GET", base).redirects(max).send());
        assertThat(vu.recorded().requests()).hasSize(max + 1);
        assertThat(logged).isEmpty();
    }

    @Test
    void redirectWithoutLocation_isReturned() {
        server.enqueue(new MockResponse.Builder().code(301).build());
        assertThat(vu.http().get(base).status()).isEqualTo(301);
    }

    @Test
    void redirectToWhatIsNoUrl_isAnError() {
        redirect(302, "mailto:me@example.com");
        HttpResponse response = vu.http().get(base);
        assertThat(response.status()).isZero();
        assertThat(response.error()).isEqualTo("failed to parse Location header \"mailto:me@example.com\"");
        assertThat(vu.recorded().request()).containsEntry("error_code", "1000").containsEntry("status", "0");
    }

    @Test
    void credentials_doNotFollowToAnotherSite() throws Exception {
        try (MockWebServer other = new MockWebServer()) {
            other.start();
            redirect(302, "http://localhost:" + other.getPort() + "/");
            other.enqueue(new MockResponse.Builder().build());
            vu.http()
                    .request("GET", base)
                    .header("Authorization", "Bearer t")
                    .header("Cookie", "own=1")
                    .header("X-Other", "kept")
                    .send();
            RecordedRequest second = other.takeRequest();
            assertThat(second.getHeaders().get("Authorization")).isNull();
            assertThat(second.getHeaders().get("Cookie")).isNull();
            assertThat(second.getHeaders().get("X-Other")).isEqualTo("kept");
            assertThat(second.getHeaders().get("Host")).isEqualTo("localhost:" + other.getPort());
        }
    }

    @Test
    void errorOnALaterHop_isTheCallsError() throws Exception {
        String closed = "http://127.0.0.1:" + HttpTagsTest.closedPort() + "/gone";
        redirect(302, closed);
        HttpResponse response = vu.http().get(base);
        assertThat(response.errorCode()).isEqualTo(1212);
        assertThat(response.url()).isEqualTo(closed);
        assertThat(vu.recorded().requests())
                .extracting(tags -> tags.get("status"))
                .containsExactlyInAnyOrder("302", "0");
    }
}
