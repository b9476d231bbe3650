package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.RunEnding;
import dev.stampede.RunResult;
import dev.stampede.Vu;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.AfterVu;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.OnError;
import dev.stampede.junit.Threshold;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** What makes a load test pass or fail, and what it then says. */
class VerdictTest {
    private static final AtomicInteger calls = new AtomicInteger();

    @BeforeEach
    void forget() {
        calls.set(0);
    }

    @Test
    void thresholdsHold_passes() {
        Jupiter.passes(Passes.class, 1);

        assertThat(calls).hasValue(10);
    }

    static class Passes {
        @LoadTest(vus = 2, iterations = 10)
        @Threshold(metric = "checks", value = "rate==1")
        @Threshold(metric = "iterations", value = "count==10")
        void load(Vu vu) {
            vu.check("counted", calls.incrementAndGet() > 0);
        }
    }

    @Test
    void thresholdCrossed_failsAndListsAll() {
        Throwable failure = Jupiter.failureOf(Crossed.class);

        assertThat(failure).isInstanceOf(AssertionFailedError.class).hasNoCause();
        assertThat(failure.getMessage()).matches("""
                Load test failed: 1 of 3 thresholds crossed after 4 iterations \\(2 VUs, [\\d.]+m?s\\)
                  ✗ checks rate>0.75 -> observed 50 % over 4 samples
                  ✓ iterations count==4 -> observed 4 over 4 samples
                  ✓ my_trend max<10 -> observed 3 over 4 samples
                Checks that failed:
                  ✗ even -> held 50 % \\(2 of 4\\)
                      first in VU \\d, iteration \\d, scenario default""");
    }

    static class Crossed {
        @LoadTest(vus = 2, iterations = 4)
        @Threshold(metric = "checks", value = "rate>0.75")
        @Threshold(metric = "iterations", value = "count==4")
        @Threshold(metric = "my_trend", value = "max<10")
        void load(Vu vu) {
            vu.check("even", calls.incrementAndGet() % 2 == 0);
            vu.trend("my_trend").add(3);
        }
    }

    @Test
    void iterationsThrow_failsWithTheErrorsGrouped() {
        Throwable failure = Jupiter.failureOf(Throws.class);

        assertThat(failure).isInstanceOf(AssertionFailedError.class);
        assertThat(failure.getMessage()).matches("""
                Load test failed: 5 iterations threw after 6 iterations \\(1 VU, [\\d.]+m?s\\)
                  ✗ iterations_failed rate==0 -> observed 83.33 % over 6 samples
                Iterations threw:
                  3 × IllegalStateException at VerdictTest.Throws.load:\\d+; first in VU 1, iteration 0, scenario default
                      no 1
                  2 × AssertionFailedError at VerdictTest.Throws.load:\\d+; first in VU 1, iteration 1, scenario default
                      \\[total\\] expected: 3 but was: 2""");
        assertThat(failure.getCause()).isInstanceOf(IllegalStateException.class).hasMessage("no 1");
        assertThat(failure.getCause())
                .satisfies(cause ->
                        assertThat(cause.getStackTrace()[0].getMethodName()).isEqualTo("load"));
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(failure.getSuppressed()[0]).isInstanceOf(AssertionError.class);
    }

    static class Throws {
        @LoadTest(iterations = 6)
        void load() {
            int call = calls.incrementAndGet();
            if (call % 2 == 1) {
                throw new IllegalStateException("no " + call);
            }
            if (call < 6) {
                assertThat(call).as("total").isEqualTo(call + 1);
            }
        }
    }

    @Test
    void thresholdOnFailedIterations_replacesTheDefault() {
        Jupiter.passes(Tolerant.class, 1);
    }

    static class Tolerant {
        @LoadTest(iterations = 4)
        @Threshold(metric = "iterations_failed", value = "rate<=0.25")
        void load(Vu vu) {
            if (vu.iteration() == 1) {
                throw new IllegalStateException("once");
            }
        }
    }

    @Test
    void onErrorAbort_endsTheRunWithTheFirstException() {
        Throwable failure = Jupiter.failureOf(Aborts.class);

        assertThat(failure).isInstanceOf(AssertionFailedError.class);
        assertThat(failure.getMessage()).startsWith("Load test aborted: ").contains("IllegalStateException: first");
        assertThat(failure.getCause()).isInstanceOf(IllegalStateException.class).hasMessage("first");
        assertThat(calls).hasValue(1);
    }

    static class Aborts {
        @LoadTest(iterations = 1000, onError = OnError.ABORT)
        void load() {
            calls.incrementAndGet();
            throw new IllegalStateException("first");
        }
    }

    @Test
    void beforeRunThrows_failsWithoutLoadAndWithoutAfterRun() {
        Throwable failure = Jupiter.failureOf(BeforeRunThrows.class);

        assertThat(failure).isInstanceOf(AssertionFailedError.class);
        assertThat(failure.getMessage()).contains("@BeforeRun").contains("IllegalStateException: no shop");
        assertThat(failure.getCause()).isInstanceOf(IllegalStateException.class).hasMessage("no shop");
        assertThat(calls).hasValue(0);
    }

    static class BeforeRunThrows {
        @BeforeRun
        void open() {
            throw new IllegalStateException("no shop");
        }

        @LoadTest
        void load() {
            calls.incrementAndGet();
        }

