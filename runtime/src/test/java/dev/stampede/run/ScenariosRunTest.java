package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.ConfigException;
import dev.stampede.RunResult;
import dev.stampede.clock.FakeClock;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.engine.Scenario;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs of several scenarios, without JUnit. */
@Timeout(30)
class ScenariosRunTest {
    private final FakeClock clock = new FakeClock();
    private final List<String> printed = Collections.synchronizedList(new ArrayList<>());
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

    /** Has bodies of its own, and says which one ran. */
    private final class Bodies implements LoadScript {
        private final Set<String> names;

        Bodies(String... names) {
            this.names = Set.of(names);
        }

        @Override
        public boolean has(String exec) {
            return names.contains(exec);
        }

        @Override
        public void beforeRun(VuScope scope) {
            ran.add("setup");
        }

        @Override
        public VuBody startVu(VuScope scope) {
            return new VuBody() {
                @Override
                public void iterate() {
                    throw new AssertionError("another body was asked for");
                }

                @Override
                public void beforeIteration(String exec) {
                    ran.add("before " + exec);
                }

                @Override
                public void iterate(String exec) {
                    ran.add(exec);
                    scope.vu().sleep("1s");
                }

                @Override
                public void afterIteration(String exec) {
                    ran.add("after " + exec);
                }
            };
        }

        @Override
        public void afterRun(VuScope scope, RunResult result) {
            ran.add("teardown");
        }
    }

    private LoadOptions.Builder options(Scenario... scenarios) {
        return LoadOptions.builder("shop").scenarios(List.of(scenarios)).console(printed::add);
    }

    @Test
    void scenarios_runTheirBodies_inTheirTime() {
        Scenario browse =
                Scenario.of("browse", new ConstantVus(1, Duration.ofSeconds(2))).running("look");
        Scenario buy = Scenario.of(
                        "buy", new ConstantArrivalRate(1, Duration.ofSeconds(2), Duration.ofSeconds(4), 2, 3))
                .startingAfter(Duration.ofSeconds(5))
                .running("pay");

        RunReport report = LoadRunner.run(options(browse, buy).build(), new Bodies("look", "pay"), clock);

        assertThat(report.passed()).isTrue();
        assertThat(ran)
                .containsExactly(
                        "setup",
                        "before look",
                        "look",
                        "after look",
                        "before look",
                        "look",
                        "after look",
                        "before pay",
                        "pay",
                        "after pay",
                        "before pay",
                        "pay",
                        "after pay",
                        "teardown");
        assertThat(report.value("iteration_start_lag", "count")).isEqualTo(2);
        assertThat(String.join("\n", printed))
                .contains(
                        "scenarios: (100.00%) 2 scenarios, 4 max VUs, 39s max duration (incl. graceful stop):",
                        "* browse: 1 looping VUs for 2s (exec: look, gracefulStop: 30s)",
                        "* buy: 0.50 iterations/s for 4s (maxVUs: 2-3, exec: pay, startTime: 5s, gracefulStop: 30s)",
                        "iteration_start_lag");
    }

    @Test
    void progress_tellsOfEachScenario_alsoOfThoseThatWait() {
        Scenario first = Scenario.of("first", new ConstantVus(1, Duration.ofSeconds(6)));
        Scenario second = Scenario.of("second", new PerVuIterations(1, 1, Duration.ofSeconds(60)))
                .startingAfter(Duration.ofSeconds(8));

        var unused = LoadRunner.run(options(first, second).build(), new Bodies("default"), clock);

        assertThat(String.join("\n", printed)).contains("second • [   0% ] waiting  3.0s");
    }

    @Test
    void segmentWithoutWork_finishesAtOnce_withAWarning_andPasses() {
        LoadOptions options = options(Scenario.of("small", new SharedIterations(1, 1, Duration.ofSeconds(60))))
                .share(Share.of("1/2:1", ""))
                .build();

        RunReport report = LoadRunner.run(options, new Bodies("default"), clock);

        assertThat(report.passed()).isTrue();
        assertThat(clock.millis()).isZero();
        assertThat(String.join("\n", printed))
                .contains(
                        "scenarios: (50.00%) 0 scenario",
                        "there is nothing to do in the execution segment 1/2:1: no iteration was run");
    }

    @Test
    void setupAndTeardown_canBeLeftOut() {
        LoadOptions options = options(Scenario.of("s", new PerVuIterations(1, 1, Duration.ofSeconds(60))))
                .setup(false)
                .teardown(false)
                .build();

        var unused = LoadRunner.run(options, new Bodies("default"), clock);

        assertThat(ran).containsExactly("before default", "default", "after default");
    }

    @Test
    void whatIsWrong_isToldInOneGo() {
        LoadOptions options = options(
                        Scenario.of("no such", new ConstantVus(0, Duration.ZERO)),
                        Scenario.of("b", new ConstantArrivalRate(0, Duration.ZERO, Duration.ofSeconds(1), -1, -1))
                                .startingAfter(Duration.ofSeconds(-1))
                                .running("gone"))
                .minIterationDuration(Duration.ofSeconds(-1))
                .build();

        assertThatThrownBy(() -> LoadRunner.run(options, new Bodies("default"), clock))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        "scenario no such has configuration errors: the scenario name should contain only numbers,"
                                                + " latin letters, underscores, and dashes, the number of VUs must be more than 0,"
                                                + " the duration must be at least 1s, but is 0s",
                                        "scenario b has configuration errors: the startTime can't be negative, the iteration rate"
                                                + " must be more than 0, the timeUnit must be more than 0, the number of"
                                                + " preAllocatedVUs can't be negative, the number of maxVUs must be more than 0, as"
                                                + " no iteration could ever start",
                                        "executor b: function 'gone' not found in exports",
                                        "minIterationDuration can't be negative"));
    }

    @Test
    void moreUsersThanFitIntoTheHeap_areRefused() {
        LoadOptions options = options(Scenario.of("huge", new ConstantVus(2_000_000_000, Duration.ofSeconds(1))))
                .build();

        assertThatThrownBy(() -> LoadRunner.run(options, new Bodies("default"), clock))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("scenario huge asks for 2000000000 virtual users, but not more than ")
                .hasMessageContaining("-Xmx");
    }
}
