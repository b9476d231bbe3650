package dev.stampede.acceptance.forked;

import dev.stampede.Vu;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.CloudOutput;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.OnError;
import dev.stampede.junit.Threshold;
import dev.stampede.run.LoadOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Load tests that come to all sorts of ends. To be run in JVMs of their own; no build's default patterns match them. */
final class Endings {
    /** Marks of iterations that came to the end of their body. */
    static final String ITERATIONS = "iterations";

    static final String AFTER_RUN = "after-run";

    private Endings() {}

    @CloudOutput
    static class Passes {
        @LoadTest(vus = 2, iterations = 20)
        @Threshold(metric = "iterations", value = "count==20")
        void load() {}
    }

    @CloudOutput
    static class Crossed {
        @LoadTest(vus = 2, iterations = 20)
        @Threshold(metric = "iterations", value = "count>20")
        void load() {}
    }

    @CloudOutput
    static class AbortedByThreshold {
        @LoadTest(duration = "10m")
        @Threshold(metric = "checks", value = "rate>0.5", abortOnFail = true)
        void load(Vu vu) {
            vu.check("never", false);
            vu.sleep("10ms");
        }
    }

    @CloudOutput
    static class Throws {
        @LoadTest(iterations = 3)
        void load() {
            throw new IllegalStateException("no stock");
        }
    }

    @CloudOutput
    static class OnErrorAbort {
        @LoadTest(duration = "10m", onError = OnError.ABORT)
        void load() {
            throw new IllegalStateException("no stock");
        }
    }

    @CloudOutput
    static class BeforeRunThrows {
        @BeforeRun
        void open() {
            throw new IllegalStateException("no database");
        }

        @LoadTest
        void load() {}
    }

    @CloudOutput
    static class AfterRunThrows {
        @LoadTest(iterations = 20)
        void load() {}

        @AfterRun
        void close() {
            throw new IllegalStateException("no database");
        }
    }

    @CloudOutput
    static class BeforeVuThrows {
        @BeforeVu
        void login() {
            throw new IllegalStateException("no database");
        }

        @LoadTest
        void load() {}
    }

    /** The same row of the table, with a threshold that failed before. */
    @CloudOutput
    static class AfterRunThrowsAndCrossed {
        @LoadTest(iterations = 20)
        @Threshold(metric = "iterations", value = "count>20")
        void load() {}

        @AfterRun
        void close() {
            throw new IllegalStateException("no database");
        }
    }

    @CloudOutput
    static class Unresolvable {
        @BeforeVu
        void login(StringBuilder nobodyKnowsOf) {}

        @LoadTest
        void load() {}
    }

    @CloudOutput
    static class Aborts {
        @LoadTest(duration = "10m")
        void load(Vu vu) {
            vu.abort("sold out");
        }
    }

    @CloudOutput
    static class Interrupted {
        private static Thread conductor = Thread.currentThread();

        @BeforeAll
        static void remember() {
            conductor = Thread.currentThread();
        }

        @LoadTest(duration = "10m")
        void load(Vu vu) {
            conductor.interrupt();
            vu.sleep("10m");
        }
    }

    @CloudOutput
    static class SetupTimesOut {
        static LoadOptions options() {
            return LoadOptions.builder("options")
                    .setupTimeout(Duration.ofMillis(100))
                    .build();
        }

        @BeforeRun
        void open(Vu vu) {
            vu.sleep("10m");
        }

        @LoadTest(options = "options")
        void load() {}
    }

    @CloudOutput
    static class TeardownTimesOut {
        static LoadOptions options() {
            return LoadOptions.builder("options")
                    .teardownTimeout(Duration.ofMillis(100))
                    .build();
        }

        @LoadTest(iterations = 20, options = "options")
        void load() {}

        @AfterRun
        void close(Vu vu) {
            vu.sleep("10m");
        }
    }

    @CloudOutput
    static class TimedOut {
        @LoadTest(duration = "10m")
        @Timeout(value = 5, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SAME_THREAD)
        void load(Vu vu) {
            vu.sleep("10ms");
        }
    }

    @CloudOutput
    static class TimedOutInAThreadOfItsOwn {
        @LoadTest(duration = "10m")
        @Timeout(value = 5, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
        void load(Vu vu) {
            vu.sleep("10ms");
        }
    }

    /** The cloud takes none of its metrics. */
    @CloudOutput
    static class Refused {
        @LoadTest(duration = "10m")
        void load(Vu vu) {
            vu.sleep("10ms");
        }
    }

    /** Asks for more memory than there is. */
    @CloudOutput
    static class OutOfMemory {
        @LoadTest(vus = 2, duration = "10m")
        void load(Vu vu) {
            if (vu.iteration() == 20) {
                List<byte[]> all = new ArrayList<>();
                while (all.size() < Integer.MAX_VALUE) {
                    all.add(new byte[1_000_000]);
                }
            }
            vu.sleep("10ms");
        }
    }

    /** Goes on until somebody ends it, and then for ages as it cleans up. */
    @CloudOutput
    static class CleansUpForAges {
        static LoadOptions options() {
            Duration ages = Duration.ofMinutes(10);
            return LoadOptions.builder("options")
                    .shutdownTimeout(ages)
                    .teardownTimeout(ages)
                    .build();
        }

        @LoadTest(duration = "10m", options = "options")
        void load(Vu vu) {
            vu.sleep("10ms");
            Marks.leave(ITERATIONS);
        }

        @AfterRun
        void close(Vu vu) {
            Marks.leave(AFTER_RUN);
            vu.sleep("10m");
        }
    }

    /** Goes on until somebody ends it. */
    @CloudOutput
    static class GoesOn {
        @LoadTest(vus = GoesOn.VUS, duration = "10m")
        @Threshold(metric = "iterations", value = "count>0")
        void load(Vu vu) {
            vu.sleep("10ms");
            Marks.leave(ITERATIONS);
        }

        @AfterRun
        void close() {
            Marks.leave(AFTER_RUN);
        }

        static final int VUS = 2;
    }
}
