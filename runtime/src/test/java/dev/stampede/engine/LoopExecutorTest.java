package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.RunEnding;
import dev.stampede.engine.EngineHarness.Begun;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.metrics.Sink.CounterSink;
import dev.stampede.metrics.Sink.RateSink;
import dev.stampede.metrics.Sink.TrendSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoopExecutorTest {
    private final EngineHarness engine = new EngineHarness();

    @Test
    void constantVus_repeatUntilTheTimeIsOver_andFinishTheirLastIteration() throws Exception {
        engine.run(new ConstantVus(2, seconds(3)), vu -> vu.sleep("700ms"));

        assertThat(starts(1)).containsExactly(0L, 700L, 1400L, 2100L, 2800L);
        assertThat(starts(2)).hasSize(5);
        assertThat(engine.clock.millis()).isEqualTo(3500);
        assertThat(engine.state.completeIterations()).isEqualTo(10);
        assertThat(engine.state.interruptedIterations()).isZero();
        assertThat(engine.state.activeVus()).isZero();
    }

    @Test
    void iterations_areCountedAndTimed() throws Exception {
        engine.run(new ConstantVus(1, seconds(1)), vu -> vu.sleep("250ms"));

        var iterations = engine.sink(CounterSink.class, "iterations{group:,scenario:default}");
        var durations = engine.sink(TrendSink.class, "iteration_duration{group:,scenario:default}");
        var failed = engine.sink(RateSink.class, "iterations_failed{group:,scenario:default}");
        assertThat(iterations.sum()).isEqualTo(4);
        assertThat(durations.histogram().min()).isEqualTo(250);
        assertThat(durations.histogram().max()).isEqualTo(250);
        assertThat(failed.rate()).isZero();
        assertThat(failed.count()).isEqualTo(4);
    }

    @Test
    void gracefulStop_interruptsWhatIsStillRunning_andItIsNotCounted() throws Exception {
        engine.gracefulStop = seconds(1);

        engine.run(new ConstantVus(1, seconds(2)), vu -> {
            vu.counter("before").add(1);
            vu.sleep("1h");
            vu.counter("after").add(1);
        });

        assertThat(engine.clock.millis()).isEqualTo(3000);
        assertThat(engine.state.completeIterations()).isZero();
        assertThat(engine.state.interruptedIterations()).isEqualTo(1);
        assertThat(engine.drain()).containsOnlyKeys("before{group:,scenario:default}");
        assertThat(engine.errors.errors()).isEmpty();
    }

    @Test
    void interruptedIteration_thatSwallowsTheInterrupt_recordsNothingMore() throws Exception {
        engine.gracefulStop = Duration.ZERO;

        engine.run(new ConstantVus(1, seconds(1)), vu -> {
            try {
                vu.sleep("1h");
            } catch (IterationInterrupted swallowed) {
                vu.counter("afterwards").add(1);
            }
        });

        assertThat(engine.drain()).isEmpty();
        assertThat(engine.state.interruptedIterations()).isEqualTo(1);
    }

    @Test
    void sharedIterations_areTakenByWhoeverIsFree() throws Exception {
        engine.run(new SharedIterations(2, 5, LoadProfile.DEFAULT_MAX_DURATION), vu -> vu.sleep(vu.id() + "s"));

        assertThat(starts(1)).containsExactly(0L, 1000L, 2000L);
        assertThat(starts(2)).containsExactly(0L, 2000L);
        assertThat(engine.state.completeIterations()).isEqualTo(5);
        assertThat(engine.clock.millis()).isEqualTo(4000);
        assertThat(engine.drain()).doesNotContainKey("dropped_iterations{scenario:default}");
    }

    @Test
    void sharedIterations_thatDoNotFitIntoMaxDuration_areDropped() throws Exception {
        // the vector of executors.md: 10 iterations, 1 VU, 1 s, no grace, 0.45 s each
        engine.gracefulStop = Duration.ZERO;

        engine.run(new SharedIterations(1, 10, seconds(1)), vu -> vu.sleep("450ms"));

        assertThat(engine.state.completeIterations()).isEqualTo(2);
        assertThat(engine.state.interruptedIterations()).isEqualTo(1);
        var dropped = engine.sink(CounterSink.class, "dropped_iterations{scenario:default}");
        assertThat(dropped.sum()).isEqualTo(7);
    }

    @Test
    void perVuIterations_areTheSameForEach() throws Exception {
        engine.run(new PerVuIterations(2, 3, LoadProfile.DEFAULT_MAX_DURATION), vu -> vu.sleep(vu.id() + "s"));

        assertThat(starts(1)).containsExactly(0L, 1000L, 2000L);
        assertThat(starts(2)).containsExactly(0L, 2000L, 4000L);
        assertThat(engine.begun.stream().filter(b -> b.vu() == 2).map(Begun::iteration))
                .containsExactly(0L, 1L, 2L);
    }

    @Test
    void ramp_startsAndStopsUsersAtExactTimes() throws Exception {
        engine.gracefulStop = Duration.ZERO;
        RampingVus ramp =
                new RampingVus(0, List.of(new Stage(seconds(10), 5), new Stage(seconds(10), 0)), Duration.ZERO);

        engine.run(ramp, vu -> vu.sleep("1h"));

        assertThat(engine.begun)
                .containsExactlyInAnyOrder(
                        new Begun(2000, 1, 0),
                        new Begun(4000, 2, 0),
                        new Begun(6000, 3, 0),
                        new Begun(8000, 4, 0),
                        new Begun(10000, 5, 0));
        assertThat(engine.clock.millis()).isEqualTo(20_000);
        assertThat(engine.closed).containsExactly(5, 4, 3, 2, 1);
    }

    @Test
    void ramp_usersThatComeAgain_keepTheirStateAndCount() throws Exception {
        RampingVus ramp = new RampingVus(
                1,
                List.of(
                        new Stage(seconds(2), 1),
                        new Stage(Duration.ZERO, 0),
                        new Stage(seconds(2), 0),
                        new Stage(Duration.ZERO, 1),
                        new Stage(seconds(2), 1)),
                seconds(30));
        List<Integer> created = new ArrayList<>();

        engine.run(ramp, vu -> vu.sleep("1s"), vu -> created.add(vu.id()), vu -> {});

        assertThat(engine.begun)
                .containsExactly(
                        new Begun(0, 1, 0), new Begun(1000, 1, 1), new Begun(4000, 1, 2), new Begun(5000, 1, 3));
        assertThat(created).containsExactly(1);
        assertThat(engine.closed).containsExactly(1);
    }

    @Test
    void ramp_userThatIsStartedAgainBeforeItHasHeardOfItsInterrupt_goesOn() throws Exception {
        RampingVus ramp = new RampingVus(
                1,
                List.of(
                        new Stage(seconds(2), 1),
                        new Stage(Duration.ZERO, 0),
                        new Stage(Duration.ofMillis(1500), 0),
                        new Stage(Duration.ZERO, 1),
                        new Stage(seconds(3), 1)),
                seconds(1));

        engine.run(ramp, vu -> {
            try {
                vu.sleep("10s");
            } catch (IterationInterrupted swallowed) {
                boolean unused = Thread.interrupted();
                vu.sleep("1s");
            }
        });

        // 2nd iteration: interrupted at 3 s; started again at 3.5 s, when it is still busy until 4 s
        assertThat(starts(1)).containsExactly(0L, 4000L);
    }

    @Test
    void exception_isCounted_andTheUserGoesOn() throws Exception {
        engine.run(new PerVuIterations(1, 4, seconds(60)), vu -> {
            if (vu.iteration() % 2 == 1) {
                throw new java.io.IOException("odd");
            }
        });

        var failed = engine.sink(RateSink.class, "iterations_failed{group:,scenario:default}");
        assertThat(failed.nonZero()).isEqualTo(2);
        assertThat(engine.state.completeIterations()).isEqualTo(4);
        assertThat(engine.errors.errors()).singleElement().satisfies(group -> {
            assertThat(group.count()).isEqualTo(2);
            assertThat(group.firstVu()).isEqualTo(1);
            assertThat(group.firstIteration()).isEqualTo(1);
            assertThat(group.first()).hasMessage("odd");
        });
        assertThat(engine.state.abort()).isNull();
    }

    @Test
    void exception_endsTheRunWhereAskedTo() throws Exception {
        engine.abortOnError = true;

        engine.run(new ConstantVus(2, seconds(60)), vu -> {
            vu.sleep("1s");
            if (vu.id() == 1) {
                throw new IllegalStateException("no");
            }
            vu.sleep("1h");
        });

        assertThat(engine.clock.millis()).isEqualTo(1000);
        assertThat(Objects.requireNonNull(engine.state.abort()).ending()).isEqualTo(RunEnding.ABORTED_BY_ERROR);
        assertThat(engine.state.abort().reason()).isEqualTo("iteration 0 of VU 1 failed");
        assertThat(engine.state.interruptedIterations()).isEqualTo(1);
        assertThat(engine.closed).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void abort_interruptsAllAtOnce() throws Exception {
        engine.run(new ConstantVus(3, seconds(60)), vu -> {
            if (vu.id() == 2) {
                vu.sleep("5s");
                vu.abort("enough");
            }
            vu.sleep("1h");
        });

        assertThat(engine.clock.millis()).isEqualTo(5000);
        assertThat(Objects.requireNonNull(engine.state.abort()).ending()).isEqualTo(RunEnding.ABORTED_BY_USER);
        assertThat(engine.state.abort().reason()).isEqualTo("enough");
        assertThat(engine.state.interruptedIterations()).isEqualTo(3);
        assertThat(engine.errors.errors()).isEmpty();
    }

    @Test
    void userThatCannotBeMade_endsTheRun() throws Exception {
        engine.run(
                new ConstantVus(2, seconds(60)),
                vu -> vu.sleep("1s"),
                vu -> {
                    if (vu.id() == 2) {
                        throw new IllegalStateException("no login");
                    }
                },
                vu -> {});

        assertThat(Objects.requireNonNull(engine.state.abort()).ending()).isEqualTo(RunEnding.ABORTED_BY_ERROR);
        assertThat(engine.state.abort().reason())
                .isEqualTo("VU 2 could not go on: java.lang.IllegalStateException: no login");
        assertThat(engine.state.abort().cause()).hasMessage("no login");
    }

    @Test
    void close_isNotInterrupted_andMayRecord() throws Exception {
        engine.gracefulStop = Duration.ZERO;

        engine.run(new ConstantVus(1, seconds(1)), vu -> vu.sleep("1h"), vu -> {}, vu -> {
            vu.sleep("3s");
            vu.counter("logouts").add(1);
        });

        assertThat(engine.drain()).containsOnlyKeys("logouts{group:,scenario:default}");
        assertThat(engine.clock.millis()).isEqualTo(4000);
    }

    @Test
    void closeThatNeverEnds_isGivenUp_andInterruptedAtLast() throws Exception {
        List<String> ended = Collections.synchronizedList(new ArrayList<>());

        engine.run(new PerVuIterations(1, 1, seconds(1)), vu -> {}, vu -> {}, vu -> {
            try {
                vu.sleep("1h");
            } catch (IterationInterrupted e) {
                ended.add("interrupted at " + engine.clock.millis());
                throw e;
            }
        });
        engine.clock.sleepUntil(seconds(3000).toNanos());

        // a second of the scenario's, 30 of grace, 30 that it is waited for
        assertThat(ended).containsExactly("interrupted at 61000");
    }

    @Test
    void interruptOfTheConductor_endsEveryUser() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Load load = engine.load(new ConstantVus(2, seconds(600)), vu -> vu.sleep("1h"), v -> {}, v -> {});
        var seen = new ConcurrentHashMap<String, Boolean>();
        Thread conductor = engine.clock.start("conductor", () -> {
            try {
                load.run();
            } catch (InterruptedException e) {
                seen.put("interrupted", true);
            }
            ended.countDown();
        });
        engine.clock.sleepUntil(seconds(10).toNanos());

        engine.clock.interrupt(conductor);
        engine.clock.sleepUntil(seconds(11).toNanos());
        ended.await();

        assertThat(seen).containsKey("interrupted");
        assertThat(engine.state.activeVus()).isZero();
        assertThat(engine.closed).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void spentTime_beginsAndEndsWithTheLoad() throws Exception {
        Load load = engine.load(new SharedIterations(1, 4, seconds(60)), vu -> vu.sleep("1s"), v -> {}, v -> {});
        engine.clock.sleepUntil(seconds(5).toNanos());
        assertThat(load.isStarted()).isFalse();
        assertThat(load.scenarios().getFirst().phase()).isEqualTo(ScenarioStatus.Phase.WAITING);
        assertThat(load.scenarios().getFirst().spent()).isZero();

        load.run();
        engine.clock.sleepUntil(seconds(60).toNanos());

        assertThat(load.scenarios().getFirst().phase()).isEqualTo(ScenarioStatus.Phase.OVER);
        assertThat(load.scenarios().getFirst().spent()).isEqualTo(seconds(4));
    }

    private List<Long> starts(int vu) {
        return engine.begun.stream()
                .filter(b -> b.vu() == vu)
                .map(Begun::millis)
                .toList();
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
