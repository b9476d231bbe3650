package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.ConfigException;
import dev.stampede.RunResult;
import dev.stampede.Vu;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.ConstantArrivalRate;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.PerVuIterations;
import dev.stampede.junit.Scenario;
import dev.stampede.junit.SharedIterations;
import dev.stampede.junit.Threshold;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Several scenarios in one load test, and the other executors, with the real engine of JUnit. */
class ScenariosTest {
    private static final Queue<String> log = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void forget() {
        log.clear();
    }

    @Test
    void scenarios_runTogether_thenTheLoadTestMethodOnce_thenAfterRun() {
        var results = Jupiter.passes(Hour.class, 1);

        assertThat(Jupiter.namesOfTests(results)).containsExactly("2 scenarios: browse, order");
        assertThat(log).hasSize(8).endsWith("load test: 5 iterations, 2 of order", "after run");
        assertThat(log.stream().filter(s -> s.startsWith("browse by")).count()).isEqualTo(3);
        assertThat(log.stream()
                        .filter(s -> s.equals("order for web, info order(Vu, TestInfo)"))
                        .count())
                .isEqualTo(2);
        assertThat(log).contains("vu made");
    }

    @Threshold(metric = "iterations{scenario:order,kind:buyer}", value = "count==2")
    static class Hour {
        int served;

        @BeforeVu
        void make() {
            served = 1;
        }

        @Scenario
        @SharedIterations(vus = 1, iterations = 3)
        void browse(Vu vu) {
            log.add("browse by " + vu.id() + vu.scenario() + served);
        }

        @Scenario(startTime = "100ms", tags = "kind=buyer", env = "CHANNEL=web")
        @PerVuIterations(vus = 1, iterations = 2)
        void order(Vu vu, TestInfo info) {
            log.add("order for " + vu.env("CHANNEL").orElseThrow() + ", info " + "order(Vu, TestInfo)");
            assertThat(info.getTestMethod().orElseThrow().getName()).isEqualTo("hour");
        }

        @LoadTest
        void hour(RunResult result) {
            log.add("vu made");
            log.add("load test: " + (int) result.value("iterations", "count") + " iterations, "
                    + (int) result.value("iterations{scenario:order,kind:buyer}", "count") + " of order");
        }

        @AfterRun
        void after(RunResult result) {
            assertThat(result.passed()).isTrue();
            log.add("after run");
        }
    }

    @Test
    void failedAssertionOfTheLoadTestMethod_failsTheTest_andAfterRunStillRuns() {
        Throwable failure = Jupiter.failureOf(Disappointed.class);

        assertThat(failure)
                .hasMessageStartingWith("Load test aborted: @LoadTest Disappointed.load() threw: ")
                .hasMessageContaining("[too few]");
        assertThat(log).containsExactly("after run");
    }

    static class Disappointed {
        @Scenario
        @PerVuIterations
        void once() {}

        @LoadTest
        void load(RunResult result) {
            assertThat(result.value("iterations", "count")).as("too few").isEqualTo(2);
        }

        @AfterRun
        void after() {
            log.add("after run");
        }
    }

    @Test
    void executorAnnotation_besideTheLoadTest_makesItsLoad() {
        var results = Jupiter.passes(Arrivals.class, 1);

        assertThat(Jupiter.namesOfTests(results)).containsExactly("20 iterations/s for 1s");
        assertThat(log).hasSize(20);
    }

    static class Arrivals {
        @LoadTest
        @ConstantArrivalRate(rate = 20, duration = "1s", preAllocatedVus = 5, maxVus = 20)
        @Threshold(metric = "iteration_start_lag", value = "max>=0")
        void load(Vu vu) {
            log.add("at " + vu.iterationInTest());
        }
    }

    @Test
    void teamsOwnAnnotation_bringsLoadTestAndExecutor() {
        Jupiter.passes(Composed.class, 1);

        assertThat(log).hasSize(6);
    }

    @Retention(RetentionPolicy.RUNTIME)
    @LoadTest
    @PerVuIterations(vus = 2, iterations = 3)
    @Threshold(metric = "iterations", value = "count==6")
    @interface Soak {}

    static class Composed {
        @Soak
        void load() {
            log.add("x");
        }
    }

    @Test
    void scenariosOfANestedClass_areItsOwn() {
        Jupiter.passes(Outer.class, 1);

        assertThat(log).containsExactly("inner of outer");
    }

    static class Outer {
        String name = "outer";

        @Nested
        class Inner {
            @Scenario
            @PerVuIterations
            void inner() {
                log.add("inner of " + name);
            }

            @LoadTest
            void load() {}
        }
    }

    @Test
    void resultWithoutScenarios_cannotBeHad() {
        assertThat(Jupiter.failureOf(NoScenarios.class))
                .hasMessageContaining("parameter [dev.stampede.RunResult result]");
    }

    static class NoScenarios {
        @LoadTest
        void load(RunResult result) {}
    }

    @Test
    void loadGivenTwice_isRefused() {
        assertThat(Jupiter.failureOf(Twice.class))
                .isInstanceOf(ConfigException.class)
                .hasMessage("@LoadTest on Twice.load(): the load is given twice, as vus = 3 (from @LoadTest) and by"
                        + " 1 @Scenario method. Remove vus from @LoadTest.");
    }

    static class Twice {
        @Scenario
        @PerVuIterations
        void once() {}

        @LoadTest(vus = 3)
        void load() {}
    }
}