        @AfterRun
        void close() {
            calls.incrementAndGet();
        }
    }

    @Test
    void beforeVuThrows_fails() {
        Throwable failure = Jupiter.failureOf(BeforeVuThrows.class);

        assertThat(failure).isInstanceOf(AssertionFailedError.class);
        assertThat(failure.getMessage()).contains("@BeforeVu").contains("IllegalStateException: no login");
        assertThat(failure.getCause()).isInstanceOf(IllegalStateException.class).hasMessage("no login");
        assertThat(calls).hasValue(0);
    }

    static class BeforeVuThrows {
        @BeforeVu
        void login() {
            throw new IllegalStateException("no login");
        }

        @LoadTest
        void load() {
            calls.incrementAndGet();
        }
    }

    @Test
    void afterVuThrows_fails() {
        Throwable failure = Jupiter.failureOf(AfterVuThrows.class);

        assertThat(failure.getMessage()).contains("@AfterVu").contains("IllegalStateException: no logout");
        assertThat(failure.getCause()).isInstanceOf(IllegalStateException.class).hasMessage("no logout");
        assertThat(calls).hasValue(1);
    }

    static class AfterVuThrows {
        @LoadTest
        void load() {
            calls.incrementAndGet();
        }

        @AfterVu
        void logout() {
            throw new IllegalStateException("no logout");
        }
    }

    @Test
    void afterRunAsserts_onWhatWasMeasured() {
        Jupiter.passes(AfterRunAsserts.class, 1);

        assertThat(calls).hasValue(4);
    }

    static class AfterRunAsserts {
        @LoadTest(vus = 3, iterations = 3)
        void load(Vu vu) {
            calls.incrementAndGet();
            vu.counter("apples").add(2);
        }

        @AfterRun
        void sold(RunResult result, Vu vu) {
            assertThat(result.value("apples", "count")).isEqualTo(6);
            assertThat(result.name()).isEqualTo("AfterRunAsserts.load");
            assertThat(result.ending()).isEqualTo(RunEnding.FINISHED);
            assertThat(vu.id()).isZero();
            calls.incrementAndGet();
        }
    }

    @Test
    void afterRunThatFails_failsTheTest() {
        Throwable failure = Jupiter.failureOf(AfterRunFails.class);

        assertThat(failure.getMessage()).contains("@AfterRun").contains("too few");
        assertThat(failure.getCause()).isInstanceOf(AssertionError.class).hasMessageContaining("too few");
    }

    static class AfterRunFails {
        @LoadTest
        void load() {}

        @AfterRun
        void sold(RunResult result) {
            assertThat(result.value("iterations", "count")).as("too few").isEqualTo(2);
        }
    }

    @Test
    void abort_failsWithTheReason() {
        Throwable failure = Jupiter.failureOf(AbortsOnPurpose.class);

        assertThat(failure).isInstanceOf(AssertionFailedError.class).hasNoCause();
        assertThat(failure.getMessage()).contains("aborted: sold out");
        assertThat(calls).hasValue(1);
    }

    static class AbortsOnPurpose {
        @LoadTest(vus = 2, iterations = 1000)
        void load(Vu vu) {
            if (vu.id() == 2) {
                vu.abort("sold out");
            }
            vu.sleep("1h");
        }

        @AfterRun
        void alsoRuns(RunResult result) {
            assertThat(result.ending()).isEqualTo(RunEnding.ABORTED_BY_USER);
            calls.incrementAndGet();
        }
    }

    @Test
    void abortOnFail_endsTheRun() {
        Throwable failure = Jupiter.failureOf(AbortOnFail.class);

        assertThat(failure).isInstanceOf(AssertionFailedError.class);
        assertThat(failure.getMessage())
                .startsWith("Load test aborted: 1 of 1 threshold crossed after 0 iterations (1 VU, ")
                .contains("✗ checks rate==1 -> observed 0 % over 1 sample");
    }

    static class AbortOnFail {
        @LoadTest(duration = "1h")
        @Threshold(metric = "checks", value = "rate==1", abortOnFail = true)
        void load(Vu vu) {
            vu.check("never", false);
            vu.sleep("1h");
        }
    }

    @Test
    void interrupt_endsTheRun() {
        Throwable failure = Jupiter.failureOf(Interrupted.class);

        assertThat(failure).isInstanceOf(InterruptedException.class);
        assertThat(failure.getMessage()).startsWith("Load test aborted: ").contains("interrupt");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    static class Interrupted {
        private static volatile Thread caller = Thread.currentThread();

        @BeforeAll
        static void remember() {
            caller = Thread.currentThread();
        }

        @LoadTest(duration = "1h")
        void load(Vu vu) {
            caller.interrupt();
            vu.sleep("1h");
        }
    }

    @Test
    void unknownMetricAndMalformedExpression_areNamedBeforeAnyLoad() {
        assertThat(Jupiter.failureOf(WrongThresholds.class).getMessage())
                .contains("htp_req_duration")
                .contains("p(95)~500")
                .matches(Pattern.compile("(?s).*failed parsing threshold expression.*"));
        assertThat(calls).hasValue(0);
    }

    static class WrongThresholds {
        @LoadTest
        @Threshold(metric = "htp_req_duration{a:b}", value = "p(95)<500")
        @Threshold(metric = "http_req_duration", value = "p(95)~500")
        void load() {
            calls.incrementAndGet();
        }
    }
}
