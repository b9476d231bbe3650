package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpCookieTest {
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

    private void answer(String... cookies) {
        MockResponse.Builder response = new MockResponse.Builder();
        for (String cookie : cookies) {
            response.addHeader("Set-Cookie", cookie);
        }
        server.enqueue(response.build());
    }

    /** The Cookie header that a GET sends. */
    private @Nullable String sent(String path) throws Exception {
        answer();
        vu.http().get(base + path);
        return server.takeRequest().getHeaders().get("Cookie");
    }

    @Test
    void cookies_areKeptByPathAndSecureAndAge() throws Exception {
        answer(
                "a=1",
                "deep=2; Path=/shop/cart",
                "secure=3; Secure",
                "gone=4; Max-Age=0",
                "past=5; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "other=6; Domain=example.com",
                "old=7; Max-Age=100");
        vu.http().get(base);
        server.takeRequest();
        assertThat(sent("/")).isEqualTo("a=1; old=7");
        assertThat(sent("/shop/cart/1")).isEqualTo("deep=2; a=1; old=7");
        assertThat(sent("/shop/cartoon")).isEqualTo("a=1; old=7");
    }

    @Test
    void cookieOfTheSameName_isReplacedAndCanBeTakenBack() throws Exception {
        answer("a=1");
        answer("a=2");
        answer("a=; Max-Age=0");
        for (int i = 0; i < 3; i++) {
            vu.http().get(base);
        }
        server.takeRequest();
        assertThat(server.takeRequest().getHeaders().get("Cookie")).isEqualTo("a=1");
        assertThat(server.takeRequest().getHeaders().get("Cookie")).isEqualTo("a=2");
        assertThat(sent("/")).isNull();
    }

    @Test
    void iteration_beginsWithoutCookies() throws Exception {
        answer("a=1");
        vu.http().get(base);
        server.takeRequest();
        vu.session.beforeIteration();
        assertThat(sent("/")).isNull();
    }

    @Test
    void explicitCookies_comeBeforeThoseThatWereKept() throws Exception {
        answer("a=b");
        vu.http().get(base);
        server.takeRequest();
        answer();
        vu.http().request("GET", base).cookie("a", "z").cookie("c", "d").send();
        assertThat(server.takeRequest().getHeaders().values("Cookie")).isEqualTo(List.of("a=z; c=d; a=b"));
    }

    @Test
    void redirect_keepsItsCookiesAndRebuildsTheHeader() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", "/b")
                .addHeader("Set-Cookie", "session=1")
                .build());
        answer();
        vu.http().request("GET", base + "/a").cookie("mine", "x").send();
        assertThat(server.takeRequest().getHeaders().get("Cookie")).isEqualTo("mine=x");
        assertThat(server.takeRequest().getHeaders().get("Cookie")).isEqualTo("mine=x; session=1");
    }

    @Test
    void virtualUsers_doNotShareCookies() throws Exception {
        answer("a=1");
        vu.http().get(base);
        server.takeRequest();
        try (VirtualUser other = new VirtualUser()) {
            answer();
            other.http().get(base);
            assertThat(server.takeRequest().getHeaders().get("Cookie")).isNull();
        }
    }
}
