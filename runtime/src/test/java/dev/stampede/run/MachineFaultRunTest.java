package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.AbortCause;
import dev.stampede.RunEnding;
import dev.stampede.RunResult;
import dev.stampede.clock.FakeClock;
import dev.stampede.engine.LoadProfile.ConstantVus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs in which the machine cannot go on. */
@Timeout(60)
class MachineFaultRunTest {
    private static final String HEAP = "java.lang.OutOfMemoryError: Java heap space. Give the JVM more heap (-Xmx), use"
            + " fewer virtual users, or keep less in each.";

    private static RunReport run(LoadScript script) {
        return LoadRunner.run(
                LoadOptions.builder("a run")
                        .profile(new ConstantVus(1, Duration.ofSeconds(5)))
                        .console(block -> {})
                        .build(),
                script,
                new FakeClock());
    }

    private enum Place {
        BEFORE_RUN,
        START,
        ITERATION,
        WRAPPED,
        AFTER_RUN
    }

    private record Exhausting(Place place) implements LoadScript {
        @Override
        public void beforeRun(VuScope scope) {
            fail(Place.BEFORE_RUN);
        }

        @Override
        public VuBody startVu(VuScope scope) {
            fail(Place.START);
            return () -> {
                scope.vu().sleep("1s");
                fail(Place.ITERATION);
                try {
                    fail(Place.WRAPPED);
                } catch (OutOfMemoryError e) {
                    throw new IllegalStateException("cannot parse", new IllegalArgumentException(e));
                }
            };
        }

        @Override
        public void afterRun(VuScope scope, RunResult result) {
            fail(Place.AFTER_RUN);
        }

        private void fail(Place here) {
            if (here == place) {
                throw new OutOfMemoryError("Java heap space");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BEFORE_RUN, @BeforeRun failed",
        "START, VU 1 could not go on",
        "ITERATION, iteration 0 of VU 1",
        "WRAPPED, iteration 0 of VU 1",
        "AFTER_RUN, @AfterRun failed"
    })
    void wantOfMemory_isTheSystemsFault_whereverItIsThrown(Place place, String where) {
        RunReport report = run(new Exhausting(place));

        assertThat(report.abortCause()).contains(AbortCause.SYSTEM);
        assertThat(report.ending()).isEqualTo(RunEnding.ABORTED_BY_SYSTEM);
        assertThat(report.reason()).contains(where + ": " + HEAP);
    }

    @Test
    void wantOfThreads_saysWhatToRaise() {
        RunReport report = run(scope -> () -> {
            throw new OutOfMemoryError(
                    "unable to create native thread: possibly out of memory or process/resource limits");
        });

        assertThat(report.reason().orElse(""))
                .endsWith("The system gives this process no more threads: raise its limit (ulimit -u, pids of the"
                        + " container), or use fewer threads in the test.");
    }

    @Test
    void endlessRecursion_isTheIterationsOwn() {
        RunReport report = run(scope -> () -> {
            scope.vu().sleep("1s");
            throw new StackOverflowError();
        });

        assertThat(report.ending()).isEqualTo(RunEnding.FINISHED);
        assertThat(report.errors()).hasSize(1);
    }
}
