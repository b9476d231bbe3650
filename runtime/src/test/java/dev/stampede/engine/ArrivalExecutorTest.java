package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.RunEnding;
import dev.stampede.engine.EngineHarness.Numbered;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.metrics.Sink.CounterSink;
import dev.stampede.metrics.Sink.TrendSink;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Iterations that start when they are due, in simulated time. */
@Timeout(30)
class ArrivalExecutorTest {
    private static final String DROPPED = "dropped_iterations{scenario:default}";
    private static final String LAG = "iteration_start_lag{group:,scenario:default}";

    private final EngineHarness engine = new EngineHarness();

    @Test
    void constantRate_startsTheFirstAtOnce_andOneEachPeriod() throws Exception {
        engine.run(new ConstantArrivalRate(4, seconds(1), seconds(2), 1, 1), vu -> vu.sleep("100ms"));

        assertThat(millis()).containsExactly(0L, 250L, 500L, 750L, 1000L, 1250L, 1500L, 1750L);
        assertThat(engine.state.completeIterations()).isEqualTo(8);
        assertThat(engine.drain()).doesNotContainKey(DROPPED);
        assertThat(engine.closed).containsExactly(1);
    }

    @Test
    void scenario_lastsUntilItsTimeIsOver_alsoWithNothingLeftToStart() throws Exception {
        engine.run(new ConstantArrivalRate(1, seconds(1), seconds(3), 1, 1), vu -> {});

        assertThat(engine.clock.millis()).isEqualTo(3000);
    }

    @Test
    void rampingRate_startsIterationsWhenTheAreaReachesThem() throws Exception {
        // the vector of executors.md: the root of 2k/10 s
        engine.run(
                new RampingArrivalRate(0, seconds(1), List.of(new Stage(seconds(1), 10)), 1, 1),
                vu -> vu.sleep("10ms"));

        assertThat(millis()).containsExactly(447L, 632L, 774L, 894L, 1000L);
    }

    @Test
    void whoHasWaitedLongest_getsTheNext() throws Exception {
        engine.run(new ConstantArrivalRate(10, seconds(1), seconds(1), 3, 3), vu -> vu.sleep("50ms"));

        List<Integer> users = engine.begun.stream().map(EngineHarness.Begun::vu).toList();
        assertThat(users.subList(0, 3)).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(users.subList(3, 6)).isEqualTo(users.subList(0, 3));
        assertThat(users.subList(6, 9)).isEqualTo(users.subList(0, 3));
    }

    @Test
    void tickWithoutAFreeUser_isDropped_andUsersGrowUpToTheMost() throws Exception {
        try (Warnings warnings = new Warnings(ArrivalExecutor.class)) {
            engine.run(new ConstantArrivalRate(1, seconds(1), seconds(8), 1, 3), vu -> vu.sleep("10s"));

            assertThat(warnings.texts())
                    .containsExactly("Insufficient VUs, reached 3 active VUs and cannot initialize more"
                            + " (scenario default)");
        }

        // 0 s: the first user; 1 s: dropped, a second is made; 2 s it starts; 3 s: dropped, a third; 4 s it starts; 5
        // to 7 s: none left, which is told once
        assertThat(millis()).containsExactly(0L, 2000L, 4000L);
        assertThat(engine.sink(CounterSink.class, DROPPED).sum()).isEqualTo(5);
        assertThat(engine.state.initializedVus()).isEqualTo(3);
        assertThat(engine.state.completeIterations()).isEqualTo(3);
    }

    @Test
    void usersPlannedForALaterScenario_areThereToGrowWith() throws Exception {
        // 3 users in all, and the later scenario plans each of them
        engine.run(
                List.of(
                        Scenario.of("arrivals", new ConstantArrivalRate(1, seconds(1), seconds(10), 1, 3))
                                .withGracefulStop(Duration.ZERO),
                        Scenario.of("later", new ConstantVus(3, seconds(5))).startingAfter(seconds(10))),
                vu -> vu.sleep("20s"));

        assertThat(engine.numbered.stream()
                        .filter(n -> n.scenario().equals("arrivals"))
                        .map(Numbered::millis))
                .containsExactly(0L, 2000L, 4000L);
        assertThat(engine.state.initializedVus()).isEqualTo(3);
    }

    @Test
    void oneUserIsMadeAtATime_andTakesIterationsWhenItIsReady() throws Exception {
        AtomicInteger made = new AtomicInteger();
        engine.run(
                new ConstantArrivalRate(2, seconds(1), seconds(4), 1, 9),
                vu -> vu.sleep("1h"),
                vu -> {
                    if (made.getAndIncrement() > 0) {
                        vu.sleep("1200ms"); // logs in
                    }
                },
                vu -> {});

        // 500 ms: dropped, one is made until 1700; 2000 it starts; 2500: dropped, one until 3700; 4000 is over
        assertThat(millis()).containsExactly(0L, 2000L);
        assertThat(made.get()).isEqualTo(3);
        assertThat(engine.sink(CounterSink.class, DROPPED).sum()).isEqualTo(6);
    }

    @Test
    void timeBeginsWhenPreAllocatedUsersAreThere() throws Exception {
        engine.run(
                new ConstantArrivalRate(1, seconds(1), seconds(2), 2, 2),
                vu -> {},
                vu -> vu.sleep(vu.id() + "s"),
                vu -> {});

        assertThat(millis()).containsExactly(2000L, 3000L);
        assertThat(engine.clock.millis()).isEqualTo(4000);
    }

