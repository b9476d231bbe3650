package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.clock.FakeClock;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.summary.SummaryOptions;
import dev.stampede.thresholds.ThresholdSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a run prints and writes. */
@Timeout(60)
class RunConsoleTest {
    private final List<String> printed = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path folder;

    private LoadOptions.Builder options() {
        return LoadOptions.builder("shop")
                .profile(new PerVuIterations(1, 2, Duration.ofMinutes(1)))
                .console(printed::add);
    }

    private RunReport run(LoadOptions.Builder options) {
        LoadScript script = scope -> () -> {
            scope.vu().group("front", () -> scope.vu().check("is up", true));
            scope.vu().sleep("1500ms");
        };
        return LoadRunner.run(options.build(), script, new FakeClock());
    }

    private String console() {
        return String.join("\n", printed);
    }

    @Test
    void console_hasBannerProgressAndSummary() {
        run(options());

        assertThat(console())
                .contains("script: shop")
                .contains("2 complete and 0 interrupted iterations")
                .contains("\u2588 TOTAL RESULTS")
                .contains("iteration_duration...: avg=1.5s");
    }

    @Test
    void quiet_leavesTheSummaryOnly() {
        run(options().quiet(true));

        assertThat(printed).singleElement().asString().startsWith("\n  \u2588 TOTAL RESULTS");
    }

    @Test
    void summary_looksAsAskedFor() {
        run(options()
                .summary(SummaryOptions.DEFAULT
                        .withTrendStats(List.of("max", "count"))
                        .withTimeUnit(SummaryOptions.TimeUnit.MILLISECONDS)));

        assertThat(console()).contains("iteration_duration...: max=1500.00ms count=2\n");
    }

    @Test
    void disabledSummary_isNotPrinted() {
        run(options().summary(SummaryOptions.DEFAULT.withMode(SummaryOptions.Mode.DISABLED)));

        assertThat(printed).noneMatch(String::isBlank);
        assertThat(printed.getLast()).contains("2 complete and 0 interrupted iterations");
        assertThat(console()).doesNotContain("TOTAL RESULTS");
    }

    @Test
    void disabledSummaryOfAQuietRun_printsNothing() {
        run(options().quiet(true).summary(SummaryOptions.DEFAULT.withMode(SummaryOptions.Mode.DISABLED)));

        assertThat(printed).isEmpty();
    }

    @Test
    @SuppressWarnings("unchecked")
    void export_isWritten_inFoldersThatWereNotThere_alsoWhenThresholdsFail() throws IOException {
        Path file = folder.resolve("reports").resolve("shop").resolve("summary.json");
        RunReport report = run(options()
                .summaryExport(file)
                .summary(SummaryOptions.DEFAULT.withMode(SummaryOptions.Mode.DISABLED))
                .thresholds(List.of(ThresholdSpec.of("iterations", "count>5"))));

        assertThat(report.passed()).isFalse();
        Map<String, Object> json = Recording.object(Files.readString(file));
        Map<String, Object> metrics = (Map<String, Object>) json.getOrDefault("metrics", Map.of());
        assertThat(metrics)
                .containsKeys("checks", "group_duration", "iteration_duration", "iterations_failed", "vus")
                .extractingByKey("iterations")
                .isEqualTo(Map.of("count", 2.0, "rate", 2 / 3.0, "thresholds", Map.of("count>5", true)));
        assertThat(String.valueOf(json.get("root_group")))
                .contains("path=::front,")
                .contains("path=::front::is up,")
                .contains("passes=2.0, fails=0.0");
    }

    @Test
    void exportThatCannotBeWritten_isSaid_andChangesNothingElse() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "a file");
        RunReport report = run(options().summaryExport(taken.resolve("summary.json")));

        assertThat(report.passed()).isTrue();
        assertThat(report.problems()).isEmpty();
        assertThat(printed.getLast())
                .contains("TOTAL RESULTS")
                .contains("\n\n  ! the summary could not be written to " + taken.resolve("summary.json")
                        + ": java.nio.file.FileAlreadyExistsException: " + taken + "\n");
    }

    @Test
    void exportThatCannotBeWritten_isSaid_alsoWhenNothingElseIs() {
        run(options()
                .quiet(true)
                .summary(SummaryOptions.DEFAULT.withMode(SummaryOptions.Mode.DISABLED))
                .summaryExport(folder));

        assertThat(printed).singleElement().asString().startsWith("  ! the summary could not be written to " + folder);
    }
}
