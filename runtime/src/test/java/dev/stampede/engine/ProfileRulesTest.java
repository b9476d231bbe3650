package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileRulesTest {
    private static final Duration GRACE = Duration.ofSeconds(30);

    @Test
    void validProfiles_haveNoProblems() {
        assertThat(problems(new ConstantVus(1, Duration.ofSeconds(1)))).isEmpty();
        assertThat(problems(new SharedIterations(2, 2, LoadProfile.DEFAULT_MAX_DURATION)))
                .isEmpty();
        assertThat(problems(new PerVuIterations(2, 1, LoadProfile.DEFAULT_MAX_DURATION)))
                .isEmpty();
        assertThat(problems(new RampingVus(0, List.of(new Stage(Duration.ZERO, 1)), GRACE)))
                .isEmpty();
    }

    @Test
    void everyProblem_isNamedAtOnce() {
        assertThat(problems(new ConstantVus(0, Duration.ofMillis(300))))
                .containsExactly(
                        "the number of VUs must be more than 0", "the duration must be at least 1s, but is 300ms");
        assertThat(problems(new SharedIterations(5, 3, Duration.ofMillis(1))))
                .containsExactly(
                        "the number of iterations (3) can't be less than the number of VUs (5)",
                        "the maxDuration must be at least 1s, but is 1ms");
        assertThat(problems(new PerVuIterations(0, 0, GRACE)))
                .containsExactly(
                        "the number of VUs must be more than 0", "the number of iterations must be more than 0");
        assertThat(ProfileRules.problems(
                        new RampingVus(-1, List.of(new Stage(Duration.ofSeconds(-1), -2)), Duration.ofSeconds(-1)),
                        Duration.ofSeconds(-1)))
                .containsExactly(
                        "the number of start VUs can't be negative",
                        "the duration for stage 1 can't be negative",
                        "the target for stage 1 can't be negative",
                        "either startVUs or one of the stages' target values must be greater than 0",
                        "the gracefulRampDown timeout can't be negative",
                        "the gracefulStop timeout can't be negative");
        assertThat(problems(new ConstantVus(1, Duration.ofHours(876_001))))
                .containsExactly("the duration must be at most 876000h, but is 876001h");
        assertThat(problems(new RampingVus(1, List.of(), GRACE)))
                .containsExactly("at least one stage has to be specified");
    }

    @Test
    void plan_namesMostUsersAndLongestTime() {
        assertThat(plan(new ConstantVus(3, Duration.ofSeconds(6))))
                .isEqualTo(new ExecutionPlan(3, 3, Duration.ofSeconds(36)));
        assertThat(plan(new PerVuIterations(1, 1, LoadProfile.DEFAULT_MAX_DURATION))
                        .end())
                .isEqualTo(Duration.parse("PT10M30S"));
        assertThat(plan(new RampingVus(
                        4, List.of(new Stage(GRACE, 9), new Stage(Duration.ZERO, 2), new Stage(GRACE, 0)), GRACE)))
                .isEqualTo(new ExecutionPlan(9, 9, Duration.ofSeconds(90)));
    }

    private static ExecutionPlan plan(LoadProfile profile) {
        return ExecutionPlan.of(List.of(Scenario.of("default", profile)), Share.WHOLE);
    }

    private static List<String> problems(LoadProfile profile) {
        return ProfileRules.problems(profile, GRACE);
    }
}