    @Test
    void usersCountAsActiveOnlyWhileTheyRunAnIteration() throws Exception {
        AtomicInteger most = new AtomicInteger();
        engine.run(new ConstantArrivalRate(1, seconds(1), seconds(3), 5, 5), vu -> {
            most.accumulateAndGet(engine.state.activeVus(), Math::max);
            vu.sleep("500ms");
        });

        assertThat(most.get()).isEqualTo(1);
        assertThat(engine.state.activeVus()).isZero();
        assertThat(engine.state.initializedVus()).isEqualTo(5);
    }

    @Test
    void lag_isTheTimeFromDueToStart() throws Exception {
        engine.run(new ConstantArrivalRate(10, seconds(1), seconds(1), 2, 2), vu -> vu.sleep("1ms"));

        TrendSink lag = engine.sink(TrendSink.class, LAG);
        assertThat(lag.histogram().count()).isEqualTo(10);
        assertThat(lag.histogram().max()).isZero();
    }

    @Test
    void gracefulStop_interruptsWhatRunsTooLong() throws Exception {
        engine.gracefulStop = seconds(2);

        engine.run(new ConstantArrivalRate(1, seconds(1), seconds(1), 1, 1), vu -> vu.sleep("1h"));

        assertThat(engine.clock.millis()).isEqualTo(3000);
        assertThat(engine.state.interruptedIterations()).isEqualTo(1);
        assertThat(engine.state.activeVus()).isZero();
    }

    @Test
    void abort_endsItAtOnce_andDropsNothingMore() throws Exception {
        engine.run(new ConstantArrivalRate(1, seconds(1), seconds(100), 2, 2), vu -> {
            if (vu.iterationInTest() == 3) {
                engine.state.abort(RunEnding.ABORTED_BY_USER, "enough", null);
            }
        });

        assertThat(engine.clock.millis()).isEqualTo(3000);
        assertThat(engine.drain()).doesNotContainKey(DROPPED);
        assertThat(engine.closed).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void failingUser_endsTheRunBeforeItsTimeBegins() throws Exception {
        engine.run(
                new ConstantArrivalRate(1, seconds(1), seconds(5), 2, 2),
                vu -> {},
                vu -> {
                    if (vu.id() == 2) {
                        throw new IllegalStateException("no login");
                    }
                },
                vu -> {});

        assertThat(engine.begun).isEmpty();
        assertThat(java.util.Objects.requireNonNull(engine.state.abort()).reason())
                .contains("no login");
    }

    @Test
    void segments_shareTicksAsTheyShareUsers() throws Exception {
        engine.share = Share.of("0:1/2", "");
        engine.run(new ConstantArrivalRate(10, seconds(1), seconds(1), 3, 3), vu -> {});
        EngineHarness other = new EngineHarness();
        other.share = Share.of("1/2:1", "");
        other.run(new ConstantArrivalRate(10, seconds(1), seconds(1), 3, 3), vu -> {});

        // 2 of 3 users are in the first half, so are 2 of 3 ticks
        assertThat(engine.numbered).extracting(Numbered::inTest).hasSize(7);
        assertThat(other.numbered).extracting(Numbered::inTest).hasSize(3);
        assertThat(engine.numbered).allSatisfy(n -> assertThat(n.millis()).isEqualTo(n.inTest() * 100));
        assertThat(other.numbered).allSatisfy(n -> assertThat(n.millis()).isEqualTo(n.inTest() * 100));
    }

    @Test
    void dryScenario_endsEarly_andCountsThePlannedRestAsDropped() throws Exception {
        engine.before = vu -> {
            if (vu.iterationInTest() >= 2) {
                throw ScenarioEnd.because("no rows left");
            }
        };
        engine.run(new ConstantArrivalRate(1, seconds(1), seconds(10), 1, 1), vu -> vu.sleep("100ms"));

        assertThat(millis()).containsExactly(0L, 1000L);
        assertThat(engine.clock.millis()).isEqualTo(2000);
        assertThat(engine.sink(CounterSink.class, DROPPED).sum()).isEqualTo(8);
        assertThat(engine.state.notes()).containsExactly("scenario default ended early: no rows left");
        assertThat(engine.state.abort()).isNull();
    }

    @Test
    void dryScenario_givesWhatRunsItsGracefulStopOnly() throws Exception {
        engine.gracefulStop = seconds(5);
        engine.run(new ConstantArrivalRate(1, seconds(1), seconds(3600), 2, 2), vu -> {
            if (vu.iterationInTest() == 1) {
                throw ScenarioEnd.because("no rows left");
            }
            vu.sleep("2h");
        });

        assertThat(engine.clock.millis()).isEqualTo(6000);
        assertThat(engine.state.interruptedIterations()).isEqualTo(1);
        assertThat(engine.sink(CounterSink.class, DROPPED).sum()).isEqualTo(3599);
    }

    @Test
    void interruptOfSomebodyElse_whileAUserWaits_isIgnored() throws Exception {
        engine.run(new ConstantArrivalRate(1, seconds(1), seconds(3), 1, 1), vu -> {
            Thread user = Thread.currentThread();
            var unused = engine.clock.start("library", () -> {
                try {
                    engine.clock.sleepUntil(engine.clock.nanoTime() + 500_000_000L);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                engine.clock.interrupt(user);
            });
        });

        assertThat(millis()).containsExactly(0L, 1000L, 2000L);
        assertThat(engine.state.abort()).isNull();
        assertThat(engine.drain()).doesNotContainKey(DROPPED);
    }

    private List<Long> millis() {
        return engine.begun.stream().map(EngineHarness.Begun::millis).toList();
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
