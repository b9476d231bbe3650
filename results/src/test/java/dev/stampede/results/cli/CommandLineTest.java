package dev.stampede.results.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.results.load.ForkedService;
import dev.stampede.results.load.Pusher;
import dev.stampede.results.load.SeriesLoad;
import dev.stampede.results.load.Sums;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunFacts;
import dev.stampede.results.runs.RunStatus;
import dev.stampede.results.runs.Runs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    private static final int KILLED_BY_TERM = 143;

    @TempDir
    Path folder;

    /** What a command came to. */
    private record Outcome(int code, String out, String err) {}

    private static Outcome run(Map<String, String> environment, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        int code = Results.commandLine(new PrintWriter(out), new PrintWriter(err), environment)
                .execute(texts);
        return new Outcome(code, out.toString(), err.toString().strip());
    }

    private static Outcome run(Object... arguments) {
        return run(Map.of(), arguments);
    }

    @Test
    void serve_takesARunThatTheOtherCommandsPassOn() throws Exception {
        Path data = folder.resolve("data");
        SeriesLoad load = new SeriesLoad(1, "g", 30, 10);
        Pusher pusher;
        try (ForkedService service = ForkedService.serving(data, 0);
                HttpClient client = HttpClient.newHttpClient()) {
            String url = service.url();
            String id = Pusher.open(client, url, "Shop\\n");
            pusher = new Pusher(client, url, id, load);
            pusher.push(1_800_000_000, 3);
            pusher.push(1_800_000_003, 3);

            Outcome second = run("serve", "--port", "0", "--data", data);
            assertThat(second.err())
                    .isEqualTo("the results in " + data + " are in use by another results service at " + url
                            + "; look at them there, or stop it");
            assertThat(second.code()).isEqualTo(1);
            assertThat(run("list", "--data", data).err()).contains("are in use by another results service");

            assertThat(Pusher.end(client, url, id)).isEqualTo(200);
            assertThat(service.stop()).isEqualTo(KILLED_BY_TERM);
            assertThat(service.output()).contains("kept in " + data);
        }
        Outcome listed = run("list", "--data", data);
        assertThat(listed.out().lines().toList())
                .hasSize(2)
                .last()
                .asString()
                .matches("1001 .* finished, passed +6 +60 +[0-9.]+ ms  Shop\\?");

        Path file = folder.resolve("run.zip");
        Outcome exported = run("export", "1001", file, "--data", data);
        assertThat(exported.out()).isEqualTo("Run 1001 is in " + file + " (" + Files.size(file) + " bytes).\n");
        assertThat(run("export", "1001", file, "--data", data).err())
                .isEqualTo(file + " is there already: it is left as it is.");
        assertThat(run("export", "77", "--data", data).err())
                .isEqualTo("There is no run 77 in " + data + "; 'list' shows those that are.");

        Path other = folder.resolve("other");
        assertThat(run("import", file, "--data", other).out()).isEqualTo("It is run 1001 now: Shop?\n");
        assertThat(run("import", file, "--data", other).out()).isEqualTo("It is run 1002 now: Shop?\n");
        try (Runs runs = Runs.open(other, Clock.systemUTC())) {
            Run imported = runs.find("1002").orElseThrow();
            assertThat(Sums.differences(imported, Sums.of(List.of(pusher)))).isEmpty();
            assertThat(imported.facts().status()).isEqualTo(RunStatus.FINISHED);
            assertThat(imported.facts().note()).isEqualTo("imported from run 1001");
        }
    }

    @Test
    void serviceWithAToken_neitherPrintsItNorWorksWithoutIt() throws Exception {
        try (ForkedService service = new ForkedService(
                        List.of(),
                        List.of(
                                "serve",
                                "--host",
                                "0.0.0.0",
                                "--port",
                                "0",
                                "--data",
                                folder + "",
                                "--token",
                                "s3cret"));
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + "/api/runs"));
            assertThat(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
            request.header("Authorization", "Bearer s3cret");
            assertThat(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            int unused = service.stop();
            assertThat(service.output()).contains("; for whoever has the token").doesNotContain("s3cret");
        }
    }

    @Test
    void portThatIsTaken_isNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome = run("serve", "--port", taken.getLocalPort(), "--data", folder);
            assertThat(outcome.err())
                    .isEqualTo("Cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": Address already in use. Choose"
                            + " another port with --port (0 for any that is free), or another address with --host.");
            assertThat(outcome.code()).isEqualTo(1);
        }
        try (Runs free = Runs.open(folder, Clock.systemUTC())) {
            assertThat(free.all()).isEmpty();
        }
    }

    @Test
    void wrongArguments_areNamed() {
        assertThat(run("serve", "--host", "0.0.0.0", "--data", folder).err())
                .isEqualTo(
                        "Others can reach a service on 0.0.0.0, so it needs a token: set STAMPEDE_RESULTS_TOKEN or --token,"
                                + " or leave out --host.");
        assertThat(run(Map.of("STAMPEDE_RESULTS_TOKEN", " "), "serve", "--host", "0.0.0.0", "--data", folder)
                        .err())
                .contains("so it needs a token");
        assertThat(run("serve", "--port", "65536", "--data", folder))
                .isEqualTo(
                        new Outcome(
                                2,
                                "",
                                "--port must be from 0 to 65535 but is 65536\n'stampede-results serve --help' shows what there is."));
        assertThat(run("serve", "--keep-runs", "-1", "--data", folder).err()).contains("must not be negative");
        assertThat(run("list", "--data", folder.resolve("none")).err())
                .isEqualTo("There are no results in " + folder.resolve("none") + ": say with --data where they are.");
        assertThat(run("import", folder.resolve("none.zip"), "--data", folder).err())
                .isEqualTo("There is no file " + folder.resolve("none.zip") + ".");
        assertThat(run("lst").err()).contains("list");
    }

    @Test
    void fileThatIsNoRun_isRefusedAndLeavesNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("some.zip"), "PK no zip");
        Path data = folder.resolve("data");
        assertThat(run("import", file, "--data", data))
                .isEqualTo(new Outcome(1, "", file + " is no run that was exported: it is no zip file"));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("run.json"));
            zip.write(new byte[] {'{', '}'});
        }
        assertThat(run("import", file, "--data", data))
                .isEqualTo(new Outcome(
                        1,
                        "",
                        file + " is no run that was exported: its run.json does not say what the run is: it has no"
                                + " version"));
        assertThat(data.resolve("runs")).isEmptyDirectory();
        assertThat(data.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void dataThatIsAFile_isNamedByEachCommand() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Path run = Files.writeString(folder.resolve("run.zip"), "PK");
        String wrong =
                "Results cannot be kept in %s: " + file + " is a file. Say with --data which folder they are in.";

        assertThat(run("serve", "--port", "0", "--data", file)).isEqualTo(new Outcome(1, "", wrong.formatted(file)));
        assertThat(run("serve", "--port", "0", "--data", file.resolve("a/b")))
                .isEqualTo(new Outcome(1, "", wrong.formatted(file.resolve("a/b"))));
        assertThat(run("import", run, "--data", file)).isEqualTo(new Outcome(1, "", wrong.formatted(file)));
        assertThat(run("list", "--data", file).err())
                .isEqualTo("There are no results in " + file + ": say with --data where they are.");
        assertThat(file).hasContent("mine");
    }

    @Test
    void folderThatCannotBeHad_isNamedWithTheReason() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path runs = Files.writeString(data.resolve("runs"), "");
        assertThat(run("serve", "--port", "0", "--data", data))
                .isEqualTo(new Outcome(
                        1,
                        "",
                        "Results cannot be kept in " + data + ": " + runs
                                + ": there is such a file already. Say with --data"
                                + " which folder they are in; it must be one that can be written to."));
        Files.delete(runs);
        Files.createDirectories(data.resolve("runs"));
        Files.createDirectories(data.resolve(".lock"));
        assertThat(run("list", "--data", data))
                .isEqualTo(new Outcome(
                        1,
                        "",
                        "Results cannot be kept in " + data + ": " + data.resolve(".lock")
                                + ": Is a directory. Say with"
                                + " --data which folder they are in; it must be one that can be written to."));
    }

    @Test
    void look_makesNothing() {
        assertThat(run("list", "--data", folder).err())
                .isEqualTo("There are no results in " + folder + ": say with --data where they are.");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void exportThatCannotBeWritten_isToldInOneLineAndLeavesNothing() throws Exception {
        Path data = folder.resolve("data");
        try (Runs runs = Runs.open(data, Clock.systemUTC())) {
            Run opened = runs.open(RunFacts.opened("x", 0, 0, 0, List.of(), ""));
            assertThat(opened.id()).isEqualTo("1001");
        }
        Path none = folder.resolve("none");
        assertThat(run("export", "1001", none.resolve("run.zip"), "--data", data))
                .isEqualTo(new Outcome(
                        1,
                        "",
                        "There is no folder " + none
                                + " for run.zip: make it, or name a file in a folder that there is."));
        assertThat(run("export", "1001", data, "--data", data).err())
                .isEqualTo(data + " is there already: it is left as it is.");
        assertThat(run("import", data, "--data", data).err())
                .isEqualTo(data + " is a folder: name a file that 'export' has written.");
    }
}
