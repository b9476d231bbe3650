package dev.stampede.junit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cloud login}: flags, questions, exit codes. (What is stored: {@code LoginTest} of the runtime.) */
class LoginCommandTest {
    private static final String STORED = """
              token: glc_************cdef
              stack-id: 17
              stack-url: https://my-team.grafana.net
              default-project-id: 42
            """;

    @TempDir
    Path folder = Path.of("unset");

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final Deque<String> answers = new ArrayDeque<>();
    private final StringBuilder asked = new StringBuilder();
    private final Map<String, String> environment = new HashMap<>();
    private Path file = Path.of("unset");

    @BeforeEach
    void setUp() throws Exception {
        file = Files.writeString(folder.resolve("config.json"), "{}");
        environment.put("K6_CONFIG", file.toString());
        environment.put("K6_CLOUD_HOST_V6", server.url("/").toString());
        server.enqueue(new MockResponse.Builder()
                .body("{\"stack_id\": 17, \"default_project_id\": 42}")
                .build());
    }

    private final class Answers implements Prompts {
        @Override
        public @Nullable String line(String prompt) {
            asked.append(prompt);
            return answers.poll();
        }

        @Override
        public @Nullable String secret(String prompt) {
            asked.append("(hidden)").append(prompt);
            return answers.poll();
        }
    }

    private Console login(String... flags) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] args = new String[flags.length + 2];
        args[0] = "cloud";
        args[1] = "login";
        System.arraycopy(flags, 0, args, 2, flags.length);
        int code = Stampede.commandLine(
                        new PrintWriter(out), new PrintWriter(err), environment, terminal -> new Answers())
                .execute(args);
        return new Console(code, out.toString(), err.toString());
    }

    @Test
    void flags_logInWithoutQuestions() throws Exception {
        assertThat(login("--token", "glc_0123456789abcdef", "--stack", "my-team"))
                .isEqualTo(new Console(
                        0, "\nLogged in successfully, token and stack info saved in " + file + "\n" + STORED, ""));
        assertThat(asked).isEmpty();
        assertThat(Files.readString(file)).contains("glc_0123456789abcdef");

        assertThat(login("--show")).isEqualTo(new Console(0, STORED, ""));
        assertThat(login("-r")).isEqualTo(new Console(0, "  token and stack info reset\n", ""));
        assertThat(Files.readString(file)).doesNotContain("glc_0123456789abcdef");
    }

    @Test
    void withoutFlags_bothAreAskedForAndTheTokenIsHidden() {
        answers.addAll(List.of("glc_0123456789abcdef", "my-team"));

        Console console = login();
        assertThat(console.exitCode()).isZero();
        assertThat(console.out())
                .startsWith("Enter your token to authenticate with Grafana Cloud.")
                .endsWith(STORED)
                .doesNotContain("glc_0123456789abcdef");
        assertThat(asked).hasToString("(hidden)  Token:   Stack: ");
    }

    @Test
    void noAnswer_is255() {
        assertThat(login().err()).isEqualTo("token value is required but it was not passed or is empty\n");
        answers.add("glc_0123456789abcdef");
        Console console = login();
        assertThat(console.err()).isEqualTo("stack value is required but it was not passed or is empty\n");
        assertThat(console.exitCode()).isEqualTo(255);
    }

    @Test
    void oneFlagWithoutTheOther_is255() {
        assertThat(login("-t", "glc_0123456789abcdef"))
                .isEqualTo(new Console(255, "", "stack value is required but it was not passed or is empty\n"));
        assertThat(login("--stack", "my-team"))
                .isEqualTo(new Console(255, "", "token value is required but it was not passed or is empty\n"));
    }

    @Test
    void showAndReset_standAlone() {
        for (String[] flags : new String[][] {{"-s", "-r"}, {"-s", "-t", "x"}, {"-r", "--stack", "x"}}) {
            Console console = login(flags);
            assertThat(console.exitCode()).isEqualTo(104);
            assertThat(console.err())
                    .startsWith("--show and --reset stand alone: give only one of them, and no token or stack.");
        }
    }

    @Test
    void missingFileThatWasNamed_is104() {
        environment.put("K6_CONFIG", folder.resolve("none.json").toString());

        assertThat(login("--show"))
                .isEqualTo(new Console(
                        104,
                        "",
                        "failed to load the configuration file from the local file system: couldn't load the"
                                + " configuration from \"" + folder.resolve("none.json")
                                + "\": no such file\nCorrect the environment variable K6_CONFIG, or remove it.\n"));
    }

    @Test
    void storedLogin_closesRunsThatWereLeftOpen() throws Exception {
        assertThat(login("-t", "glc_0123456789abcdef", "--stack", "my-team").exitCode())
                .isZero();
        server.takeRequest();
        server.enqueue(new MockResponse.Builder().build());
        Path run = Files.createDirectories(folder.resolve("runs/shop-17"));
        Files.writeString(
                run.resolve("journal.json"),
                "{\"version\": 1, \"flow\": \"stream\", \"name\": \"shop\", \"id\": \"17\", \"host\": \""
                        + server.url("/") + "\", \"url\": \"https://pages.test/17\"}");
        StringWriter out = new StringWriter();

        int code = Stampede.commandLine(new PrintWriter(out), new PrintWriter(out), environment)
                .execute("cloud", "finish", "--folder", folder.toString());

        assertThat(code).as(out.toString()).isZero();
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Token glc_0123456789abcdef");
    }
}
