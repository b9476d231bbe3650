package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.ConfigException;
import dev.stampede.RunResult;
import dev.stampede.ThresholdResult;
import dev.stampede.Vu;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Stage;
import dev.stampede.junit.Threshold;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Thresholds that judge a part of the run, through JUnit. */
class ScopedThresholdsTest {
    private static final AtomicInteger calls = new AtomicInteger();

    @BeforeEach
    void reset() {
        calls.set(0);
    }

    @Test
    void after_failuresOfTheWarmUp_areForgiven() {
        Jupiter.passes(WarmsUp.class, 1);
    }

    static class WarmsUp {
        @LoadTest(duration = "4s")
        @Threshold(metric = "checks", value = "rate==1", after = "2s")
        void load(Vu vu) {
            vu.check("warm", calls.getAndIncrement() > 0);
            vu.sleep("100ms");
        }
    }

    @Test
    void withoutAfter_theSameFails() {
        assertThat(Jupiter.failureOf(WarmsUpAndIsJudged.class))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("✗ checks rate==1 -> observed ");
    }

    static class WarmsUpAndIsJudged {
        @LoadTest(duration = "1s")
        @Threshold(metric = "checks", value = "rate==1")
        void load(Vu vu) {
            vu.check("warm", calls.getAndIncrement() > 0);
            vu.sleep("100ms");
        }
    }

    @Test
    void over_aStandstillThatTheWholeHides_fails() {
        Throwable failure = Jupiter.failureOf(StandsStill.class);

        assertThat(failure).isInstanceOf(AssertionFailedError.class);
        assertThat(failure.getMessage())
                .startsWith("Load test failed: 1 of 2 thresholds crossed")
                .containsPattern("✗ iterations count>0 in any 1s -> observed 0 over 0 samples, from \\ds to \\ds\n")
                .contains("✓ iterations count>=4 -> observed ");
    }

    static class StandsStill {
        @LoadTest(duration = "4s")
        @Threshold(metric = "iterations", value = "count>0", over = "1s")
        @Threshold(metric = "iterations", value = "count>=4")
        void load(Vu vu) {
            // two iterations, then one that takes at least one whole second of the clock, wherever it begins
            vu.sleep(calls.getAndIncrement() == 8 ? "2100ms" : "100ms");
        }
    }

    @Test
    void during_theStageDecides() {
        Jupiter.passes(HasStages.class, 1);
    }

    static class HasStages {
        static long began;

        @LoadTest(
                stages = {
                    @Stage(duration = "1s", target = 1),
                    @Stage(duration = "3s", target = 1, name = "steady"),
                    @Stage(duration = "1s", target = 0)
                })
        @Threshold(metric = "load", value = "min>0.5", during = "steady")
        @Threshold(metric = "load", value = "max<4", during = "steady", over = "1s")
        void load(Vu vu) {
            vu.trend("load").add((System.nanoTime() - began) / 1e9);
            vu.sleep("100ms");
        }

        @BeforeRun
        void measure(Vu vu) {
            vu.trend("load").add(100);
            began = System.nanoTime();
        }

        @AfterRun
        void told(RunResult result) {
            assertThat(result.thresholds())
                    .filteredOn(ThresholdResult::declared)
                    .extracting(ThresholdResult::scope)
                    .containsExactly("during steady", "in any 1s, during steady");
        }
    }

    @Test
    void whatCannotBeJudged_isToldBeforeAnyLoad_allInOneGo() {
        assertThat(Jupiter.failureOf(Wrong.class))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        "@Threshold(metric = \"checks\", value = \"rate==1\") on Wrong.load(): time: invalid duration \"soon\","
                                                + " given as over = \"soon\" (from the annotation). Use numbers with units, such as"
                                                + " \"300ms\", \"30s\" or \"1m30s\".",
                                        "@Threshold(metric = \"checks\", value = \"rate==1\") on Wrong.load(): after can't be negative, given as"
                                                + " after = \"-1s\" (from the annotation). Use a time such as \"10s\", or leave it out to"
                                                + " count all.",
                                        "@Threshold(metric = \"http_reqs\", value = \"count>0\") on Wrong.load(): over must be from 1s to 5h, in"
                                                + " whole seconds, and above 5m in whole minutes, given as over = \"0s\" (from the"
                                                + " annotation). Use a time such as \"30s\", or leave it out to judge the whole."));
        assertThat(Jupiter.failureOf(Misplaced.class))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        "@LoadTest on Misplaced.load(): threshold \"rate==1\" on checks: no stage of the load has the name"
                                                + " \"stedy\"; did you mean 'steady'? It was given as during = \"stedy\" (from the"
                                                + " annotation). There are steady.",
                                        "@LoadTest on Misplaced.load(): threshold \"rate>0\" on checks: after leaves nothing of the load,"
                                                + " which takes 2s, given as after = \"1m0s\" (from the annotation). Use a shorter"
                                                + " time."));
        assertThat(calls).hasValue(0);
    }

    static class Wrong {
        @LoadTest
        @Threshold(metric = "checks", value = "rate==1", over = "soon", after = "-1s")
        @Threshold(metric = "http_reqs", value = "count>0", over = "0s")
        void load() {
            calls.incrementAndGet();
        }
    }

    static class Misplaced {
        @LoadTest(stages = @Stage(duration = "2s", target = 1, name = "steady"))
        @Threshold(metric = "checks", value = "rate==1", during = "stedy")
        @Threshold(metric = "checks", value = "rate>0", after = "1m")
        void load() {
            calls.incrementAndGet();
        }
    }
}
