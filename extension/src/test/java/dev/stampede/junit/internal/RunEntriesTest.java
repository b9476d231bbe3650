package dev.stampede.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.CheckResult;
import dev.stampede.RunEnding;
import dev.stampede.ThresholdResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is published of a run. */
class RunEntriesTest {
    private final FakeReport report = new FakeReport();

    @Test
    void run_isTheFirstEntry_withStatusAndKeyFigures() {
        report.duration(Duration.ofMillis(5200)).iterations(116).url("http://localhost/runs/17");

        assertThat(entries().getFirst())
                .containsExactly(
                        Map.entry("stampede.run", "Cases.load"),
                        Map.entry("stampede.url", "http://localhost/runs/17"),
                        Map.entry("stampede.passed", "true"),
                        Map.entry("stampede.ending", "FINISHED"),
                        Map.entry("stampede.status", "finished (3)"),
                        Map.entry("stampede.result", "passed (0)"),
                        Map.entry("stampede.duration", "5.2s"),
                        Map.entry("stampede.maxVUs", "5"),
                        Map.entry("stampede.iterations", "116"),
                        Map.entry("stampede.iterations_failed", "0"));
    }

    @Test
    void runThatIsAborted_tellsStatusAndResultAsTheCloudIsTold() {
        report.ending(RunEnding.ABORTED_BY_THRESHOLD, "")
                .threshold("http_req_duration", "p(95)<300", 412.7, 18204, true);

        assertThat(entries().getFirst())
                .containsEntry("stampede.passed", "false")
                .containsEntry("stampede.cause", "THRESHOLD")
                .containsEntry("stampede.status", "aborted by threshold (8)")
                .containsEntry("stampede.result", "failed (1)");
    }

    @Test
    void defaultThresholdOfARunThatAnErrorEnded_isNoResult() {
        report.ending(RunEnding.ABORTED_BY_ERROR, "")
                .threshold(new ThresholdResult("iterations_failed", "rate==0", 1, 1, true, false));

        assertThat(entries().getFirst())
                .containsEntry("stampede.status", "aborted by script error (7)")
                .containsEntry("stampede.result", "passed (0)");
    }

    @Test
    void thresholdsAndChecks_haveAnEntryEach_failedOnesFirst() {
        report.threshold("checks", "rate>0.9", 0.955, 200, false)
                .threshold("http_req_duration", "p(95)<300", 412.7, 18204, true)
                .check(new CheckResult("", "status is 200", 100, 0, ""))
                .check(new CheckResult("::front::cart", "holds\none", 91, 9, "expected 1\nwas 2"));

        assertThat(entries().subList(1, 5))
                .containsExactly(
                        Map.of(
                                "stampede.threshold http_req_duration p(95)<300",
                                "failed, observed 412.7 ms over 18204 samples"),
                        Map.of("stampede.threshold checks rate>0.9", "passed, observed 95.5 % over 200 samples"),
                        Map.of(
                                "stampede.check ::front::cart::holds\\none",
                                "failed, 91 %, 91 of 100: expected 1\\nwas 2"),
                        Map.of("stampede.check status is 200", "passed, 100 %, 100 of 100"));
    }

    @Test
    void manyChecks_haveABoundedNumberOfEntries_andAllThatFailedAreAmongThem() {
        for (int i = 0; i < 60; i++) {
            report.check(new CheckResult("", "check " + i, 1, i < 58 ? 0 : 1, ""));
        }

        List<Map<String, String>> entries = entries();

        assertThat(entries).hasSize(1 + RunEntries.MOST + 1);
        assertThat(entries.subList(1, 3))
                .containsExactly(
                        Map.of("stampede.check check 58", "failed, 50 %, 1 of 2"),
                        Map.of("stampede.check check 59", "failed, 50 %, 1 of 2"));
        assertThat(entries.getLast()).isEqualTo(Map.of("stampede.checks", "and 10 more checks, which the summary has"));
    }

    private List<Map<String, String>> entries() {
        return RunEntries.of(report, 5);
    }

    @Test
    void thresholdWithoutSamples_isNotSaidToHavePassed() {
        FakeReport report = new FakeReport()
                .threshold("http_req_duration", "p(95)<300", Double.NaN, 0, false)
                .threshold("checks", "rate>0.9", Double.NaN, 0, true);

        assertThat(RunEntries.of(report, 1))
                .contains(
                        Map.of("stampede.threshold http_req_duration p(95)<300", "nothing was measured"),
                        Map.of("stampede.threshold checks rate>0.9", "failed, nothing was measured"));
    }
}
