package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile.ConstantVus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioRulesTest {
    private static final String NAME_RULE =
            "the scenario name should contain only numbers, latin letters, underscores, and dashes";
    private static final Scenario VALID = Scenario.of("a", new ConstantVus(1, Duration.ofSeconds(1)));

    @ParameterizedTest
    @ValueSource(strings = {"default", "a", "A-Z_0-9", "_", "-1"})
    void names_ofLettersDigitsAndDashes_areFine(String name) {
        assertThat(ScenarioRules.problems(List.of(Scenario.of(name, VALID.profile()))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a.b", "\u00e4", "a\n", "a/b"})
    void otherNames_areNot(String name) {
        assertThat(ScenarioRules.problems(Scenario.of(name, VALID.profile()))).containsExactly(NAME_RULE);
    }

    @Test
    void everyProblemOfAScenario_standsInOneLine() {
        Scenario wrong = Scenario.of("a b", new ConstantVus(0, Duration.ofMillis(1)))
                .running("")
                .startingAfter(Duration.ofMillis(-1))
                .withGracefulStop(Duration.ofMillis(-1));
        Scenario other = Scenario.of("b", new ConstantVus(0, Duration.ofSeconds(1)));

        assertThat(ScenarioRules.problems(List.of(wrong, VALID, other)))
                .containsExactly(
                        "scenario a b has configuration errors: " + NAME_RULE
                                + ", exec value cannot be empty, the startTime can't be negative,"
                                + " the gracefulStop timeout can't be negative, the number of VUs must be more than 0,"
                                + " the duration must be at least 1s, but is 1ms",
                        "scenario b has configuration errors: the number of VUs must be more than 0");
    }

    @Test
    void namesGivenTwice_areAProblem() {
        assertThat(ScenarioRules.problems(List.of(VALID, VALID)))
                .containsExactly("scenario a has configuration errors: there is another scenario of this name");
    }

    @Test
    void times_haveLimits() {
        assertThat(ScenarioRules.problems(VALID.startingAfter(Duration.ofHours(792_001))))
                .containsExactly("the startTime must be at most 792000h, but is 792001h");
        assertThat(ScenarioRules.problems(VALID.withGracefulStop(Duration.ofHours(876_001))))
                .containsExactly("the gracefulStop must be at most 876000h, but is 876001h");
    }

    /** What the rules let pass can be planned: nanoseconds fit into a long. */
    @Test
    void longestTimes_canBePlanned() {
        Scenario longest = Scenario.of("a", new ConstantVus(1, Duration.ofDays(36_500)))
                .startingAfter(Duration.ofDays(33_000))
                .withGracefulStop(Duration.ofDays(36_500));

        assertThat(ScenarioRules.problems(longest)).isEmpty();
        assertThat(ExecutionPlan.of(List.of(longest), dev.stampede.segments.Share.WHOLE)
                        .end())
                .isEqualTo(Duration.ofDays(2 * 36_500 + 33_000));
    }
}
