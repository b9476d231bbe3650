package dev.stampede.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.engine.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioChecksTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LESS = Duration.ofSeconds(-1);
    private static final Duration AGES = Duration.ofHours(1_000_000);

    private static List<String> problems(String source, Scenario... scenarios) {
        Problems problems = new Problems();
        ScenarioChecks.check("test", new Given<>(List.of(scenarios), source, ""), problems);
        return problems.all();
    }

    private static List<String> problems(Scenario scenario) {
        return problems("load.json", scenario);
    }

    @Test
    void brokenRules_nameThePathTheValueAndTheSource() {
        assertThat(problems(Scenario.of("browse", new ConstantVus(0, Duration.ofMillis(10)))))
                .containsExactly(
                        "test: the number of VUs must be more than 0, given as scenarios.browse.vus = 0 (from load.json)."
                                + " Use 1 or more.",
                        "test: the duration must be at least 1s, but is 10ms, given as scenarios.browse.duration = \"10ms\""
                                + " (from load.json). Use \"1s\" or more.");
    }

    @Test
    void scenarioOfAnAnnotation_hasNoPath() {
        assertThat(problems(Given.ANNOTATION, Scenario.of("default", new ConstantVus(0, SECOND))))
                .containsExactly(
                        "test: the number of VUs must be more than 0, given as vus = 0 (from the annotation). Use 1"
                                + " or more.");
    }

    @Test
    void sameName_isAnError() {
        Scenario one = Scenario.of("a", new ConstantVus(1, SECOND));

        assertThat(problems("load.json", one, one))
                .containsExactly("test: there is another scenario of the name a (from load.json). Rename one of them.");
    }

    @Test
    void iterations_areQuoted() {
        assertThat(problems(Scenario.of("s", new SharedIterations(5, 2, AGES))))
                .containsExactly(
                        "test: the number of iterations (2) can't be less than the number of VUs (5), given as"
                                + " scenarios.s.iterations = 2 and scenarios.s.vus = 5 (from load.json). Use more iterations"
                                + " or fewer VUs.",
                        "test: the maxDuration must be at most 876000h, but is 1000000h, given as scenarios.s.maxDuration ="
                                + " \"1000000h0m0s\" (from load.json). Use a shorter time.");
        assertThat(problems(Scenario.of("s", new PerVuIterations(1, 0, Duration.ZERO))))
                .containsExactly(
                        "test: the number of iterations must be more than 0, given as scenarios.s.iterations = 0 (from"
                                + " load.json). Use 1 or more.",
                        "test: the maxDuration must be at least 1s, but is 0s, given as scenarios.s.maxDuration = \"0s\""
                                + " (from load.json). Use \"1s\" or more.");
    }

    @Test
    void ramps_areQuotedByStage() {
        assertThat(problems(Scenario.of(
                        "s", new RampingVus(-1, List.of(new Stage(SECOND, 1), new Stage(LESS, -2)), LESS))))
                .containsExactly(
                        "test: the number of start VUs can't be negative, given as scenarios.s.startVUs = -1 (from"
                                + " load.json). Use 0 or more.",
                        "test: the duration for stage 2 can't be negative, given as scenarios.s.stages[1].duration ="
                                + " \"-1s\" (from load.json). Use \"0s\" to jump to the target, or more.",
                        "test: the target for stage 2 can't be negative, given as scenarios.s.stages[1].target = -2 (from"
                                + " load.json). Use 0 or more.",
                        "test: the gracefulRampDown timeout can't be negative, given as scenarios.s.gracefulRampDown ="
                                + " \"-1s\" (from load.json). Use \"0s\" to interrupt iterations at once, or more.");
        assertThat(problems(Scenario.of("s", new RampingVus(0, List.of(new Stage(AGES, 0)), SECOND))))
                .containsExactlyInAnyOrder(
                        "test: the duration of all stages must be at most 876000h, but is 1000000h, given as"
                                + " scenarios.s.stages = \"1000000h0m0s:0\" (from load.json). Use shorter stages.",
                        "test: either startVUs or one of the stages' target values must be greater than 0, given as"
                                + " scenarios.s.startVUs = 0 and scenarios.s.stages = \"1000000h0m0s:0\" (from load.json). Use"
                                + " more VUs.");
        assertThat(problems(
                        Scenario.of("s", new RampingVus(100_000_001, List.of(new Stage(SECOND, 100_000_001)), SECOND))))
                .containsExactly(
                        "test: the startVUs exceed max limit of 100000000, given as scenarios.s.startVUs = 100000001 (from"
                                + " load.json). Use fewer VUs.",
                        "test: target for stage 1 exceeds max limit of 100000000, given as scenarios.s.stages[0].target ="
                                + " 100000001 (from load.json). Use fewer VUs.");
    }

    @Test
    void arrivalRates_areQuoted() {
        assertThat(problems(Scenario.of("s", new ConstantArrivalRate(0, Duration.ZERO, SECOND, -1, -2))))
                .containsExactly(
                        "test: the iteration rate must be more than 0, given as scenarios.s.rate = 0 (from load.json). Use 1"
                                + " or more, with a longer timeUnit for less than one a second.",
                        "test: the timeUnit must be more than 0, given as scenarios.s.timeUnit = \"0s\" (from load.json)."
                                + " Use a time such as \"1s\".",
                        "test: the number of preAllocatedVUs can't be negative, given as scenarios.s.preAllocatedVUs = -1"
                                + " (from load.json). Use 0 or more.",
                        "test: maxVUs can't be less than preAllocatedVUs, given as scenarios.s.maxVUs = -2 and"
                                + " scenarios.s.preAllocatedVUs = -1 (from load.json). Use more maxVUs, or leave it out.",
                        "test: the number of maxVUs must be more than 0, as no iteration could ever start, given as"
                                + " scenarios.s.maxVUs = -2 (from load.json). Use 1 or more.");
        assertThat(problems(Scenario.of("s", new RampingArrivalRate(-1, AGES, List.of(), 1, 1))))
                .containsExactly(
                        "test: the startRate value can't be negative, given as scenarios.s.startRate = -1 (from load.json)."
                                + " Use 0 or more.",
                        "test: the timeUnit must be at most 876000h, but is 1000000h, given as scenarios.s.timeUnit ="
                                + " \"1000000h0m0s\" (from load.json). Use a shorter time.",
                        "test: at least one stage has to be specified, given as scenarios.s (from load.json). Give stages.");
    }

    @Test
    void whatAllScenariosHave_isQuoted() {
        assertThat(problems(Scenario.of("my scenario", new ConstantVus(1, SECOND))
                        .running("")
                        .startingAfter(LESS)
                        .withGracefulStop(LESS)))
                .containsExactly(
                        "test: the scenario name should contain only numbers, latin letters, underscores, and dashes, given"
                                + " as scenarios.my scenario (from load.json). Rename the scenario.",
                        "test: exec value cannot be empty, given as scenarios.my scenario.exec = \"\" (from load.json). Name"
                                + " a body, or leave exec out.",
                        "test: the startTime can't be negative, given as scenarios.my scenario.startTime = \"-1s\" (from"
                                + " load.json). Use \"0s\" or more.",
                        "test: the gracefulStop timeout can't be negative, given as scenarios.my scenario.gracefulStop ="
                                + " \"-1s\" (from load.json). Use \"0s\" to interrupt iterations at once, or more.");
    }
}
