package dev.stampede.output.cloud;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.RunEnding;
import dev.stampede.metrics.SystemTag;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.runs.Journal;
import dev.stampede.output.cloud.runs.JournalEntry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal of a run that is open: when it is there, and what it says. */
class JournalTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    private Path folder = Path.of("unset");

    @BeforeEach
    void nameFolder(@TempDir Path temp) {
        folder = temp.resolve("kept");
    }

    private CloudStream stream(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("host", server.url("/").toString(), "token", "secret-token"));
        all.putAll(settings);
        return new CloudStream(
                CloudConfig.builder().apply(all, key -> "the test").build(),
                new ManualClock(1_795_206_225),
                deadline -> {});
    }

    private void start(CloudStream stream, String name) {
        stream.start(
                new RunDescription(name, 1, Duration.ofSeconds(10), Map.of(), SystemTag.DEFAULTS, folder),
                (ending, reason) -> {});
    }

    private void answer(int code, String body) {
        server.enqueue(new MockResponse.Builder().code(code).body(body).build());
    }

    /** Files under the folder, but those that keep it out of version control. */
    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace(File.separatorChar, '/'))
                    .filter(file -> !file.equals(".gitignore"))
                    .toList();
        }
    }

    @Test
    void openRun_isInAJournalWithoutTheToken() throws Exception {
        answer(201, "{\"reference_id\":\"17\"}");
        answer(200, "{}");
        CloudStream stream = stream(Map.of("webAppURL", "https://pages.test"));

        start(stream, "Shop.browse");

        assertThat(files()).containsExactly("runs/Shop-browse-17/journal.json");
        assertThat(Files.readString(folder.resolve("runs/Shop-browse-17/journal.json")))
                .isEqualTo("""
                        {
                          "version": 1,
                          "flow": "stream",
                          "state": "open",
                          "name": "Shop.browse",
                          "id": "17",
                          "host": "%1$s",
                          "metrics": "%1$sv2/metrics/17",
                          "url": "https://pages.test/runs/17",
                          "opened": "2026-11-20T20:23:45Z"
                        }
                        """.formatted(server.url("/")));
        assertThat(folder.resolve(".gitignore")).hasContent("*");
        stream.finish(new RunOutcome(RunEnding.FINISHED, List.of()));
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void runAtAServiceThatGoesWithThisProcess_hasNoJournal() {
        answer(201, "{\"reference_id\":\"17\"}");
        answer(200, "{}");
        CloudStream stream = new CloudStream(CloudConfig.builder().build(), new ServiceOnDemand() {
            @Override
            public String describe() {
                return "results";
            }

            @Override
            public CloudConfig ready(RunDescription run) {
                assertThat(run.folder()).isEqualTo(folder);
                return CloudConfig.builder()
                        .apply(Map.of("host", server.url("/").toString()), key -> "the test")
                        .build();
            }
        });
        assertThat(stream.describe()).isEqualTo("results");

        start(stream, "shop");

        assertThat(stream.describe()).isEqualTo("results (https://app.k6.io/runs/17)");
        assertThat(folder).doesNotExist();
        stream.finish(new RunOutcome(RunEnding.FINISHED, List.of()));
    }

    @Test
    void runThatCouldNotBeClosed_keepsItsJournalWithHowItEnded() throws Exception {
        answer(201, "{\"reference_id\":\"17\"}");
        answer(400, "{}");
        CloudStream stream = stream(Map.of());
        start(stream, "shop");

        stream.finish(new RunOutcome(RunEnding.ABORTED_BY_THRESHOLD, List.of()));

        JournalEntry entry =
                requireNonNull(JournalEntry.parse(Files.readString(folder.resolve("runs/shop-17/journal.json"))));
        assertThat(entry.closing()).isEqualTo("{\"result_status\":1,\"run_status\":8,\"thresholds\":{}}");
        assertThat(stream.report().getLast())
                .startsWith("NOT CLOSED: ")
                .endsWith("\nThe service will call it timed out, unless 'stampede cloud finish' closes it before.");
    }

    @Test
    void runThatSomebodyElseOpened_hasNone() {
        CloudStream stream = stream(Map.of("pushRefID", "4"));

        start(stream, "shop");
        stream.finish(new RunOutcome(RunEnding.FINISHED, List.of()));

        assertThat(folder).doesNotExist();
    }

    @Test
    void journalThatCannotBeWritten_isAWarning() throws Exception {
        Files.writeString(folder, "a file");
        answer(201, "{\"reference_id\":\"17\"}");
        answer(200, "{}");
        CloudStream stream = stream(Map.of());

        try (LogCapture log = new LogCapture(Journal.class)) {
            start(stream, "shop");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARNING No journal of the run can be kept in " + folder)
                    .contains(": java.nio.file.FileSystemException: ")
                    .endsWith("\nIf this process is killed, 'stampede cloud finish' will not find the run.");
        }
        stream.finish(new RunOutcome(RunEnding.FINISHED, List.of()));
        assertThat(stream.report()).hasSize(1);
    }

    @Test
    void namesNoFileSystemWouldTake_areMadeSafeAndShort() throws Exception {
        Journal odd = begin("../\u00fcb: er/?" + "x".repeat(100), "a/../b");
        Journal none = begin("\u20ac", "1");

        assertThat(files())
                .containsExactlyInAnyOrder(
                        "runs/b-er-" + "x".repeat(35) + "-a-b/journal.json", "runs/run-1/journal.json");
        odd.remove();
        none.remove();
    }

    @Test
    void namesakesOnTwoServices_haveAJournalEach() throws Exception {
        Journal one = begin("shop", "1");
        Journal two = begin("shop", "1");

        assertThat(files()).containsExactlyInAnyOrder("runs/shop-1/journal.json", "runs/shop-1-2/journal.json");
        two.remove();
        assertThat(files()).containsExactly("runs/shop-1/journal.json");
        one.remove();
    }

    @Test
    void passwordInTheHost_isLeftOut() throws Exception {
        Journal journal = Journal.begin(
                        folder, JournalEntry.opened("shop", "1", "https://me:pass@shop.test/x", "", "2026"))
                .orElseThrow();

        assertThat(Files.readString(folder.resolve("runs/shop-1/journal.json")))
                .contains("\"host\": \"https://shop.test/x\"");
        journal.remove();
    }

    @Test
    void interruptedThread_writesItAndStaysInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        Journal journal = begin("shop", "1");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(files()).hasSize(1);
        assertThat(Journal.take(folder.resolve("runs/shop-1/journal.json"))).isEmpty();
        journal.remove();
    }

    @Test
    void shorterClosing_leavesNothingOfTheLongerOne() throws Exception {
        Journal journal = begin("shop", "1");

        journal.closing("a long one");
        journal.closing("short");
        journal.close();

        try (Journal taken =
                Journal.take(folder.resolve("runs/shop-1/journal.json")).orElseThrow()) {
            assertThat(taken.entry().closing()).isEqualTo("short");
        }
    }

    @Test
    void entryThatSaysNothingOfMetrics_isReadAsItWasMeant() {
        JournalEntry entry = requireNonNull(JournalEntry.parse("""
                {"version": 1, "flow": "stream", "state": "open", "name": "shop", "id": "17",
                 "host": "http://127.0.0.1:1/", "url": "", "opened": "2026"}"""));

        assertThat(entry.metrics()).isEqualTo("http://127.0.0.1:1/v2/metrics/17");
        assertThat(entry.idempotent()).isTrue();
    }

    private Journal begin(String name, String id) {
        return Journal.begin(folder, JournalEntry.opened(name, id, "http://127.0.0.1:1/", "", "2026"))
                .orElseThrow();
    }
}
