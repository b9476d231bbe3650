package dev.stampede.junit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.AbortCause;
import dev.stampede.RunResult;
import dev.stampede.Vu;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.InconclusiveLoadTestError;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.OnError;
import dev.stampede.junit.Threshold;
import dev.stampede.run.LoadOptions;
import dev.stampede.run.LoadRunner;
import dev.stampede.run.LoadScript;
import dev.stampede.run.RunReport;
import dev.stampede.run.VuScope;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the process ends with, for everything a load test may come to. */
class ExitCodeTest {

    @Test
    void passed_is0AndSaysNothing() {
        Console console = Console.run(Passes.class);

        assertThat(console).isEqualTo(new Console(0, "", ""));
    }

    static class Passes {
        @LoadTest(vus = 2)
        @Threshold(metric = "iterations", value = "count==2")
        void load() {}
    }

    @Test
    void thresholdFailed_is99() {
        Console console = Console.run(Crossed.class);

        assertThat(console.exitCode()).isEqualTo(99);
        assertThat(console.err()).matches("""
                Crossed\\.load: Load test failed: 1 of 1 threshold crossed after 1 iteration \\(1 VU, [\\d.]+m?s\\)
                  ✗ iterations count>1 -> observed 1 over 1 sample
                """);
    }

    static class Crossed {
        @LoadTest
        @Threshold(metric = "iterations", value = "count>1")
        void load() {}
    }

    @Test
    void thresholdAborts_is99() {
        assertThat(Console.run(AbortedByThreshold.class).exitCode()).isEqualTo(99);
    }

    static class AbortedByThreshold {
        @LoadTest(duration = "1m")
        @Threshold(metric = "checks", value = "rate>0.5", abortOnFail = true)
        void load(Vu vu) {
            vu.check("never", false);
            vu.sleep("10ms");
        }
    }

    @Test
    void iterationsThrow_is99AndTellsTheErrorOnce() {
        Console console = Console.run(Throws.class);

        assertThat(console.exitCode()).isEqualTo(99);
        assertThat(console.err())
                .startsWith("Throws.load: Load test failed: 1 iteration threw after 1 iteration")
                .containsOnlyOnce("no stock")
                .doesNotContain("\tat ");
    }

    static class Throws {
        @LoadTest
        void load() {
            throw new IllegalStateException("no stock");
        }
    }

    @Test
    void wrongAnnotation_is104() {
        Console console = Console.run(Wrong.class);

        assertThat(console.exitCode()).isEqualTo(104);
        assertThat(console.err())
                .startsWith("Wrong.load: @LoadTest on Wrong.load(): the number of VUs must be more than 0");
    }

    static class Wrong {
        @LoadTest(vus = 0)
        void load() {}
    }

    @Test
    void wrongSettings_are104AndToldTogether() {
        Console console = Console.run(Passes.class, "--max-redirects", "-1", "--setup-timeout", "0s");

        assertThat(console.exitCode()).isEqualTo(104);
        assertThat(console.err()).contains("setupTimeout must be positive", "maxRedirects can't be negative, given as");
    }

    @Test
    void interrupted_is105AndNothingElseIsRun() {
        Console console = Console.of("run", Interrupted.class.getName(), Crossed.class.getName());

        assertThat(console.exitCode()).isEqualTo(105);
        assertThat(console.err())
                .startsWith("Interrupted.load: Load test aborted: ")
                .doesNotContain("Crossed");
    }

    static class Interrupted {
        private static Thread conductor = Thread.currentThread();

        @BeforeAll
        static void remember() {
            conductor = Thread.currentThread();
        }

        @LoadTest(duration = "1m")
        void load(Vu vu) {
            conductor.interrupt();
            vu.sleep("1m");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {SetupThrows.class, TeardownThrows.class, BeforeVuThrows.class, OnErrorAbort.class})
    void exceptionAroundTheLoad_is107(Class<?> type) {
        Console console = Console.run(type);

        assertThat(console.exitCode()).isEqualTo(107);
        assertThat(console.err())
                .startsWith(type.getSimpleName() + ".load: Load test aborted: ")
                .contains("no database");
    }

    static class SetupThrows {
        @BeforeRun
        void open() {
            throw new IllegalStateException("no database");
        }

        @LoadTest
        void load() {}
    }

    static class TeardownThrows {
        @AfterRun
        void close() {
            throw new IllegalStateException("no database");
        }

        @LoadTest
        void load() {}
    }

    static class BeforeVuThrows {
        @BeforeVu
        void login() {
            throw new IllegalStateException("no database");
        }

        @LoadTest
        void load() {}
    }

    static class OnErrorAbort {
        @LoadTest(onError = OnError.ABORT)
        void load() {
            throw new IllegalStateException("no database");
        }
    }

    @Test
    void exceptionInJUnitsOwnLifecycle_is107() {
        assertThat(Console.run(BeforeAllThrows.class))
                .isEqualTo(new Console(
                        107, "", "BeforeAllThrows: java.lang.IllegalStateException: no database (-v shows where)\n"));
        assertThat(Console.run(AfterAllThrows.class).exitCode()).isEqualTo(107);
    }

