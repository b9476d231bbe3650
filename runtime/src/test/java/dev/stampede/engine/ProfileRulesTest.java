package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.engine.LoadProfile.Stage;
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
                        "the gracefulStop timeout can't be negative",
                        "the number of start VUs can't be negative",
                        "either startVUs or one of the stages' target values must be greater than 0",
                        "the duration for stage 1 can't be negative",
                        "the target for stage 1 can't be negative",
                        "the gracefulRampDown timeout can't be negative");
        assertThat(problems(new ConstantVus(1, Duration.ofHours(876_001))))
                .containsExactly("the duration must be at most 876000h, but is 876001h");
        assertThat(problems(new RampingVus(1, List.of(), GRACE)))
                .containsExactly("at least one stage has to be specified");
    }

    @Test
    void ramp_hasLimits() {
        Duration second = Duration.ofSeconds(1);
        List<Stage> stages = List.of(new Stage(second, 100_000_000), new Stage(Duration.ZERO, 100_000_001));

        assertThat(problems(new RampingVus(100_000_001, stages, GRACE)))
                .containsExactly(
                        "the startVUs exceed max limit of 100000000",
                        "target for stage 2 exceeds max limit of 100000000");
        assertThat(problems(new RampingVus(1, List.of(new Stage(second, 1), new Stage(second.negated(), 1)), GRACE)))
                .containsExactly("the duration for stage 2 can't be negative");
        assertThat(problems(new RampingVus(0, List.of(new Stage(second, 0)), GRACE)))
                .containsExactly("either startVUs or one of the stages' target values must be greater than 0");
        assertThat(problems(new RampingVus(1, List.of(new Stage(second, 1)), Duration.ofHours(876_001))))
                .containsExactly("the gracefulRampDown must be at most 876000h, but is 876001h");
    }

    @Test
    void constantArrivals_nameEveryProblem() {
        Duration second = Duration.ofSeconds(1);

        assertThat(problems(new ConstantArrivalRate(1, Duration.ofNanos(1), second, 0, 1)))
                .isEmpty();
        assertThat(problems(new ConstantArrivalRate(0, Duration.ZERO, Duration.ofMillis(999), -1, -2)))
                .containsExactly(
                        "the iteration rate must be more than 0",
                        "the timeUnit must be more than 0",
                        "the duration must be at least 1s, but is 999ms",
                        "the number of preAllocatedVUs can't be negative",
                        "maxVUs can't be less than preAllocatedVUs",
                        "the number of maxVUs must be more than 0, as no iteration could ever start");
        assertThat(problems(new ConstantArrivalRate(1, second, second, 5, 4)))
                .containsExactly("maxVUs can't be less than preAllocatedVUs");
        assertThat(problems(new ConstantArrivalRate(1, second, second, 0, 0)))
                .containsExactly("the number of maxVUs must be more than 0, as no iteration could ever start");
        assertThat(problems(new ConstantArrivalRate(1, Duration.ofHours(876_001), second, 1, 1)))
                .containsExactly("the timeUnit must be at most 876000h, but is 876001h");
    }

    @Test
    void rampingArrivals_nameEveryProblem() {
        Duration second = Duration.ofSeconds(1);

        assertThat(problems(new RampingArrivalRate(0, second, List.of(new Stage(Duration.ZERO, 0)), 1, 1)))
                .isEmpty();
        assertThat(problems(new RampingArrivalRate(
                        -1, second.negated(), List.of(new Stage(second, 1), new Stage(second.negated(), -1)), -1, 1)))
                .containsExactly(
                        "the startRate value can't be negative",
                        "the timeUnit must be more than 0",
                        "the duration for stage 2 can't be negative",
                        "the target for stage 2 can't be negative",
                        "the number of preAllocatedVUs can't be negative");
        assertThat(problems(new RampingArrivalRate(1, second, List.of(), 2, 1)))
                .containsExactly("at least one stage has to be specified", "maxVUs can't be less than preAllocatedVUs");
    }

    private static List<String> problems(LoadProfile profile) {
        return ProfileRules.problems(profile, GRACE);
    }
}
