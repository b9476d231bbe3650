package dev.stampede.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stampede.AbortCause;
import dev.stampede.CheckResult;
import dev.stampede.IterationErrors;
import dev.stampede.RunEnding;
import dev.stampede.ThresholdResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class FailureMessageTest {
    private static final ThresholdResult NOTHING_MAY_THROW =
            new ThresholdResult("iterations_failed", "rate==0", 12 / 9102.0, 9102, true, false);

    private final IllegalStateException noStock = new IllegalStateException("no stock of\n  apples");

    private final FakeReport report = new FakeReport()
            .iterations(9102)
            .duration(Duration.ofMillis(120_034))
            .threshold("http_req_duration{name:checkout}", "p(95)<300", 412.7, 18204, true)
            .threshold("checks", "rate>0.99", 0.99876, 27306, false)
            .threshold(new ThresholdResult("iterations_failed", "rate==0", 0, 9102, false, false));

    private final IterationErrors outOfStock =
            new IterationErrors("IllegalStateException at Cart.add:17", 11, 3, 4, "default", 0, noStock);

    @Test
    void crossedThreshold_listsEveryThresholdWithWhatWasMeasured() {
        assertThat(FailureMessage.of(report, 50, null)).isEqualTo("""
                Load test failed: 1 of 2 thresholds crossed after 9102 iterations (50 VUs, 2m0s)
                  ✗ http_req_duration{name:checkout} p(95)<300 -> observed 412.7 ms over 18204 samples
                  ✓ checks rate>0.99 -> observed 99.88 % over 27306 samples""");
    }

    @Test
    void iterationsThatThrew_areGroupedWithTheirFirstOccurrence() {
        FakeReport thrown = new FakeReport()
                .iterations(9102)
                .duration(Duration.ofMillis(6049))
                .threshold(NOTHING_MAY_THROW)
                .error(outOfStock)
                .error(new IterationErrors("AssertionError at Cart.pay:9", 1, 1, 0, "default", 0, new AssertionError()))
                .url("http://localhost:3000/runs/17");

        assertThat(FailureMessage.of(thrown, 1, null)).isEqualTo("""
                Load test failed: 12 iterations threw after 9102 iterations (1 VU, 6s)
                  ✗ iterations_failed rate==0 -> observed 0.132 % over 9102 samples
                Iterations threw:
                  11 × IllegalStateException at Cart.add:17; first in VU 3, iteration 4, scenario default
                      no stock of apples
                  1 × AssertionError at Cart.pay:9; first in VU 1, iteration 0, scenario default
                Run: http://localhost:3000/runs/17""");
    }

    @Test
    void inconclusiveRun_saysWhy_andHowThresholdsStand() {
        report.inconclusive("virtual users were woken up to 250 ms late").inconclusive("up to 250 ms of 412 ms");

        assertThat(FailureMessage.of(report, 50, null)).isEqualTo("""
                Load test inconclusive: this machine could not drive the load after 9102 iterations (50 VUs, 2m0s)
                  ! virtual users were woken up to 250 ms late
                  ! up to 250 ms of 412 ms
                  ✗ http_req_duration{name:checkout} p(95)<300 -> observed 412.7 ms over 18204 samples
                  ✓ checks rate>0.99 -> observed 99.88 % over 27306 samples""");
    }

    @Test
    void inconclusiveRunThatAThresholdEnded_saysThatToo() {
        report.inconclusive("virtual users were woken late")
                .ending(RunEnding.ABORTED_BY_THRESHOLD, "thresholds on metrics were crossed");

        assertThat(FailureMessage.of(report, 50, null)).startsWith("""
                Load test inconclusive: this machine could not drive the load after 9102 iterations (50 VUs, 2m0s)
                  thresholds on metrics were crossed
                  ! virtual users were woken late
                """);
    }

    @Test
    void crossedThresholdAndIterationsThatThrew_areBothInTheHeadline() {
        report.threshold(NOTHING_MAY_THROW).error(outOfStock);

        assertThat(FailureMessage.of(report, 50, null))
                .startsWith("Load test failed: 1 of 2 thresholds crossed and 11 iterations threw after 9102 iterations"
                        + " (50 VUs, 2m0s)\n");
    }

    @Test
    void manyKindsOfErrors_areCutAtTen() {
        for (int i = 0; i < 12; i++) {
            report.error(new IterationErrors("Exception at X.y:" + i, 1, 1, i, "default", 0, new Exception()));
        }

        assertThat(FailureMessage.of(report, 50, null))
                .contains("Exception at X.y:9;")
                .doesNotContain("Exception at X.y:10;")
                .endsWith("\n  and 2 more kinds of error");
    }

    @Test
    void abortByThreshold_tellsWhatTheRunSaid() {
        report.ending(
                RunEnding.ABORTED_BY_THRESHOLD,
                "thresholds on metrics 'http_req_duration{name:checkout}' were crossed; at least one has abortOnFail"
                        + " enabled, stopping test prematurely");

        assertThat(FailureMessage.of(report, 50, null)).isEqualTo("""
                Load test aborted: 1 of 2 thresholds crossed after 9102 iterations (50 VUs, 2m0s)
                  thresholds on metrics 'http_req_duration{name:checkout}' were crossed; at least one has abortOnFail enabled, \
                stopping test prematurely
                  ✗ http_req_duration{name:checkout} p(95)<300 -> observed 412.7 ms over 18204 samples
                  ✓ checks rate>0.99 -> observed 99.88 % over 27306 samples""");
    }

    @Test
    void thresholdThatOnlyAllGeneratorsCross_isTheReason() {
        FakeReport stopped = new FakeReport()
                .iterations(91)
                .duration(Duration.ofMillis(6049))
                .threshold("hits", "count<15", 10, 10, false)
                .ending(RunEnding.ABORTED_BY_THRESHOLD, "thresholds on metrics 'hits' were crossed (judged elsewhere)");

        assertThat(FailureMessage.of(stopped, 2, null)).startsWith("""
                Load test aborted: after 91 iterations (2 VUs, 6s)
                  thresholds on metrics 'hits' were crossed (judged elsewhere)
                  ✓ hits count<15""");
    }

    @Test
    void abortByUser_givesTheReason() {
        FakeReport aborted = new FakeReport()
                .iterations(1)
                .duration(Duration.ofMillis(1234))
                .ending(RunEnding.ABORTED_BY_USER, "sold out");

        assertThat(FailureMessage.of(aborted, 3, null)).isEqualTo("""
                Load test aborted: sold out
                  after 1 iteration (3 VUs, 1.2s)""");
    }

    @Test
    void abortByError_namesTheException() {
        FakeReport aborted = new FakeReport()
                .duration(Duration.ofMillis(20))
                .ending(RunEnding.ABORTED_BY_ERROR, "iteration 0 of VU 1 failed")
                .cause(noStock);

        assertThat(FailureMessage.of(aborted, 3, null)).isEqualTo("""
                Load test aborted: iteration 0 of VU 1 failed: java.lang.IllegalStateException: no stock of apples
                  after 0 iterations (3 VUs, 20ms)""");
        assertThat(FailureMessage.of(aborted, 3, "@BeforeRun Cases.open()")).isEqualTo("""
                Load test aborted: @BeforeRun Cases.open() threw: java.lang.IllegalStateException: no stock of apples
                  after 0 iterations (3 VUs, 20ms)""");
    }

    @Test
    void abortBySystemAndTimeout_giveTheReason() {
        assertThat(FailureMessage.of(report.ending(RunEnding.ABORTED_BY_SYSTEM, "the cloud takes no more"), 3, null))
                .startsWith("Load test aborted: the cloud takes no more\n  after 9102 iterations");
        assertThat(FailureMessage.of(report.ending(RunEnding.TIMED_OUT, "setup() timed out after 60 seconds"), 3, null))
                .startsWith("Load test timed out: setup() timed out after 60 seconds\n  after 9102 iterations");
    }

    @Test
    void thresholdThatFitsNothing_isExplained() {
        FakeReport misspelt = new FakeReport()
                .iterations(1)
                .duration(Duration.ofSeconds(1))
                .threshold("cart_adds", "count>0", Double.NaN, 0, true)
                .problem("invalid threshold defined on cart_adds; reason: no metric name \"cart_adds\" found");

        assertThat(FailureMessage.of(misspelt, 1, null)).isEqualTo("""
                Load test failed: 1 of 1 threshold crossed after 1 iteration (1 VU, 1s)
                  ✗ cart_adds count>0 -> nothing was measured
                  invalid threshold defined on cart_adds; reason: no metric name "cart_adds" found""");
        misspelt.ending(RunEnding.ABORTED_BY_ERROR, misspelt.problems().getFirst());
        assertThat(FailureMessage.of(misspelt, 1, null)).isEqualTo("""
                Load test aborted: invalid threshold defined on cart_adds; reason: no metric name "cart_adds" found
                  after 1 iteration (1 VU, 1s)
                  ✗ cart_adds count>0 -> nothing was measured""");
    }

    @Test
    void observedValue_hasTheMetricsUnit() {
        assertThat(line("http_req_waiting", "avg<1", 0.01234)).contains("observed 0.0123 ms ");
        assertThat(line("http_reqs", "count>10", 3)).contains("observed 3 ");
        assertThat(line("http_reqs", "rate>10", 9.4567)).contains("observed 9.46/s ");
        assertThat(line("data_sent", "count<10", 1_234_567)).contains("observed 1234567 B ");
        assertThat(line("data_sent", "rate<10", 12.5)).contains("observed 12.5 B/s ");
        assertThat(line("vus", "value>10", 3)).contains("observed 3 ");
        assertThat(line("http_req_failed{status:503}", "rate<0.1", 0.5)).contains("observed 50 % ");
        assertThat(line("my_trend", "p(95)<10", 12.3456)).contains("observed 12.35 over 7 samples");
    }

    @Test
    void observedValueThatRoundsToTheLimit_isShownInFull() {
        assertThat(line("http_req_duration", "p(95)<=500", 500.0004)).contains("observed 500.0004 ms ");
        assertThat(line("checks", "rate==1", 0.9999999)).contains("observed 99.99999 % ");
        assertThat(line("http_req_duration", "max<1000", 1000)).contains("observed 1000 ms ");
    }

    @Test
    void nothingMeasured_isSaidSo() {
        assertThat(line("my_rate", "rate>0.9", Double.NaN)).isEqualTo("✗ my_rate rate>0.9 -> nothing was measured");
    }

    private static String line(String metric, String expression, double observed) {
        return ThresholdText.line(new ThresholdResult(metric, expression, observed, 7, true, true));
    }

    @Test
    void verdict_carriesRealStackTraces() {
        List<Throwable> thrown = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            thrown.add(new Exception("kind " + i));
            report.error(new IterationErrors("kind " + i, 1, 1, 1, "default", 0, thrown.getLast()));
        }

        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> Verdict.deliver(report, 50, null))
                .withMessage(FailureMessage.of(report, 50, null))
                .satisfies(e -> {
                    assertThat(e.getCause()).isSameAs(thrown.get(0));
                    assertThat(e.getSuppressed()).containsExactly(thrown.get(1), thrown.get(2));
                });
    }

    @Test
    void verdict_hasTheCauseFirst() {
        report.ending(RunEnding.ABORTED_BY_ERROR, "an iteration threw")
                .cause(noStock)
                .error(outOfStock);

        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> Verdict.deliver(report, 50, null))
                .satisfies(e -> {
                    assertThat(e.getCause()).isSameAs(noStock);
                    assertThat(e.getSuppressed()).isEmpty();
                });
    }

    @Test
    void verdict_ofAnInterruptedRunIsAnInterrupt() {
        report.abortCause(AbortCause.INTERRUPT).ending(RunEnding.ABORTED_BY_USER, "interrupted");
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> Verdict.deliver(report, 50, null))
                .withMessageStartingWith("Load test aborted: interrupted\n");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void verdict_ofARunThatTimedOutLeavesTheInterruptSet() {
        report.abortCause(AbortCause.TIMEOUT);
        Thread.currentThread().interrupt();

        Throwable failure = catchThrowable(() -> Verdict.deliver(report, 50, null));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure)
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("Load test timed out: TIMEOUT\n");
    }

    @Test
    void verdict_ofAPassedRunIsSilence() throws InterruptedException {
        Verdict.deliver(new FakeReport().threshold("checks", "rate>0.9", 1, 5, false), 50, null);
    }

    @Test
    void whatWasThrownAfterTheEnd_isTold() {
        FakeReport report = new FakeReport()
                .duration(Duration.ofSeconds(1))
                .ending(RunEnding.ABORTED_BY_USER, "sold out")
                .alsoThrown(new IllegalStateException("cannot clean up"));

        assertThat(FailureMessage.of(report, 1, null)).isEqualTo("""
                        Load test aborted: sold out
                          after 0 iterations (1 VU, 1s)
                        Also thrown: java.lang.IllegalStateException: cannot clean up""");
    }

    @Test
    void exceptionThatCannotSayWhatItIs_doesNotReplaceTheMessage() {
        @SuppressWarnings("serial")
        class MuteException extends RuntimeException {
            @Override
            public String getMessage() {
                throw new IllegalStateException("no message for you");
            }
        }
        FakeReport report = new FakeReport()
                .duration(Duration.ofSeconds(1))
                .ending(RunEnding.ABORTED_BY_ERROR, "iteration 0 of VU 1 failed")
                .cause(new MuteException());

        assertThat(FailureMessage.of(report, 1, null))
                .startsWith("Load test aborted: iteration 0 of VU 1 failed: ")
                .contains("MuteException");
    }

    @Test
    void textsOfTheTest_areWrittenOut_soThatReportsCanHoldThem() {
        FakeReport checked = new FakeReport()
                .duration(Duration.ofSeconds(1))
                .threshold("hits{name:a\u001bb}", "count>1", 0, 1, true)
                .check(new CheckResult("::fr\u001b[31ont", "a\nb\0", 0, 1, "first in VU 1"))
                .check(new CheckResult("", "x".repeat(5000), 0, 1, "first in VU 1"))
                .error(new IterationErrors("A", 1, 1, 0, "default", 0, new AssertionError("lone \ud800")));

        assertThat(FailureMessage.of(checked, 1, null))
                .contains("✗ hits{name:a\\u001bb} count>1")
                .contains("✗ fr\\u001b[31ont::a\\nb\\u0000 -> held 0 %")
                .contains("lone \\ud800")
                .hasSizeLessThan(1000);
        assertThat(FailureMessage.of(
                        new FakeReport()
                                .abortCause(AbortCause.VU_ABORT)
                                .ending(RunEnding.ABORTED_BY_USER, "a\u001bb\nc"),
                        1,
                        null))
                .startsWith("Load test aborted: a\\u001bb\nc\n");
    }

    @Test
    void abortWithoutAReason_saysSo_andOneWithAPageIsCut() {
        FakeReport aborted = new FakeReport().abortCause(AbortCause.VU_ABORT);

        assertThat(FailureMessage.of(aborted.ending(RunEnding.ABORTED_BY_USER, " "), 1, null))
                .startsWith("Load test aborted: vu.abort() was called, without a reason\n");
        assertThat(FailureMessage.of(aborted.ending(RunEnding.ABORTED_BY_USER, "x".repeat(1_000_000)), 1, null))
                .hasSizeLessThan(1100);
    }
}