    static class BeforeAllThrows {
        @BeforeAll
        @SuppressWarnings("DoNotCallSuggester")
        static void start() {
            throw new IllegalStateException("no database");
        }

        @LoadTest
        void load() {}
    }

    static class AfterAllThrows {
        @AfterAll
        @SuppressWarnings("DoNotCallSuggester")
        static void stop() {
            throw new IllegalStateException("no database");
        }

        @LoadTest
        void load() {}
    }

    @Test
    void abortedByTheTest_is108() {
        Console console = Console.run(Aborts.class);

        assertThat(console.exitCode()).isEqualTo(108);
        assertThat(console.err()).startsWith("Aborts.load: Load test aborted: ").contains("enough seen");
    }

    static class Aborts {
        @LoadTest
        void load(Vu vu) {
            vu.abort("enough seen");
        }
    }

    @Test
    void timeoutOfJUnit_is102() {
        assertThat(Console.run(TooLong.class).exitCode()).isEqualTo(102);
    }

    static class TooLong {
        @LoadTest(duration = "1m")
        @Timeout(value = 100, unit = TimeUnit.MILLISECONDS)
        void load(Vu vu) {
            vu.sleep("1m");
        }
    }

    @Test
    void everythingSkipped_is255() {
        assertThat(Console.run(Off.class))
                .isEqualTo(new Console(255, "", "Off.load was skipped: next week\nNo load test was run.\n"));
        assertThat(Console.run(NotHere.class).err())
                .isEqualTo("NotHere was skipped: Assumption failed: no shop on this machine\nNo load test was run.\n");
    }

    static class Off {
        @LoadTest
        @Disabled("next week")
        void load() {}
    }

    static class NotHere {
        @BeforeAll
        static void look() {
            Assumptions.abort("Assumption failed: no shop on this machine");
        }

        @LoadTest
        void load() {}
    }

    @Test
    void severalRuns_endWithTheFirstThatIsNot0() {
        Console console = Console.of(
                "run",
                Passes.class.getName(),
                Aborts.class.getName(),
                Crossed.class.getName(),
                Passes.class.getName() + "#load");

        assertThat(console.exitCode()).isEqualTo(108);
        assertThat(console.err())
                .containsSubsequence("Aborts.load: Load test aborted", "Crossed.load: Load test failed");
    }

    @Test
    void setupTimedOut_is100() {
        RunReport report = run(LoadOptions.builder("slow").setupTimeout(Duration.ofMillis(50)), new Stuck(true));

        assertThat(code(report)).isEqualTo(100);
        assertThat(report.reason()).contains("setup() execution timed out after 0.05 seconds (@BeforeRun)");
        assertThat(report.alsoThrown()).isEmpty();
    }

    @Test
    void teardownTimedOut_is101() {
        RunReport report = run(LoadOptions.builder("slow").teardownTimeout(Duration.ofMillis(50)), new Stuck(false));

        assertThat(code(report)).isEqualTo(101);
        assertThat(report.alsoThrown()).isEmpty();
    }

    @Test
    void systemThatCannotGoOn_is109OnlyIfTheFaultIsOurs() {
        AssertionError error = new AssertionError("Load test aborted");

        assertThat(ExitCode.of(new RunFacts(false, AbortCause.INTERNAL_ERROR), error))
                .isEqualTo(109);
        assertThat(ExitCode.of(new RunFacts(false, AbortCause.SYSTEM), error)).isEqualTo(255);
    }

    @Test
    void inconclusive_is120() {
        assertThat(ExitCode.of(new RunFacts(false, null), new InconclusiveLoadTestError("Load test inconclusive")))
                .isEqualTo(120);
    }

    @Test
    void reason_doesNotDecide() {
        Console console = Console.run(Misleading.class);

        assertThat(console.exitCode()).isEqualTo(108);
    }

    static class Misleading {
        @LoadTest
        void load(Vu vu) {
            vu.abort("teardown() execution timed out; the run could not go on");
        }
    }

    private static RunReport run(LoadOptions.Builder options, LoadScript script) {
        return LoadRunner.run(options.console(block -> {}).build(), script);
    }

    /** As the extension would tell it. */
    private static int code(RunReport report) {
        return ExitCode.of(
                new RunFacts(report.passed(), report.abortCause().orElse(null)),
                new AssertionError(report.reason().orElseThrow()));
    }

    /** Waits forever in one of the two. */
    private record Stuck(boolean inSetup) implements LoadScript {
        @Override
        public void beforeRun(VuScope scope) throws InterruptedException {
            waitIf(inSetup);
        }

        @Override
        public void afterRun(VuScope scope, RunResult result) throws InterruptedException {
            waitIf(!inSetup);
        }

        private static void waitIf(boolean stuck) throws InterruptedException {
            if (stuck) {
                new CountDownLatch(1).await();
            }
        }

        @Override
        public VuBody startVu(VuScope scope) {
            return () -> {};
        }
    }
}
