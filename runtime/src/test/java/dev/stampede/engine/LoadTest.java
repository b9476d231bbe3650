package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.EngineHarness.Numbered;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.metrics.Sink.CounterSink;
import dev.stampede.metrics.Sink.RateSink;
import dev.stampede.metrics.Sink.TrendSink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several scenarios, shares of a load, and what holds for all executors. */
@Timeout(30)
class LoadTest {
    private final EngineHarness engine = new EngineHarness();

    private static Scenario scenario(String name, LoadProfile profile) {
        return Scenario.of(name, profile);
    }

    @Test
    void scenariosThatFollowEachOther_shareUsers_theirStateAndCount() throws Exception {
        List<String> made = new CopyOnWriteArrayList<>();
        Load load = engine.load(
                List.of(
                        scenario("first", new PerVuIterations(2, 2, seconds(2))).withGracefulStop(Duration.ZERO),
                        scenario("second", new PerVuIterations(2, 1, seconds(2)))
                                .startingAfter(seconds(2))
                                .withGracefulStop(Duration.ZERO)),
                vu -> vu.sleep("500ms"),
                vu -> made.add(vu.scenario() + vu.id()),
                vu -> {});
        load.run();

        assertThat(load.plan()).isEqualTo(new ExecutionPlan(2, 2, seconds(4)));
        assertThat(made).containsExactlyInAnyOrder("first1", "first2");
        // which of two users that are free takes a number first is a matter of chance
        assertThat(engine.numbered.stream().map(n -> n.millis() + " " + n.scenario() + " " + n.vu()))
                .containsExactlyInAnyOrder(
                        "0 first 1", "0 first 2", "500 first 1", "500 first 2", "2000 second 1", "2000 second 2");
        assertThat(engine.numbered.stream().map(n -> n.scenario() + " " + n.inTest()))
                .containsExactlyInAnyOrder("first 0", "first 1", "first 2", "first 3", "second 0", "second 1");
        assertThat(engine.begun.getLast().iteration()).isEqualTo(2);
        assertThat(engine.closed).containsExactlyInAnyOrder(1, 2);
        assertThat(engine.state.initializedVus()).isEqualTo(2);
    }

