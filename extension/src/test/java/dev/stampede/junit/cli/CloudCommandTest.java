package dev.stampede.junit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cloud finish}: where folder, host and token come from, and what it ends with. (More: {@code SignalsTest}.) */
class CloudCommandTest {
    @TempDir
    Path folder = Path.of("unset");

    @StartStop
    final MockWebServer server = new MockWebServer();

    private static Console finish(Map<String, String> environment, String... flags) {
        return cloud("finish", environment, flags);
    }

    private static Console push(Map<String, String> environment, String... flags) {
        return cloud("push", environment, flags);
    }

    private static Console cloud(String command, Map<String, String> environment, String... flags) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] args = new String[flags.length + 2];
        args[0] = "cloud";
        args[1] = command;
        System.arraycopy(flags, 0, args, 2, flags.length);
        int code = Stampede.commandLine(new PrintWriter(out), new PrintWriter(err), environment)
                .execute(args);
        return new Console(code, out.toString(), err.toString());
    }

    private void leaveOpen(String host) throws IOException {
        Path run = Files.createDirectories(folder.resolve("runs/shop-17"));
        Files.writeString(
                run.resolve("journal.json"),
                "{\"version\": 1, \"flow\": \"stream\", \"name\": \"shop\", \"id\": \"17\", \"host\": \"" + host
                        + "\", \"url\": \"https://pages.test/17\"}");
    }

    @Test
    void tokenIsOfTheEnvironment_andFolderOfEnvironmentOrFlag() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        leaveOpen(server.url("/").toString());

        assertThat(finish(Map.of("STAMPEDE_FOLDER", folder.toString(), "K6_CLOUD_TOKEN", "tok")))
                .isEqualTo(new Console(0, "closed shop (17) as aborted by the user: https://pages.test/17\n", ""));
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Token tok");
        assertThat(finish(Map.of("STAMPEDE_FOLDER", "elsewhere"), "--folder", folder.toString()))
                .isEqualTo(new Console(0, "No run was left open in " + folder + ".\n", ""));
    }

    private void leaveUnsent(String host) throws IOException {
        Path spool = Files.createDirectories(folder.resolve("runs/shop-17/spool"));
        Files.writeString(
                spool.resolve("spool.json"),
                "{\"version\": 1, \"name\": \"shop\", \"id\": \"17\", \"host\": \"" + host
                        + "\", \"url\": \"https://pages.test/17\", \"push\": \"" + host
                        + "v2/metrics/17\", \"authorization\": \"token\"}");
        Files.writeString(
                spool.resolve("0000000001.batch"),
                "{\"version\":1,\"series\":2,\"samples\":5,\"size\":4,\"key\":\"00ff\"}\nbody");
    }

    @Test
    void finish_leavesWhatIsUnsentAndSaysSo_andPushSendsIt() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        server.enqueue(new MockResponse.Builder().code(202).build());
        leaveOpen(server.url("/").toString());
        leaveUnsent(server.url("/").toString());
        Map<String, String> environment = Map.of("STAMPEDE_FOLDER", folder.toString(), "K6_CLOUD_TOKEN", "tok");
        Path run = folder.resolve("runs/shop-17");

        assertThat(finish(environment))
                .isEqualTo(new Console(
                        0,
                        "closed shop (17) as aborted by the user: https://pages.test/17\n"
                                + "shop (17) has 1 batch unsent: stampede cloud push " + run + "\n",
                        ""));
        assertThat(push(environment, run.resolve("spool").toString()))
                .isEqualTo(new Console(0, "pushed 1 batch with 5 samples to shop (17): https://pages.test/17\n", ""));
        assertThat(server.takeRequest().getUrl().encodedPath()).isEqualTo("/v1/tests/17");
        assertThat(server.takeRequest().getHeaders().get("K6-Idempotency-Key")).isEqualTo("00ff");
        assertThat(push(environment)).isEqualTo(new Console(0, "Nothing was left unsent.\n", ""));
        assertThat(push(environment, run.toString())).isEqualTo(new Console(0, "Nothing was left unsent.\n", ""));
    }

    @Test
    void pushThatFails_is255_andWithoutTokenOrFolder104() throws Exception {
        server.enqueue(new MockResponse.Builder().code(401).build());
        leaveUnsent(server.url("/").toString());
        Path run = folder.resolve("runs/shop-17");

        assertThat(push(Map.of("K6_CLOUD_TOKEN", "tok"), run.toString()))
                .isEqualTo(new Console(
                        255,
                        "",
                        "could not push to shop (17): failed to authenticate with k6 Cloud; 1 batch stay in " + run
                                + "\n"));
        leaveUnsent("https://ingest.k6.io/");
        assertThat(push(Map.of(), run.toString()).exitCode()).isEqualTo(104);
        assertThat(push(Map.of(), folder.resolve("no/such").toString()).err())
                .startsWith("There is no folder " + folder.resolve("no/such"));
    }

    @Test
    void missingToken_is104() throws Exception {
        leaveOpen("https://ingest.k6.io/");

        assertThat(finish(Map.of(), "--folder", folder.toString())).isEqualTo(new Console(104, "", """
                        Running cloud tests requires auth settings: access token not configured.
                        Set the environment variable K6_CLOUD_TOKEN to an access token for https://ingest.k6.io, where these are open: shop (17)
                        """));
    }

    @Test
    void runThatCannotBeClosed_is255() throws Exception {
        server.enqueue(new MockResponse.Builder().code(401).build());
        leaveOpen(server.url("/").toString());

        assertThat(finish(Map.of(), "--folder", folder.toString()))
                .isEqualTo(new Console(255, "", "could not close shop (17): failed to authenticate with k6 Cloud\n"));
    }

    @Test
    void host_isWhereTheTokenMayGo() throws Exception {
        leaveOpen("https://k6.test/");

        assertThat(finish(Map.of("K6_CLOUD_TOKEN", "tok"), "--folder", folder.toString())
                        .err())
                .isEqualTo("could not close shop (17): it is at https://k6.test/, and the token is for"
                        + " https://ingest.k6.io. If that is the service, give --host https://k6.test/\n");
        assertThat(finish(Map.of(), "--folder", folder.toString(), "--host", "https://k6.test")
                        .err())
                .contains("K6_CLOUD_TOKEN to an access token for https://k6.test, where");
        assertThat(finish(Map.of("K6_CLOUD_HOST", "shop"), "--folder", folder.toString()))
                .satisfies(console -> {
                    assertThat(console.exitCode()).isEqualTo(104);
                    assertThat(console.err()).contains("the host must be an http or https URL but is 'shop'");
                });
    }

    @Test
    void folderThatCanBeNone_is104() {
        assertThat(finish(Map.of(), "--folder", "a\0b"))
                .isEqualTo(new Console(
                        104,
                        "",
                        "There can be no such folder: Nul character not allowed, given as 'a\0b'. Use a path such as"
                                + " .stampede.\n"));
    }
}
