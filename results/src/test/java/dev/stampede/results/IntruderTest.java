package dev.stampede.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other sites, and whoever reaches the port, may try on a service without a token. */
class IntruderTest {
    @TempDir
    Path folder;

    private ResultsServer server;
    private Caller caller;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("secret.txt"), "secret");
        server = ResultsServer.start(ResultsOptions.in(folder.resolve("data")));
        caller = new Caller(server);
        caller.open("x");
    }

    @AfterEach
    void stop() throws Exception {
        caller.close();
        server.close();
    }

    private int port() {
        return URI.create(server.url()).getPort();
    }

    private String answer(String method, String path, String... headers) throws Exception {
        return RawCall.answer(
                server,
                method + " " + path + " HTTP/1.1\nHost: 127.0.0.1:" + port() + "\nConnection: close\n"
                        + String.join("\n", headers) + (headers.length == 0 ? "" : "\n") + "\n");
    }

    private Set<String> files() throws Exception {
        try (Stream<Path> all = Files.walk(folder)) {
            return new TreeSet<>(
                    all.map(path -> folder.relativize(path).toString()).toList());
        }
    }

    // path traversal

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../1001",
                "%2e%2e",
                "..%2f..%2fsecret.txt",
                "%2e%2e%2f%2e%2e%2fsecret.txt",
                "%252e%252e%252fsecret.txt",
                "..%5c..%5csecret.txt",
                "%2fetc%2fpasswd",
                "//etc/passwd",
                "1001%00",
                "1001%00.tar",
                "1001%2f..%2f1001",
                "1001/../../secret.txt",
                "1001%0d%0aX-Injected:%201",
                "%c0%ae%c0%ae%c0%afsecret.txt",
                "01001",
                "+1001",
                "1e3",
                "%D9%A1%D9%A0%D9%A0%D9%A1",
                "99999999999999999999999999",
                "%",
                "%zz"
            })
    void idsThatArePaths_areOfNoRun(String id) throws Exception {
        Set<String> before = files();

        for (String request : List.of(
                "GET /cloud/v6/test_runs/%s",
                "GET /runs/%s",
                "GET /api/runs/%s",
                "GET /api/runs/%s/chart",
                "GET /api/runs/%s/series?metric=http_reqs",
                "GET /api/runs/%s/events",
                "GET /api/runs/%s/logs",
                "GET /api/runs/%s/archive",
                "GET /api/runs/%s/archive.tar",
                "GET /api/runs/%s/export",
                "GET /api/runs/%s/report.html",
                "GET /api/compare?a=%s&b=1001",
                "GET /assets/%s",
                "DELETE /api/runs/%s",
                "PUT /archive/%s",
                "POST /v2/metrics/%s",
                "POST /metrics-push/%s",
                "POST /v1/tests/%s",
                "POST /provisioning/v1/test_runs/%s/notify")) {
            String answer = answer(
                    request.substring(0, request.indexOf(' ')),
                    request.substring(request.indexOf(' ') + 1).replace("%s", id),
                    "Content-Type: application/json",
                    "Content-Length: 0");
            assertThat(answer).as(request).matches("(?s)HTTP/1.1 (400|403|404|405|415) .*");
            assertThat(answer).doesNotContain("secret\n").doesNotContainIgnoringCase("\nX-Injected");
        }
        assertThat(files()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../../secret.txt", "/etc/passwd", "a\\u0000b", "..\\\\..\\\\secret.txt", "con", "\\u202e"})
    void namesThatArePaths_areNamesOnly(String name) throws Exception {
        Set<String> before = files();

        HttpResponse<String> opened = caller.json("/v1/tests", "{\"name\":\"" + name + "\"}");
        HttpResponse<String> started = caller.json(
                "/provisioning/v1/load_tests/1/start_local_execution",
                "{\"options\":{\"cloud\":{\"name\":\"" + name + "\"}}}");

        assertThat(opened.statusCode()).isEqualTo(201);
        assertThat(started.statusCode()).isEqualTo(200);
        Set<String> made = files();
        made.removeAll(before);
        assertThat(made).allMatch(file -> file.matches("data/runs/100[23](/run\\.json)?|data/load_tests\\.json"));
        assertThat(folder.resolve("secret.txt")).content().isEqualTo("secret");
    }

    @Test
    void archiveOfPaths_isKeptAsItIsAndNotUnpacked() throws Exception {
        byte[] tar = new byte[1024];
        byte[] name = "../../../escaped.txt".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, tar, 0, name.length);
        Set<String> before = files();

        caller.send("PUT", "/archive/1001", tar);

        Set<String> made = files();
        made.removeAll(before);
        assertThat(made).containsExactlyInAnyOrder("data/runs/1001/archive.tar", "data/tmp");
    }

    // pages of other sites

    @ParameterizedTest
    @CsvSource({
        "evil.example, 421",
        "evil.example:PORT, 421",
        "127.0.0.1.evil.example, 421",
        "localhost.evil.example:PORT, 421",
        "localhost@evil.example, 421",
        "0.0.0.0:PORT, 421",
        "192.168.0.7:PORT, 421",
        "'', 421",
        "127.0.0.1:PORT, 200",
        "localhost:PORT, 200",
        "LOCALHOST, 200",
        "[::1]:PORT, 200"
    })
    void hostThatIsNotLoopback_isMisdirected(String host, int status) throws Exception {
        String answer = RawCall.answer(
                server,
                "GET /api/runs HTTP/1.1\nHost: " + host.replace("PORT", port() + "") + "\nConnection: close\n\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        if (status == 421) {
            assertThat(answer).contains("this service answers as localhost, 127.0.0.1 or [::1] only");
        }
    }

    @Test
    void requestWithoutAHost_isMisdirected() throws Exception {
        assertThat(RawCall.answer(server, "GET /api/runs HTTP/1.0\n\n")).startsWith("HTTP/1.1 421 ");
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, http://evil.example",
        "Origin, https://127.0.0.1",
        "Origin, 'http://127.0.0.1:1'",
        "Origin, null",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void pageOfAnotherSite_changesNothing(String header, String value) throws Exception {
        Set<String> before = files();
        for (String request : List.of(
                "POST /v1/tests",
                "POST /v1/tests/1001",
                "POST /v2/metrics/1001",
                "POST /logs-push",
                "PUT /archive/1001",
                "POST /cloud/v6/projects/1/load_tests",
                "POST /provisioning/v1/load_tests/1/start_local_execution",
                "POST /provisioning/v1/test_runs/1001/notify",
                "DELETE /api/runs/1001")) {
            String answer = answer(
                    request.substring(0, request.indexOf(' ')),
                    request.substring(request.indexOf(' ') + 1),
                    header + ": " + value,
                    "Content-Type: application/json",
                    "Content-Length: 12\n\n{\"name\":\"y\"}");
            assertThat(answer)
                    .as(request)
                    .startsWith("HTTP/1.1 403 ")
                    .contains("requests of other sites' pages change nothing here");
        }
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void preflight_allowsNothing() throws Exception {
        String answer =
                answer("OPTIONS", "/v1/tests", "Origin: http://evil.example", "Access-Control-Request-Method: POST");

        assertThat(answer).startsWith("HTTP/1.1 405 ").doesNotContainIgnoringCase("Access-Control-Allow");
        assertThat(answer("GET", "/api/runs", "Origin: http://evil.example"))
                .startsWith("HTTP/1.1 200 ")
                .doesNotContainIgnoringCase("Access-Control-Allow");
    }

    @Test
    void formsOfOldBrowsers_areRefusedForTheirType() throws Exception {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "")) {
            for (String path : List.of("/v1/tests", "/logs-push", "/v1/tests/1001", "/v1/validate-token")) {
                assertThat(answer("POST", path, "Content-Type: " + type, "Content-Length: 12\n\n{\"name\":\"y\"}"))
                        .as(path + " " + type)
                        .startsWith("HTTP/1.1 415 ");
            }
        }
        assertThat(server.runs().all()).hasSize(1);
    }

    // what is answered

    @Test
    void textsOfOthers_travelOnlyAsJson() throws Exception {
        String script = "<script>alert(1)</script>";
        caller.json("/v1/tests", "{\"name\":\"" + script + "\"}");
        caller.push("1002", Caller.requests("1002", 1, 1_800_000_000, "name", script, "method", "\"><img src=x>"));
        caller.json(
                "/logs-push",
                "{\"streams\":[{\"stream\":{\"test_run_id\":\"1002\",\"" + script + "\":\"x\"},\"values\":[[\"1\",\""
                        + script + "\"]]}]}");
        for (HttpResponse<String> answer : List.of(
                caller.get("/api/runs"),
                caller.get("/api/runs/1002"),
                caller.get("/cloud/v6/test_runs/1002"),
                caller.get("/v1/%3Cscript%3E"),
                caller.json("/v1/validate-token", "{\"token\":\"" + script + "\"}"),
                caller.pushTo("/v2/metrics/1002", new byte[3], "Content-Encoding", "<b>"),
                caller.push("1002", Caller.requests(script, 1, 1_800_000_000)),
                caller.get("/api/runs?limit=%3Cscript%3E"))) {
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                    .doesNotContain("script-src");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        }
    }

    @Test
    void otherMethods_areToldWhichThereAre() throws Exception {
        assertThat(answer("GET", "/v1/tests"))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: POST\r\n", "this path does not answer GET");
        assertThat(answer("PATCH", "/cloud/v6/projects/1/load_tests")).contains("Allow: GET, POST\r\n");
        assertThat(answer("TRACE", "/api/runs")).startsWith("HTTP/1.1 405 ");
        assertThat(answer("HEAD", "/cloud/v6/auth")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
        assertThat(Caller.error(caller.get("/nothing/here"))).isEqualTo("404/0 there is no such path");
    }

    // requests that are none

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET\n\n",
                "GET / HTTP/1.1 more\n\n",
                "GET http://[ HTTP/1.1\nHost: x\n\n",
                "GET /\u0000 HTTP/1.1\nHost: localhost\n\n",
                "POST /v1/tests HTTP/1.1\nHost: localhost\nContent-Length: -1\n\n",
                "POST /v1/tests HTTP/1.1\nHost: localhost\nContent-Length: 99999999999999999999\n\n",
                "POST /v1/tests HTTP/1.1\nHost: localhost\nContent-Length: 3\nTransfer-Encoding: chunked\n\nabc",
                "POST /v1/tests HTTP/1.1\nHost: localhost\nTransfer-Encoding: gzip\n\nabc",
                """
                POST /v1/tests HTTP/1.1
                Host: localhost
                Content-Type: application/json
                Transfer-Encoding: chunked
                Connection: close

                zz
                abc
                """
            })
    void requestThatIsNone_endsItsConnectionOnly(String request) throws Exception {
        try (RawCall call = new RawCall(server)) {
            call.say(request);
            String answer = call.next();
            assertThat(answer).matches("(?s)|HTTP/1.1 (4|5)\\d\\d .*");
        }
        assertThat(caller.get("/api/runs").statusCode()).isEqualTo(200);
        assertThat(server.runs().all()).hasSize(1);
    }

    @Test
    void headersWithoutEnd_areRefused() throws Exception {
        try (RawCall call = new RawCall(server)) {
            call.say("GET /api/runs HTTP/1.1\nHost: localhost\n");
            for (int i = 0; i < 250; i++) {
                call.say("X-" + i + ": 1\n");
            }
            assertThat(call.say("\n").next()).matches("(?s)|HTTP/1.1 (400|431) .*");
        }
        assertThat(answer("GET", "/api/runs", "X-Large: " + "x".repeat(500_000)))
                .matches("(?s)|HTTP/1.1 (400|413|431) .*");
        assertThat(caller.get("/api/runs").statusCode()).isEqualTo(200);
    }

    // who may listen where

    @Test
    void serviceThatOthersCanReach_needsAToken() {
        ResultsOptions open =
                new ResultsOptions(folder.resolve("other"), new InetSocketAddress("0.0.0.0", 0), "", Clock.systemUTC());

        assertThatThrownBy(() -> ResultsServer.start(open))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Others could reach the results service at 0.0.0.0, so it needs a token."
                        + " Give it one, or have it listen on 127.0.0.1 only.");
    }

    @Test
    void serviceThatOthersCanReach_answersToAnyNameButToItsTokenOnly() throws Exception {
        ResultsOptions guarded = new ResultsOptions(
                folder.resolve("other"), new InetSocketAddress("0.0.0.0", 0), "s3cret", Clock.systemUTC());
        try (ResultsServer other = ResultsServer.start(guarded)) {
            int itsPort = URI.create(other.url()).getPort();
            for (String[] one : new String[][] {
                {"", "401"},
                {"Authorization: Bearer s3cre\n", "401"},
                {"Authorization: Bearer s3cret2\n", "401"},
                {"Authorization: Basic s3cret\n", "401"},
                {"Authorization: Bearer\n", "401"},
                {"X-Forwarded-For: 127.0.0.1\n", "401"},
                {"Authorization: Bearer s3cret\n", "200"},
                {"authorization: token s3cret\n", "200"}
            }) {
                try (RawCall call = new RawCall(other)) {
                    assertThat(call.say("GET /api/runs HTTP/1.1\nHost: load.example:" + itsPort
                                            + "\nConnection: close\n" + one[0] + "\n")
                                    .rest())
                            .as(one[0])
                            .startsWith("HTTP/1.1 " + one[1] + " ");
                }
            }
            try (RawCall call = new RawCall(other)) {
                assertThat(call.say("GET /api/runs HTTP/1.1\nHost: <b>\nConnection: close\n\n")
                                .rest())
                        .startsWith("HTTP/1.1 400 ")
                        .contains("the Host header is none");
            }
        }
    }
}