    @Test
    void scenariosSideBySide_haveUsersOfTheirOwn_andTheirTags() throws Exception {
        engine.run(
                List.of(
                        scenario("browse", new ConstantVus(2, seconds(2))).withTags(Map.of("team", "a")),
                        scenario("buy", new ConstantVus(1, seconds(1)))
                                .startingAfter(seconds(1))
                                .withTags(Map.of("team", "b"))),
                vu -> vu.sleep("1s"));

        assertThat(engine.numbered).extracting(Numbered::vu).contains(1, 2, 3);
        assertThat(engine.sink(CounterSink.class, "iterations{group:,scenario:browse,team:a}")
                        .sum())
                .isEqualTo(4);
        assertThat(engine.sink(CounterSink.class, "iterations{group:,scenario:buy,team:b}")
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void tagsGivenWhileAUserIsMade_stayFromScenarioToScenario_laterOnesDoNot() throws Exception {
        Load load = engine.load(
                List.of(
                        scenario("a", new PerVuIterations(1, 1, seconds(1))).withGracefulStop(Duration.ZERO),
                        scenario("b", new PerVuIterations(1, 1, seconds(1)))
                                .startingAfter(seconds(1))
                                .withGracefulStop(Duration.ZERO)),
                vu -> {
                    vu.tag("now", vu.scenario());
                    vu.counter("seen").add(1);
                },
                vu -> vu.tag("user", "u" + vu.id()),
                vu -> {});
        load.run();

        assertThat(engine.drain())
                .containsKeys(
                        "seen{group:,now:a,scenario:a,user:u1}",
                        "seen{group:,now:b,scenario:b,user:u1}",
                        "iterations{group:,now:b,scenario:b,user:u1}");
    }

    @Test
    void env_isTheScenariosThenTheRunsThenTheEnvironments() throws Exception {
        engine.env = Map.of("HOST", "run", "ONLY_RUN", "run");
        List<String> seen = new CopyOnWriteArrayList<>();
        engine.run(
                List.of(scenario("s", new PerVuIterations(1, 1, seconds(1))).withEnv(Map.of("HOST", "scenario"))),
                vu -> {
                    seen.add(vu.env("HOST").orElseThrow());
                    seen.add(vu.env("ONLY_RUN").orElseThrow());
                    seen.add(vu.env("PATH").isPresent() ? "path" : "none");
                    seen.add(vu.env("STAMPEDE_NOT_SET_ANYWHERE").orElse("empty"));
                });

        assertThat(seen).containsExactly("scenario", "run", "path", "empty");
    }

    @Test
    void minIterationDuration_makesAUserWait_alsoAfterTheLastIteration_andIsNotMeasured() throws Exception {
        engine.minIterationDuration = seconds(2);
        engine.run(new PerVuIterations(1, 2, seconds(60)), vu -> vu.sleep("500ms"));

        assertThat(engine.begun).extracting(EngineHarness.Begun::millis).containsExactly(0L, 2000L);
        assertThat(engine.clock.millis()).isEqualTo(4000);
        assertThat(engine.sink(TrendSink.class, "iteration_duration{group:,scenario:default}")
                        .histogram()
                        .max())
                .isEqualTo(500);
    }

    @Test
    void minIterationDuration_isCutByTheEndOfTheWindow() throws Exception {
        engine.minIterationDuration = seconds(100);
        engine.gracefulStop = seconds(1);
        engine.run(new ConstantVus(1, seconds(1)), vu -> {});

        assertThat(engine.clock.millis()).isEqualTo(2000);
        assertThat(engine.state.completeIterations()).isEqualTo(1);
        assertThat(engine.state.interruptedIterations()).isZero();
    }

    @Test
    void whatComesBeforeAndAfter_isNotTimed() throws Exception {
        engine.before = vu -> vu.sleep("100ms");
        engine.after = vu -> vu.sleep("200ms");
        engine.run(new PerVuIterations(1, 3, seconds(60)), vu -> vu.sleep("50ms"));

        assertThat(engine.begun).extracting(EngineHarness.Begun::millis).containsExactly(100L, 450L, 800L);
        TrendSink durations = engine.sink(TrendSink.class, "iteration_duration{group:,scenario:default}");
        assertThat(durations.histogram().min()).isEqualTo(50);
        assertThat(durations.histogram().max()).isEqualTo(50);
    }

    @Test
    void whatComesBeforeThrows_isAFailedIterationWithoutATime() throws Exception {
        List<Long> after = new ArrayList<>();
        engine.before = vu -> {
            if (vu.iteration() == 0) {
                throw new IllegalStateException("no cart");
            }
        };
        engine.after = vu -> after.add(vu.iteration());
        engine.run(new PerVuIterations(1, 2, seconds(60)), vu -> {});

        assertThat(engine.begun).hasSize(1);
        assertThat(after).containsExactly(0L, 1L);
        assertThat(engine.sink(CounterSink.class, "iterations{group:,scenario:default}")
                        .sum())
                .isEqualTo(2);
        assertThat(engine.sink(RateSink.class, "iterations_failed{group:,scenario:default}")
                        .rate())
                .isEqualTo(0.5);
        assertThat(engine.sink(TrendSink.class, "iteration_duration{group:,scenario:default}")
                        .histogram()
                        .count())
                .isEqualTo(1);
        assertThat(engine.errors.errors().getFirst().first()).hasMessage("no cart");
    }

    @Test
    void whatComesAfterThrows_failsTheIteration_afterWhatTheBodyThrew() throws Exception {
        engine.after = vu -> {
            throw new IllegalStateException("not cleaned up");
        };
        engine.run(new PerVuIterations(1, 1, seconds(60)), vu -> {
            throw new IllegalArgumentException("wrong");
        });

        Throwable first = engine.errors.errors().getFirst().first();
        assertThat(first).hasMessage("wrong");
        assertThat(first.getSuppressed())
                .singleElement()
                .satisfies(s -> assertThat(s).hasMessage("not cleaned up"));
    }

    @Test
    void scenarioThatHasNothingLeft_endsAlone_andItsRestIsDropped() throws Exception {
        engine.before = vu -> {
            if (vu.scenario().equals("dry") && vu.iterationInTest() >= 3) {
                throw ScenarioEnd.because("the data ran dry after 3 rows");
            }
        };
        engine.run(
                List.of(
                        scenario("dry", new SharedIterations(2, 10, seconds(60))),
                        scenario("other", new ConstantVus(1, seconds(5)))),
                vu -> vu.sleep("1s"));

        assertThat(engine.numbered.stream().filter(n -> n.scenario().equals("dry")))
                .hasSize(3);
        assertThat(engine.numbered.stream().filter(n -> n.scenario().equals("other")))
                .hasSize(5);
        assertThat(engine.sink(CounterSink.class, "dropped_iterations{scenario:dry}")
                        .sum())
                .isEqualTo(7);
        assertThat(engine.state.notes()).containsExactly("scenario dry ended early: the data ran dry after 3 rows");
        assertThat(engine.errors.errors()).isEmpty();
    }

    @Test
    void scenarioThatHasNothingLeft_givesWhatRunsItsGracefulStopOnly() throws Exception {
        engine.run(List.of(scenario("dry", new ConstantVus(2, seconds(3600))).withGracefulStop(seconds(5))), vu -> {
            if (vu.id() == 1) {
                vu.sleep("2s");
                throw ScenarioEnd.because("no rows left");
            }
            vu.sleep("2h");
        });

        assertThat(engine.clock.millis()).isEqualTo(7000);
        assertThat(engine.state.interruptedIterations()).isEqualTo(1);
        assertThat(engine.state.abort()).isNull();
    }

    @Test
    void scenarioThatMustNotRunDry_endsTheRun() throws Exception {
        engine.run(new ConstantVus(2, seconds(60)), vu -> {
            if (vu.iterationInTest() == 4) {
                throw ScenarioEnd.failing("the data ran dry after 4 rows");
            }
            vu.sleep("1s");
        });

        assertThat(java.util.Objects.requireNonNull(engine.state.abort()).reason())
                .isEqualTo("the data ran dry after 4 rows");
        assertThat(engine.clock.millis()).isEqualTo(2000);
    }

    @Test
    void rampThatHasNothingLeft_endsBeforeItsTime() throws Exception {
        engine.run(new RampingVus(1, List.of(new Stage(seconds(100), 5)), seconds(30)), vu -> {
            if (vu.iterationInTest() == 2) {
                throw ScenarioEnd.because("enough");
            }
            vu.sleep("1s");
        });

        assertThat(engine.clock.millis()).isEqualTo(2000);
    }

    @ParameterizedTest
    @CsvSource({"0:1/2, '0 2 4 6 8', '1 3'", "1/2:3/4, '1 5', '2'", "3/4:1, '3 7', '4'"})
    void segments_shareIterationsAndUsers(String segment, String iterations, String users) throws Exception {
        // the vector of executors.md: 4 VUs, 9 iterations
        engine.share = Share.of(segment, "0,1/2,3/4,1");
        engine.run(new SharedIterations(4, 9, seconds(60)), vu -> vu.sleep("1s"));

        assertThat(engine.numbered.stream().map(Numbered::inTest).sorted().map(String::valueOf))
                .containsExactly(iterations.split(" "));
        assertThat(engine.numbered.stream()
                        .map(Numbered::vu)
                        .distinct()
                        .sorted()
                        .map(String::valueOf))
                .containsExactly(users.split(" "));
    }

    @Test
    void scenarioWithoutWorkInTheSegment_isSkipped() throws Exception {
        engine.share = Share.of("3/4:1", "0,1/2,3/4,1");
        Load load = engine.run(List.of(scenario("small", new SharedIterations(3, 10, seconds(60)))), vu -> {});

        assertThat(load.hasWork()).isFalse();
        assertThat(load.scenarios()).isEmpty();
        assertThat(engine.begun).isEmpty();
        assertThat(engine.clock.millis()).isZero();
    }

    @Test
    void perVuIterationsThatDoNotFit_areDroppedForEachUser() throws Exception {
        engine.gracefulStop = Duration.ZERO;
        engine.run(new PerVuIterations(2, 5, seconds(1)), vu -> vu.sleep("400ms"));

        // 3 of 5 each were begun, the third was interrupted
        assertThat(engine.sink(CounterSink.class, "dropped_iterations{scenario:default}")
                        .sum())
                .isEqualTo(4);
    }

    @Test
    void perVuIterationsThatDoNotFit_carryTheUsersNumber_whenThatTagIsOn() throws Exception {
        engine.gracefulStop = Duration.ZERO;
        engine.systemTags = EnumSet.of(SystemTag.SCENARIO, SystemTag.VU);
        engine.run(new PerVuIterations(2, 5, seconds(1)), vu -> vu.sleep(vu.id() * 400 + "ms"));

        assertThat(engine.sink(CounterSink.class, "dropped_iterations{scenario:default,vu:1}")
                        .sum())
                .isEqualTo(2);
        assertThat(engine.sink(CounterSink.class, "dropped_iterations{scenario:default,vu:2}")
                        .sum())
                .isEqualTo(3);
    }

    @Test
    void userThatAnotherScenarioKeeps_isWaitedForTwoSeconds() throws Exception {
        try (Warnings warnings = new Warnings(VuPool.class)) {
            engine.run(
                    List.of(
                            scenario("first", new ConstantVus(1, seconds(1))).withGracefulStop(Duration.ZERO),
                            scenario("second", new ConstantVus(1, seconds(1)))
                                    .startingAfter(seconds(1))
                                    .withGracefulStop(Duration.ZERO)),
                    vu -> {
                        while (engine.clock.millis() < 20_000) {
                            try {
                                engine.clock.sleepUntil(seconds(20).toNanos());
                            } catch (InterruptedException swallowed) {
                                // as code does that must not be copied
                            }
                        }
                    });

            assertThat(warnings.texts())
                    .containsExactly(
                            "Could not get a VU from the buffer for 400ms",
                            "Could not get a VU from the buffer for 800ms",
                            "Could not get a VU from the buffer for 1200ms",
                            "Could not get a VU from the buffer for 1600ms",
                            "Could not get a VU from the buffer for 2000ms");
        }
        assertThat(java.util.Objects.requireNonNull(engine.state.abort()).reason())
                .startsWith("scenario second could not go on: ")
                .endsWith("could not get a VU from the buffer in 2s");
    }

    @Test
    void userOfAScenarioThatBeganLate_isWaitedForAsMuchLonger() throws Exception {
        engine.load(
                        List.of(
                                scenario("slow", new ConstantArrivalRate(1, seconds(1), seconds(10), 2, 2))
                                        .withGracefulStop(Duration.ZERO),
                                scenario("second", new PerVuIterations(2, 1, seconds(5)))
                                        .startingAfter(seconds(10))),
                        vu -> vu.sleep("500ms"),
                        vu -> vu.sleep("3s"),
                        vu -> {})
                .run();

        assertThat(engine.state.abort()).isNull();
        assertThat(engine.numbered.stream()
                        .filter(n -> n.scenario().equals("second"))
                        .map(Numbered::millis))
                .hasSize(2)
                .allMatch(millis -> millis >= 13_000 && millis < 13_100);
    }

    @Test
    void rampThatLetsUsersGo_leavesThemToOthersMeanwhile() throws Exception {
        RampingVus ramp = new RampingVus(
                2,
                List.of(
                        new Stage(seconds(2), 2),
                        new Stage(Duration.ZERO, 0),
                        new Stage(seconds(4), 0),
                        new Stage(Duration.ZERO, 2),
                        new Stage(seconds(2), 2)),
                Duration.ZERO);
        Load load = engine.run(
                List.of(
                        scenario("ramp", ramp).withGracefulStop(Duration.ZERO),
                        scenario("gap", new ConstantVus(2, seconds(2)))
                                .startingAfter(seconds(3))
                                .withGracefulStop(Duration.ZERO)),
                vu -> vu.sleep("500ms"));

        assertThat(load.plan().maxVus()).isEqualTo(2);
        assertThat(engine.numbered).extracting(Numbered::vu).containsOnly(1, 2);
        assertThat(engine.numbered.stream().filter(n -> n.scenario().equals("gap")))
                .hasSize(8);
        assertThat(engine.state.abort()).isNull();
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
