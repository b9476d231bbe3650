package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.CookieJar;
import dev.stampede.http.HttpOptions;
import java.util.List;
import java.util.Map;
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
    void replacingCookie_keepsThatOfTheJarAtHome() throws Exception {
        answer("a=b", "c=d");
        vu.http().get(base);
        server.takeRequest();
        answer();
        vu.http().request("GET", base).replaceCookie("a", "z").send();
        assertThat(server.takeRequest().getHeaders().get("Cookie")).isEqualTo("a=z; c=d");
        assertThat(sent("/")).isEqualTo("a=b; c=d");
    }

    @Test
    void jar_canBeLookedIntoAndChanged() throws Exception {
        CookieJar jar = vu.http().cookies();
        jar.set(base, "a", "1");
        jar.set(base + "/shop", "deep", "2", "Path=/shop", "Max-Age=100", "HttpOnly", "SameSite=Lax");
        jar.set(base, "later", "3", "Expires=Fri, 01 Jan 2100 00:00:00 GMT");
        jar.set(base, "past", "4", "Expires=Thu, 01 Jan 1970 00:00:00 GMT");
        jar.set(base, "tls", "5", "Secure");
        assertThat(jar.cookiesFor(base + "/shop/cart"))
                .isEqualTo(Map.of("a", List.of("1"), "deep", List.of("2"), "later", List.of("3")));
        assertThat(sent("/shop")).isEqualTo("deep=2; a=1; later=3");
        jar.delete(base, "a");
        jar.delete(base, "deep"); // is not of this path
        assertThat(sent("/shop")).isEqualTo("deep=2; later=3");
        jar.clear(base);
        assertThat(sent("/shop")).isEqualTo("deep=2");
        jar.clear(base + "/shop");
        assertThat(sent("/shop")).isNull();
    }

    @Test
    void jar_keepsCookiesOfADomain() {
        CookieJar jar = vu.http().cookies();
        jar.set("https://www.example.com/", "a", "1", "Domain=example.com", "Secure");
        jar.set("https://www.example.com/", "b", "2");
        assertThat(jar.cookiesFor("https://api.example.com/")).isEqualTo(Map.of("a", List.of("1")));
        assertThat(jar.cookiesFor("http://api.example.com/")).isEmpty();
    }

    @Test
    void cookieThatIsSetAgain_keepsItsPlace() throws Exception {
        answer("a=1", "b=2", "c=3");
        answer("b=4");
        vu.http().get(base);
        vu.http().get(base);
        server.takeRequest();
        server.takeRequest();
        assertThat(sent("/")).isEqualTo("a=1; b=4; c=3");
    }

    @Test
    void cookieOfADomain_replacesThatOfItsHostAlone() {
        CookieJar jar = vu.http().cookies();
        jar.set("https://example.com/", "a", "host");
        jar.set("https://example.com/", "a", "domain", "Domain=example.com");
        assertThat(jar.cookiesFor("https://example.com/")).isEqualTo(Map.of("a", List.of("domain")));
        assertThat(jar.cookiesFor("https://www.example.com/")).isEqualTo(Map.of("a", List.of("domain")));
    }

    @Test
    void jar_refusesWhatIsNoCookie() {
        CookieJar jar = vu.http().cookies();
        assertThatThrownBy(() -> jar.set(base, "a", "1", "Pfad=/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'Pfad=/' is no attribute of a cookie: use Path=, Domain=, Max-Age=, Expires=, Secure or HttpOnly,"
                                + " each as an argument of its own");
        assertThatThrownBy(() -> jar.set(base, "a", "1", "Expires=tomorrow"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "unable to parse \"expires\" date string \"tomorrow\": write it as Thu, 01 Jan 2026 00:00:00 GMT");
        assertThatThrownBy(() -> jar.set(base, "a", "1", "Domain=example.com"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'127.0.0.1' may not set the cookie 'a' with Domain=example.com");
        assertThatThrownBy(() -> jar.set(base, "a", "1; Path=/x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> jar.set(base, "a b", "1")).hasMessage("invalid cookie name 'a b'");
        assertThatThrownBy(() -> jar.cookiesFor("nonsense")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void jarOfACall_standsForThatOfTheVirtualUser() throws Exception {
        CookieJar own = vu.http().newCookieJar();
        vu.http().cookies().set(base, "vu", "1");
        own.set(base, "own", "2");
        answer("more=3");
        vu.http().request("GET", base).jar(own).send();
        assertThat(server.takeRequest().getHeaders().get("Cookie")).isEqualTo("own=2");
        assertThat(own.cookiesFor(base)).containsKey("more");
        vu.session.beforeIteration();
        assertThat(own.cookiesFor(base)).hasSize(2);
        assertThat(vu.http().cookies().cookiesFor(base)).isEmpty();
    }

    @Test
    void virtualUserThatKeepsCookies_doesSoBeyondTheIteration() {
        try (VirtualUser keeping =
                new VirtualUser(HttpOptions.builder().noCookiesReset(true).build())) {
            keeping.http().cookies().set(base, "a", "1");
            keeping.session.beforeIteration();
            assertThat(keeping.http().cookies().cookiesFor(base)).containsKey("a");
        }
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
