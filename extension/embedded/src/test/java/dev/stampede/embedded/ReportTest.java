package dev.stampede.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Vu;
import dev.stampede.junit.CloudOutput;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Report;
import dev.stampede.junit.Threshold;
import dev.stampede.output.cloud.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A load test is written to one HTML file when it is asked for, wherever its samples go. */
class ReportTest {
    private static final Pattern DATA = Pattern.compile("id=\"stampede-data\">(.*?)</script>", Pattern.DOTALL);

    @StartStop
    private final MockWebServer cloud = new MockWebServer();

    @TempDir
    private Path folder;

    private static Map<String, Object> run(Path report) throws IOException {
        String html = Files.readString(report);
        assertThat(html).startsWith("<!doctype html>");
        Matcher data = DATA.matcher(html);
        assertThat(data.find()).isTrue();
        return Objects.requireNonNull(Json.object(data.group(1)));
    }

    private static Map<String, Object> member(Map<String, Object> json, String name) {
        return Objects.requireNonNull(Json.object(json.get(name)), name);
    }

    @Test
    void annotation_asksForOneAmongWhatIsKept() throws Exception {
        List<Throwable> failures = Started.run(Nowhere.class, folder, Map.of()).failures();

        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("checks rate>0.9"));
        Map<String, Object> data = run(folder.resolve("reports/Nowhere.load.html"));
        Map<String, Object> run = member(data, "run");
        assertThat(run)
                .containsEntry("name", "Nowhere.load")
                .containsEntry("status", "3")
                .containsEntry("failed", true)
                .containsEntry("iterations", "6.0")
                .containsEntry("live", false);
        assertThat(Json.list(run.get("thresholds")))
                .singleElement()
                .satisfies(one -> assertThat(Json.object(one))
                        .containsEntry("metric", "checks")
                        .containsEntry("value", "0.5")
                        .containsEntry("failed", true));
        assertThat(Json.list(member(run, "groups").get("checks")))
                .extracting(check -> Json.object(check))
                .anySatisfy(check -> assertThat(check)
                        .containsEntry("name", "never holds")
                        .containsEntry("passes", "0")
                        .containsEntry("fails", "6"));
        assertThat(member(data, "series")).containsKeys("checks", "iteration_duration", "items");
        assertThat(Json.list(member(data, "logs").get("lines")))
                .anySatisfy(line -> assertThat(Json.object(line)).containsEntry("text", "out of items"));
    }

    @Report
    static class Nowhere {
        @LoadTest(vus = 2, iterations = 6)
        @Threshold(metric = "checks", value = "rate>0.9")
        void load(Vu vu) {
            System.getLogger("shop").log(System.Logger.Level.WARNING, "out of items");
            vu.check("holds", true);
            vu.check("never holds", false);
            vu.counter("items").add(3);
        }
    }

    @Test
    void summary_saysWhereItIs() {
        String printed = Started.printed(Plain.class, folder, Map.of("stampede.report", "true"));

        Path file = folder.resolve("reports/Plain.load.html");
        assertThat(printed)
                .contains("output: report (" + file + ")")
                .contains("█ OUTPUT: report (" + file + ")\n\n    written: " + file.toUri());
        assertThat(file).exists();
    }

    static class Plain {
        @LoadTest
        void load() {}
    }

    @Test
    void runInTheCloud_hasOneToo() throws Exception {
        cloud.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder()
                        .body("{\"reference_id\": \"17\"}")
                        .build();
            }
        });
        Path file = folder.resolve("a/b/{name}.html");
        Started started = Started.run(
                InTheCloud.class,
                folder,
                Map.of("stampede.cloud.host", cloud.url("/").toString(), "stampede.report", file.toString()));

        assertThat(started.failures()).isEmpty();
        assertThat(started.page()).as("the cloud's").isEqualTo("https://app.k6.io/runs/17");
        assertThat(member(run(folder.resolve("a/b/InTheCloud.load.html")), "run"))
                .containsEntry("status", "3")
                .containsEntry("iterations", "1.0");
    }

    @CloudOutput
    static class InTheCloud {
        @LoadTest
        void load() {}
    }

    @Test
    void thresholdOnAPartOfTheRun_isNotTakenForOneOnAllOfIt() throws Exception {
        assertThat(Started.run(Windowed.class, folder, Map.of()).failures()).hasSize(1);

        Map<String, Object> run = member(run(folder.resolve("reports/Windowed.load.html")), "run");
        assertThat(run)
                .containsEntry("failed", true)
                .containsEntry("note", "threshold on checks failed: rate>0.9 in any 1s");
        assertThat(Json.list(run.get("thresholds"))).isEmpty();
    }

    @Report
    static class Windowed {
        @LoadTest
        @Threshold(metric = "checks", value = "rate>0.9", over = "1s")
        void load(Vu vu) {
            vu.check("holds", false);
        }
    }

    @Test
    void setting_overridesTheAnnotation() throws IOException {
        assertThat(Started.run(Passing.class, folder, Map.of("stampede.report", "false"))
                        .failures())
                .isEmpty();

        assertThat(folder.resolve("reports")).doesNotExist();
    }

    @Report
    static class Passing {
        @LoadTest
        void load() {}
    }

    @Test
    void smokeMode_writesNone() {
        assertThat(Started.run(Passing.class, folder, Map.of("stampede.mode", "smoke"))
                        .failures())
                .isEmpty();

        assertThat(folder.resolve("reports")).doesNotExist();
    }

    @Test
    void loadTestsWithOneFile_writeBesideEachOther() throws IOException {
        Path file = folder.resolve("report.html");
        assertThat(Started.run(Two.class, folder, Map.of("stampede.report", file.toString()))
                        .failures())
                .isEmpty();

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(one -> one.getFileName().toString()).filter(name -> name.endsWith(".html")))
                    .hasSize(2)
                    .contains("report.html")
                    .anyMatch(name -> name.matches("report-Two\\.(one|other)\\.html"));
        }
    }

    static class Two {
        @LoadTest
        void one() {}

        @LoadTest
        void other() {}
    }

    @Test
    void fileThatCannotBe_isAnErrorBeforeAnyLoad() throws IOException {
        Path taken = Files.createFile(folder.resolve("taken"));

        assertThat(Started.run(
                                Plain.class,
                                folder,
                                Map.of(
                                        "stampede.report",
                                        taken.resolve("a.html").toString()))
                        .failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageStartingWith("the report cannot be written to " + taken.resolve("a.html") + ": ")
                        .hasMessageEndingWith(". Choose another file, or do not ask for a report."));
    }
}
