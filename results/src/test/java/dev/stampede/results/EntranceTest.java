package dev.stampede.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and who may change something. */
class EntranceTest {
    private static final String TOKEN = "s3;cret token";

    @TempDir
    Path folder;

    private Service open;
    private Service closed;

    @BeforeEach
    void start() throws Exception {
        open = Service.in(folder.resolve("open"));
        closed = Service.of(new ResultsOptions(
                folder.resolve("closed"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TOKEN,
                Clock.systemUTC()));
    }

    @AfterEach
    void close() throws Exception {
        open.close();
        closed.close();
    }

    @Test
    void page_thatChangesSomethingMustSayThatItIsOurs() throws Exception {
        String id = Generator.open(open, "kept", "{}");
        String own = open.server().url();
        HttpResponse<String> plain = open.send(delete(id).header("Origin", own));
        assertThat(plain.statusCode()).isEqualTo(403);
        assertThat(plain.body()).contains("X-Stampede: page");
        assertThat(open.send(delete(id).header("Cookie", "a=b")).statusCode()).isEqualTo(403);
        assertThat(open.send(delete(id).header("Origin", "http://evil.example").header("X-Stampede", "page"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(open.send(delete(id).header("Sec-Fetch-Site", "cross-site")).statusCode())
                .isEqualTo(403);
        assertThat(open.get("/api/runs/" + id)).containsEntry("name", "kept");
        assertThat(open.send(delete(id).header("Origin", own).header("X-Stampede", "page"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(open.send(open.to("/api/runs/" + id)).statusCode()).isEqualTo(404);
        assertThat(folder.resolve("open/runs/" + id)).doesNotExist();
    }

    private HttpRequest.Builder delete(String id) {
        return open.to("/api/runs/" + id).DELETE();
    }

    @Test
    void token_isAskedOfProgramsAndShownByBrowsersOnce() throws Exception {
        HttpResponse<String> program = closed.send(closed.to("/api/runs"));
        assertThat(program.statusCode()).isEqualTo(401);
        assertThat(program.body()).contains("\"error\"");
        assertThat(closed.send(closed.to("/api/runs").header("Authorization", "Token " + TOKEN))
                        .statusCode())
                .isEqualTo(200);
        assertThat(closed.send(closed.to("/api/runs").header("Authorization", "Bearer x"))
                        .statusCode())
                .isEqualTo(401);

        HttpResponse<String> browser =
                closed.send(closed.to("/api/runs?test=%3Cscript%3E").header("Accept", "text/html,*/*"));
        assertThat(browser.statusCode()).isEqualTo(401);
        assertThat(browser.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(browser.body())
                .contains("<form method=\"post\" action=\"/login\">")
                .doesNotContain("script");

        HttpResponse<String> in = closed.send(login("s3%3Bcret+token"));
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("Location")).contains("/");
        String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).endsWith("; Path=/; HttpOnly; SameSite=Strict");
        String shown = cookie.substring(0, cookie.indexOf(';'));
        assertThat(closed.send(closed.to("/api/runs").header("Cookie", "x=y; " + shown))
                        .statusCode())
                .isEqualTo(200);
        assertThat(closed.send(closed.to("/v1/tests")
                                .header("Cookie", shown)
                                .POST(BodyPublishers.ofString("{\"name\":\"x\"}")))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void token_thatIsWrongGetsNoCookie() throws Exception {
        HttpResponse<String> answer = closed.send(login("s3cret"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(answer.body()).contains("That is not the token of this service.");
        assertThat(closed.send(login("s3%3Bcret+token").header("Origin", "http://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> withoutNeed = open.send(open.to("/login").POST(BodyPublishers.ofString("token=x")));
        assertThat(withoutNeed.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void addressOfThisMachine_isAnswered() throws Exception {
        for (String host : List.of("127.0.0.2:80", "[::1]:80", "[0:0:0:0:0:0:0:1]:80", "LOCALHOST")) {
            assertThat(asked(host)).as(host).startsWith("HTTP/1.1 200 ");
        }
        for (String host :
                List.of("127.0.0.1.evil.example", "127.0.0.1x", "[::2]", "127.0.0", "localhost.evil.example")) {
            assertThat(asked(host)).as(host).startsWith("HTTP/1.1 421 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"///", "//api/runs", "//x/api/runs", "//127.0.0.1/api/runs?limit=1", "//@:/"})
    void pathThatBeginsWithTwoSlashes_isNotThere(String target) throws Exception {
        assertThat(answer(target, "127.0.0.1"))
                .startsWith("HTTP/1.1 404 ")
                .contains("Content-security-policy: default-src 'self'")
                .contains("there is no such path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%zz", "//", "/<script>", "*"})
    void targetThatIsNoPath_isRefusedBeforeItIsLookedAt(String target) throws Exception {
        assertThat(answer(target, "127.0.0.1"))
                .as("the JDK's server answers")
                .matches("(?s)HTTP/1\\.1 40[04] .*")
                .doesNotContain("script");
    }

    private String answer(String target, String host) throws Exception {
        return RawCall.answer(open.server(), "GET " + target + " HTTP/1.1\nHost: " + host + "\nConnection: close\n\n");
    }

    private String asked(String host) throws Exception {
        return answer("/api/runs", host);
    }

    private HttpRequest.Builder login(String token) {
        return closed.to("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("token=" + token));
    }
}
