package dev.stampede.output.cloud.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stampede.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
    private static final String TOKEN = "glc_0123456789abcdef";

    @TempDir
    Path folder = Path.of("unset");

    @StartStop
    final MockWebServer server = new MockWebServer();

    private Path path() {
        return folder.resolve("k6").resolve("config.json");
    }

    private ConfigFile file() {
        return ConfigFile.of(Map.of("XDG_CONFIG_HOME", folder.toString()), "Linux");
    }

    private Login login() {
        return new Login(
                file(),
                Map.of(
                        "K6_CLOUD_HOST_V6",
                        server.url("/").toString(),
                        "K6_CLOUD_TOKEN",
                        "not\nthis",
                        "K6_CLOUD_HOST",
                        "nor this"),
                deadline -> {});
    }

    private void accept() {
        server.enqueue(new MockResponse.Builder()
                .body("{\"stack_id\": 17, \"default_project_id\": 3000000001}")
                .build());
    }

    private String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void login_isCheckedAndStoredAsK6StoresIt() throws Exception {
        accept();

        login().logIn(TOKEN, "my-team");

        RecordedRequest request = server.takeRequest();
        assertThat(request.getRequestLine()).isEqualTo("GET /cloud/v6/auth HTTP/1.1");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(request.getHeaders().get("X-Stack-Url")).isEqualTo("https://my-team.grafana.net");
        assertThat(request.getHeaders().get("User-Agent")).isEqualTo("k6cloud/2.2.0");
        assertThat(Files.readString(path()))
                .startsWith("{\n  \"paused\": null,\n  \"vus\": null,\n  \"duration\": null,")
                .contains("  \"dns\": {\n    \"ttl\": null,\n    \"select\": null,\n    \"policy\": null\n  },\n")
                .endsWith("""
                          "features": null,
                          "collectors": {
                            "cloud": {
                              "stackID": 17,
                              "stackURL": "https://my-team.grafana.net",
                              "defaultProjectID": 3000000001,
                              "token": "glc_0123456789abcdef",
                              "projectID": null,
                              "name": null,
                              "host": null,
                              "hostv6": null,
                              "timeout": null,
                              "webAppURL": null,
                              "testRunDetails": null,
                              "noCompress": null,
                              "stopOnError": null,
                              "apiVersion": null,
                              "metricsPushURL": null,
                              "testRunToken": null,
                              "pushRefID": null,
                              "maxTimeSeriesInBatch": null,
                              "metricPushInterval": null,
                              "metricPushConcurrency": null,
                              "aggregationPeriod": null,
                              "aggregationWaitPeriod": null,
                              "tracesEnabled": null,
                              "traceHost": null,
                              "tracesPushConcurrency": null,
                              "tracesPushInterval": null
                            }
                          }
                        }""".indent(0).stripTrailing());
        assertThat(mode(path())).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("k6"))).isEqualTo("rwx------");
        try (var left = Files.list(folder.resolve("k6"))) {
            assertThat(left).containsExactly(path());
        }
        assertThat(login().show())
                .containsExactly(
                        "token: glc_************cdef",
                        "stack-id: 17",
                        "stack-url: https://my-team.grafana.net",
                        "default-project-id: 3000000001");
    }

    @Test
    void whatIsKnownInTheFile_staysAndWhatIsOpenIsClosed() throws Exception {
        Files.createDirectories(folder.resolve("k6"));
        Files.writeString(path(), """
                {"VUS": 1e1, "thresholds": {"a<b": ["p(95)<1"]}, "unknown": 1, "dns": {"ttl": "1m"},
                 "collectors": {"xray": {"keep": [1, null, 0.50]}, "cloud": {"Name": "n", "unknown": 2, "token": "former"}}}
                """);
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder.resolve("k6"), PosixFilePermissions.fromString("rwxr-xr-x"));
        accept();

        login().logIn(TOKEN, "https://me:secret@stack.test:8443/a?b");

        String text = Files.readString(path());
        assertThat(text)
                .contains("  \"vus\": 1e1,\n", "\"a\\u003cb\"", "  \"dns\": {\n    \"ttl\": \"1m\"\n  },\n")
                .contains(
                        "    \"xray\": {\n      \"keep\": [\n        1,\n        null,\n        0.50\n      ]\n    }\n")
                .contains("      \"name\": \"n\",\n", "\"stackURL\": \"https://stack.test:8443\"")
                .doesNotContain("unknown", "former", "secret");
        assertThat(mode(path())).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("k6"))).isEqualTo("rwx------");

        login().reset();
        assertThat(file().cloud()).containsOnly(Map.entry("name", "n"));
        assertThat(Files.readString(path())).contains("\"keep\"", "\"token\": null", "\"stackID\": null");
        assertThat(login().show())
                .containsExactly(
                        "token: <not set>",
                        "stack-id: <not set>",
                        "stack-url: <not set>",
                        "default-project-id: <not set>");
    }

    @Test
    void fileThatWasNamed_isWrittenThroughItsLinkAndItsFolderLeftAsItIs() throws Exception {
        Path real = Files.writeString(folder.resolve("real.json"), "{}");
        Path link = Files.createSymbolicLink(folder.resolve("k6.json"), real);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        accept();

        new Login(
                        ConfigFile.of(Map.of("K6_CONFIG", link.toString()), "Linux"),
                        Map.of("K6_CLOUD_HOST_V6", server.url("/").toString()))
                .logIn(TOKEN, "x.grafana.net");

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.readString(real)).contains(TOKEN, "https://x.grafana.net");
        assertThat(mode(folder)).isEqualTo("rwxr-xr-x");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void tokenOrStackAlone_isAnError(String none) {
        assertThatExceptionOfType(Login.FailedException.class)
                .isThrownBy(() -> login().logIn(TOKEN, none))
                .withMessage("stack value is required but it was not passed or is empty");
        assertThatExceptionOfType(Login.FailedException.class)
                .isThrownBy(() -> login().logIn(none, "my-team"))
                .withMessage("token value is required but it was not passed or is empty");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void tokenInPlaceOfTheStack_isNotShown() {
        assertThatExceptionOfType(Login.FailedException.class)
                .isThrownBy(() -> login().logIn("my-team", TOKEN))
                .withMessage(
                        "the stack is neither a slug such as my-team nor a URL such as https://my-team.grafana.net");
    }

    @Test
    void tokenThatNoHeaderCanHold_isAnError() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> login().logIn("glc_\u00e4", "my-team"))
                .withMessageContaining("character 5 of the access token is a blank, a line break or not ASCII")
                .withMessageNotContaining("glc_\u00e4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "401|`{\"error\": {\"code\": 5, \"message\": \"bad glc_0123456789abcdef\"}}`|(401/E5) bad ****",
                "401||failed to authenticate with k6 Cloud",
                "302||unexpected HTTP error from URL: 302 Redirection",
                "500|<html>|unexpected HTTP error from URL: 500 Server Error",
            })
    void refusal_isToldWithoutTheTokenAndNothingIsStored(int status, String body, String text) {
        for (int i = 0; i < (status == 500 ? 3 : 1); i++) {
            server.enqueue(new MockResponse.Builder()
                    .code(status)
                    .body(body == null ? "" : body)
                    .build());
        }

        assertThatExceptionOfType(Login.FailedException.class)
                .isThrownBy(() -> login().logIn(TOKEN, "my-team"))
                .withMessage("could not log in: "
                        + text.replace("URL", server.url("/cloud/v6/auth").toString())
                        + "\nCheck token and stack: is the token one of https://my-team.grafana.net?");
        assertThat(path()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"stack_id\": \"x\"}", "{\"stack_id\": 0}"})
    void replyWithoutStack_isAnError(String body) {
        server.enqueue(new MockResponse.Builder().body(body).build());

        assertThatExceptionOfType(Login.FailedException.class)
                .isThrownBy(() -> login().logIn(TOKEN, "my-team"))
                .withMessage("could not log in: the reply of " + server.url("/")
                        + " has no stack_id\nCheck that it is the service's API host.");
        assertThat(path()).doesNotExist();
    }

    @Test
    void serviceOutOfReach_isAnError() {
        server.close();

        assertThatExceptionOfType(Login.FailedException.class)
                .isThrownBy(() -> login().logIn(TOKEN, "my-team"))
                .withMessageStartingWith("could not log in: " + server.url("/") + " cannot be reached: ")
                .withMessageNotContaining(TOKEN);
    }
}
