package dev.stampede.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.ConfigException;
import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.ProfileRules;
import dev.stampede.junit.ConstantArrivalRate;
import dev.stampede.junit.ConstantVus;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.PerVuIterations;
import dev.stampede.junit.RampingArrivalRate;
import dev.stampede.junit.RampingVus;
import dev.stampede.junit.Scenario;
import dev.stampede.junit.SharedIterations;
import dev.stampede.junit.Stage;
import dev.stampede.options.Problems;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExecutorAnnotationsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final String UNITS = ". Use numbers with units, such as \"300ms\", \"30s\" or \"1m30s\".";

    private static Method method(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(m -> m.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable LoadProfile profile(String method) {
        Problems problems = new Problems();
        LoadProfile profile = ExecutorAnnotations.profile(method(Loads.class, method), "here", problems);
        problems.throwIfAny();
        return profile;
    }

    private static @Nullable Duration gracefulStop(String method) {
        Problems problems = new Problems();
        Duration gracefulStop = ExecutorAnnotations.gracefulStop(method(Loads.class, method), "here", problems);
        problems.throwIfAny();
        return gracefulStop;
    }

    private static List<String> problems(String method) {
        Problems problems = new Problems();
        LoadProfile unused = ExecutorAnnotations.profile(method(Wrong.class, method), "here", problems);
        Duration unusedToo = ExecutorAnnotations.gracefulStop(method(Wrong.class, method), "here", problems);
        return told(problems);
    }

    private static List<String> givenTwice(Class<?> type, String name) {
        Method method = method(type, name);
        Problems problems = new Problems();
        LoadGivenTwice.check(
                method,
                method.getAnnotation(LoadTest.class),
                ScenarioMethods.of(type, new Problems()),
                "here",
                problems);
        return told(problems);
    }

    private static List<String> told(Problems problems) {
        try {
            problems.throwIfAny();
        } catch (ConfigException e) {
            return e.problems();
        }
        return List.of();
    }

    @Test
    void noExecutor_isNoProfile() {
        assertThat(profile("none")).isNull();
        assertThat(gracefulStop("none")).isNull();
    }

    @Test
    void constantVus_hasOneVuUnlessGiven() {
        assertThat(profile("constantVus")).isEqualTo(new LoadProfile.ConstantVus(1, SECOND));
        assertThat(profile("constantVusGiven")).isEqualTo(new LoadProfile.ConstantVus(7, Duration.ofSeconds(90)));
    }

    @Test
    void rampingVus_startsWithOneVuAndRampsDownGracefullyUnlessGiven() {
        assertThat(profile("rampingVus"))
                .isEqualTo(new LoadProfile.RampingVus(
                        1, List.of(new LoadProfile.Stage(SECOND, 5)), Duration.ofSeconds(30)));
        assertThat(profile("rampingVusGiven"))
                .isEqualTo(new LoadProfile.RampingVus(
                        0,
                        List.of(
                                new LoadProfile.Stage(Duration.ZERO, 100_000_000),
                                new LoadProfile.Stage(Duration.ofMillis(1500), 0)),
                        Duration.ZERO));
    }

    @Test
    void sharedIterations_areOneByOneVuUnlessGiven() {
        assertThat(profile("shared")).isEqualTo(new LoadProfile.SharedIterations(1, 1, TEN_MINUTES));
        assertThat(profile("sharedGiven"))
                .isEqualTo(new LoadProfile.SharedIterations(4, 5_000_000_000L, Duration.ofHours(1)));
    }

    @Test
    void perVuIterations_areOneByOneVuUnlessGiven() {
        assertThat(profile("perVu")).isEqualTo(new LoadProfile.PerVuIterations(1, 1, TEN_MINUTES));
        assertThat(profile("perVuGiven")).isEqualTo(new LoadProfile.PerVuIterations(4, 3, Duration.ofMinutes(2)));
    }

    @Test
    void constantArrivalRate_isPerSecondWithAsManyVusAsPreAllocatedUnlessGiven() {
        assertThat(profile("constantRate"))
                .isEqualTo(new LoadProfile.ConstantArrivalRate(10, SECOND, Duration.ofSeconds(30), 5, 5));
        assertThat(profile("constantRateGiven"))
                .isEqualTo(
                        new LoadProfile.ConstantArrivalRate(10, Duration.ofMinutes(1), Duration.ofSeconds(30), 0, 20));
    }

    @Test
    void rampingArrivalRate_startsAtZeroPerSecondUnlessGiven() {
        List<LoadProfile.Stage> stages = List.of(new LoadProfile.Stage(SECOND, 10));
        assertThat(profile("rampingRate")).isEqualTo(new LoadProfile.RampingArrivalRate(0, SECOND, stages, 5, 5));
        assertThat(profile("rampingRateGiven"))
                .isEqualTo(new LoadProfile.RampingArrivalRate(3, Duration.ofMillis(100), stages, 5, 20));
    }

    @Test
    void gracefulStop_isNullUnlessGiven() {
        for (String method :
                List.of("constantVus", "rampingVus", "shared", "perVu", "constantRate", "rampingRate", "soak")) {
            assertThat(gracefulStop(method)).as(method).isNull();
        }
        for (String method : List.of(
                "constantVusGiven",
                "rampingVusGiven",
                "sharedGiven",
                "perVuGiven",
                "constantRateGiven",
                "rampingRateGiven")) {
            assertThat(gracefulStop(method)).as(method).isEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    void metaAnnotation_bringsTheLoad() {
        assertThat(profile("soak")).isEqualTo(new LoadProfile.ConstantVus(20, Duration.ofHours(8)));
    }

    @Test
    void executorOfTheMethod_replacesTheOneOfTheSameKindInAMetaAnnotation() {
        assertThat(profile("shortSoak")).isEqualTo(new LoadProfile.ConstantVus(2, SECOND));
    }

    @Test
    void severalExecutors_areAnErrorThatNamesThem() {
        assertThat(problems("twoExecutors"))
                .containsExactly(
                        "here: the load is given twice, by @ConstantVus and @PerVuIterations. Keep one of them;"
                                + " several loads in one run are @Scenario methods, each with its own.");
        assertThat(problems("soakAndMore"))
                .containsExactly("here: the load is given 3 times, by @ConstantVus and @SharedIterations and"
                        + " @PerVuIterations. Keep one of them; several loads in one run are @Scenario methods, each with"
                        + " its own.");
    }

    @Test
    void constantVus_keepsTheRules() {
        assertThat(problems("constantVus"))
                .containsExactly(
                        "here: the number of VUs must be more than 0, given as vus = 0 (from @ConstantVus). Use 1 or more,"
                                + " or leave vus out for 1.",
                        "here: the duration must be at least 1s, but is 500ms, given as duration = \"500ms\" (from"
                                + " @ConstantVus). Use \"1s\" or more.",
                        "here: the gracefulStop timeout can't be negative, given as gracefulStop = \"-1s\" (from"
                                + " @ConstantVus). Use \"0s\" to interrupt iterations at once, or leave gracefulStop out for"
                                + " 30s.");
        assertThat(problems("endless"))
                .containsExactly(
                        "here: the duration must be at most 876000h, but is 900000h, given as duration = \"900000h\" (from"
                                + " @ConstantVus). Use a shorter time.",
                        "here: the gracefulStop must be at most 876000h, but is 900000h, given as gracefulStop ="
                                + " \"900000h\" (from @ConstantVus). Use a shorter time.");
    }

    @Test
    void timesThatAreNone_areOneProblemEach() {
        assertThat(problems("noTimes"))
                .containsExactly(
                        "here: time: invalid duration \"soon\", given as timeUnit = \"soon\" (from @ConstantArrivalRate)"
                                + UNITS,
                        "here: time: invalid duration \"\", given as duration = \"\" (from @ConstantArrivalRate)"
                                + UNITS,
                        "here: time: unknown unit \" s\" in duration \"3 s\", given as gracefulStop = \"3 s\" (from"
                                + " @ConstantArrivalRate)" + UNITS);
    }

    @Test
    void sharedIterations_keepTheRules() {
        assertThat(problems("shared"))
                .containsExactly(
                        "here: the number of iterations (5) can't be less than the number of VUs (10), given as"
                                + " iterations = 5 (from @SharedIterations) and vus = 10 (from @SharedIterations). Use more"
                                + " iterations or fewer VUs; the VUs share the iterations.",
                        "here: the maxDuration must be at least 1s, but is 0s, given as maxDuration = \"0s\" (from"
                                + " @SharedIterations). Use \"1s\" or more, or leave maxDuration out for 10m.");
    }

    @Test
    void whatIsLeftToItsDefault_isNotSaidToBeGiven() {
        assertThat(problems("sharedVusOnly"))
                .containsExactly(
                        "here: the number of iterations (1) can't be less than the number of VUs (10), given as vus = 10"
                                + " (from @SharedIterations). Use more iterations or fewer VUs; the VUs share the"
                                + " iterations.");
    }

    @Test
    void perVuIterations_keepTheRules() {
        assertThat(problems("perVu"))
                .containsExactly(
                        "here: the number of VUs must be more than 0, given as vus = -1 (from @PerVuIterations). Use 1 or"
                                + " more, or leave vus out for 1.",
                        "here: the number of iterations must be more than 0, given as iterations = 0 (from"
                                + " @PerVuIterations). Use 1 or more, or leave iterations out for 1.",
                        "here: the maxDuration must be at most 876000h, but is 900000h, given as maxDuration ="
                                + " \"900000h\" (from @PerVuIterations). Use a shorter time.");
    }

    @Test
    void rampingVus_keepTheRules() {
        assertThat(problems("ramp"))
                .containsExactly(
                        "here: stage 1 doesn't have a duration. Give it one, such as \"30s\"; \"0s\" jumps to the target.",
                        "here: time: invalid duration \"soon\", given as duration of stage 3 = \"soon\" (from"
                                + " @RampingVus)" + UNITS,
                        "here: the number of start VUs can't be negative, given as startVus = -1 (from @RampingVus). Use 0"
                                + " or more, or leave startVus out for 1.",
                        "here: the duration for stage 2 can't be negative, given as duration of stage 2 = \"-1s\" (from"
                                + " @RampingVus). Use \"0s\" to jump to the target, or more.",
                        "here: the target for stage 2 can't be negative, given as target of stage 2 = -2 (from"
                                + " @RampingVus). Use 0 or more.",
                        "here: target for stage 3 exceeds max limit of 100000000, given as target of stage 3 = 100000001"
                                + " (from @RampingVus). Use fewer VUs.",
                        "here: the gracefulRampDown timeout can't be negative, given as gracefulRampDown = \"-1s\" (from"
                                + " @RampingVus). Use \"0s\" to interrupt iterations at once, or leave gracefulRampDown out"
                                + " for 30s.");
        assertThat(problems("hugeRamp"))
                .containsExactlyInAnyOrder(
                        "here: the startVUs exceed max limit of 100000000, given as startVus = 100000001 (from"
                                + " @RampingVus). Use fewer VUs.",
                        "here: the duration of all stages must be at most 876000h, but is 1000000h, given as 2 stages"
                                + " (from @RampingVus). Use shorter stages.");
    }

    @Test
    void rampWithoutVus_isAnError() {
        assertThat(problems("emptyRamp"))
                .containsExactly(
                        "here: either startVUs or one of the stages' target values must be greater than 0, given"
                                + " as startVus = 0 (from @RampingVus) and 1 stage (from @RampingVus). Give a stage a target of 1"
                                + " or more.");
    }

    @Test
    void noStages_areAnError() {
        assertThat(problems("noStages"))
                .containsExactly("here: at least one stage has to be specified (from @RampingVus). Write stages ="
                        + " @Stage(duration = \"30s\", target = 10), or several in braces.");
    }

    @Test
    void constantArrivalRate_keepsTheRules() {
        assertThat(problems("constantRate"))
                .containsExactly(
                        "here: the iteration rate must be more than 0, given as rate = 0 (from @ConstantArrivalRate). Use"
                                + " 1 or more; a longer timeUnit makes the rate smaller.",
                        "here: the timeUnit must be more than 0, given as timeUnit = \"0\" (from @ConstantArrivalRate). Use"
                                + " a time such as \"1s\" or \"1m\", or leave timeUnit out for 1s.",
                        "here: the duration must be at least 1s, but is -1s, given as duration = \"-1s\" (from"
                                + " @ConstantArrivalRate). Use \"1s\" or more.",
                        "here: maxVUs can't be less than preAllocatedVUs, given as maxVus = 3 (from @ConstantArrivalRate)"
                                + " and preAllocatedVus = 5 (from @ConstantArrivalRate). Use more, or leave maxVus out for as"
                                + " many as preAllocatedVus.");
    }

    @Test
    void rampingArrivalRate_keepsTheRules() {
        assertThat(problems("rampingRate"))
                .containsExactly(
                        "here: the startRate value can't be negative, given as startRate = -1 (from @RampingArrivalRate)."
                                + " Use 0 or more, or leave startRate out for 0.",
                        "here: the timeUnit must be at most 876000h, but is 900000h, given as timeUnit = \"900000h\" (from"
                                + " @RampingArrivalRate). Use a shorter time.",
                        "here: the target for stage 1 can't be negative, given as target of stage 1 = -1 (from"
                                + " @RampingArrivalRate). Use 0 or more.",
                        "here: the number of preAllocatedVUs can't be negative, given as preAllocatedVus = -5 (from"
                                + " @RampingArrivalRate). Use 0 or more.");
    }

    @Test
    void arrivalRateThatCouldNeverHaveAVu_isAnError() {
        assertThat(problems("noVus"))
                .containsExactly(
                        "here: the number of maxVUs must be more than 0, as no iteration could ever start, given"
                                + " as preAllocatedVus = 0 (from @ConstantArrivalRate). Use 1 or more.");
    }

    @Test
    void ruleWithoutAdvice_isStillTold() {
        Problems problems = new Problems();
        new ExecutorSettings(method(Loads.class, "shared").getAnnotations()[0], "here", problems)
                .report(List.of("the moon must be full"));

        assertThat(told(problems))
                .containsExactly("here: the moon must be full (from @SharedIterations). Change the annotation.");
    }

    @Test
    void advice_isKnownForEveryRuleOfBrokenProfiles() {
        List<LoadProfile.Stage> none = List.of();
        List<LoadProfile.Stage> bad =
                List.of(new LoadProfile.Stage(SECOND.negated(), -1), new LoadProfile.Stage(SECOND, Integer.MAX_VALUE));
        Duration negative = SECOND.negated();
        Duration endless = Duration.ofDays(40_000);
        List<LoadProfile> broken = List.of(
                new LoadProfile.ConstantVus(0, negative),
                new LoadProfile.SharedIterations(2, 1, endless),
                new LoadProfile.PerVuIterations(0, 0, Duration.ZERO),
                new LoadProfile.RampingVus(-1, none, negative),
                new LoadProfile.RampingVus(Integer.MAX_VALUE, bad, negative),
                new LoadProfile.ConstantArrivalRate(0, negative, endless, -1, -2),
                new LoadProfile.RampingArrivalRate(-1, endless, bad, -1, -2));

        assertThat(broken)
                .flatMap(profile -> ProfileRules.problems(profile, negative))
                .allSatisfy(rule -> assertThat(RuleAdvice.on(rule).remedy()).isNotEqualTo("Change the annotation."));
    }

    @Test
    void loadTestWithSettingsBesideAnExecutor_isAnErrorForEach() {
        assertThat(givenTwice(Both.class, "everything"))
                .containsExactly(
                        "here: the load is given twice, as vus = 2 (from @LoadTest) and by @ConstantVus. Remove vus from"
                                + " @LoadTest.",
                        "here: the load is given twice, as duration = \"5s\" (from @LoadTest) and by @ConstantVus. Remove"
                                + " duration from @LoadTest.",
                        "here: the load is given twice, as iterations = 9 (from @LoadTest) and by @ConstantVus. Remove"
                                + " iterations from @LoadTest.",
                        "here: the load is given twice, as 1 stage (from @LoadTest) and by @ConstantVus. Remove stages"
                                + " from @LoadTest.",
                        "here: gracefulStop belongs to @ConstantVus, but is given as gracefulStop = \"1s\" (from"
                                + " @LoadTest). Remove it from @LoadTest.");
    }

    @Test
    void loadTestWithGracefulStopAlone_mayStandBesideAnExecutorWithout() {
        assertThat(givenTwice(Both.class, "gracefulStopOnce")).isEmpty();
        assertThat(givenTwice(Both.class, "shortOptions")).isEmpty();
    }

    @Test
    void loadTestWithALoadOfItsOwnInAClassOfScenarios_isAnErrorForEach() {
        assertThat(givenTwice(OfScenarios.class, "run"))
                .containsExactly(
                        "here: the load is given twice, as vus = 2 (from @LoadTest) and by 1 @Scenario method. Remove vus"
                                + " from @LoadTest.",
                        "here: the load is given twice, by @ConstantVus and by 1 @Scenario method. Remove the annotation,"
                                + " or move it to a @Scenario method of its own.",
                        "here: gracefulStop belongs to the executor annotations of 1 @Scenario method, but is given as"
                                + " gracefulStop = \"1s\" (from @LoadTest). Remove it from @LoadTest.");
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ConstantVus(vus = 20, duration = "8h")
    @interface Soak {}

    static class Loads {
        void none() {}

        @ConstantVus(duration = "1s")
        void constantVus() {}

        @ConstantVus(vus = 7, duration = "1m30s", gracefulStop = "5s")
        void constantVusGiven() {}

        @RampingVus(stages = @Stage(duration = "1s", target = 5))
        void rampingVus() {}

        @RampingVus(
                startVus = 0,
                stages = {@Stage(duration = "0s", target = 100_000_000), @Stage(duration = "1500", target = 0)},
                gracefulRampDown = "0s",
                gracefulStop = "5s")
        void rampingVusGiven() {}

        @SharedIterations
        void shared() {}

        @SharedIterations(vus = 4, iterations = 5_000_000_000L, maxDuration = "1h", gracefulStop = "5s")
        void sharedGiven() {}

        @PerVuIterations
        void perVu() {}

        @PerVuIterations(vus = 4, iterations = 3, maxDuration = "2m", gracefulStop = "5s")
        void perVuGiven() {}

        @ConstantArrivalRate(rate = 10, duration = "30s", preAllocatedVus = 5)
        void constantRate() {}

        @ConstantArrivalRate(
                rate = 10,
                timeUnit = "1m",
                duration = "30s",
                preAllocatedVus = 0,
                maxVus = 20,
                gracefulStop = "5s")
        void constantRateGiven() {}

        @RampingArrivalRate(stages = @Stage(duration = "1s", target = 10), preAllocatedVus = 5)
        void rampingRate() {}

        @RampingArrivalRate(
                startRate = 3,
                timeUnit = "100ms",
                stages = @Stage(duration = "1s", target = 10),
                preAllocatedVus = 5,
                maxVus = 20,
                gracefulStop = "5s")
        void rampingRateGiven() {}

        @Soak
        void soak() {}

        @Soak
        @ConstantVus(vus = 2, duration = "1s")
        void shortSoak() {}
    }

    static class Wrong {
        @PerVuIterations
        @ConstantVus(duration = "1s")
        void twoExecutors() {}

        @Soak
        @SharedIterations
        @PerVuIterations
        void soakAndMore() {}

        @ConstantVus(vus = 0, duration = "500ms", gracefulStop = "-1s")
        void constantVus() {}

        @ConstantVus(duration = "900000h", gracefulStop = "900000h")
        void endless() {}

        @ConstantArrivalRate(rate = 1, timeUnit = "soon", duration = "", preAllocatedVus = 1, gracefulStop = "3 s")
        void noTimes() {}

        @SharedIterations(vus = 10, iterations = 5, maxDuration = "0s")
        void shared() {}

        @SharedIterations(vus = 10)
        void sharedVusOnly() {}

        @PerVuIterations(vus = -1, iterations = 0, maxDuration = "900000h")
        void perVu() {}

        @RampingVus(
                startVus = -1,
                stages = {
                    @Stage(duration = "", target = 5),
                    @Stage(duration = "-1s", target = -2),
                    @Stage(duration = "soon", target = 100_000_001)
                },
                gracefulRampDown = "-1s")
        void ramp() {}

        @RampingVus(
                startVus = 100_000_001,
                stages = {@Stage(duration = "500000h", target = 1), @Stage(duration = "500000h", target = 1)})
        void hugeRamp() {}

        @RampingVus(startVus = 0, stages = @Stage(duration = "1s", target = 0))
        void emptyRamp() {}

        @RampingVus(stages = {})
        void noStages() {}

        @ConstantArrivalRate(rate = 0, timeUnit = "0", duration = "-1s", preAllocatedVus = 5, maxVus = 3)
        void constantRate() {}

        @RampingArrivalRate(
                startRate = -1,
                timeUnit = "900000h",
                stages = @Stage(duration = "1s", target = -1),
                preAllocatedVus = -5)
        void rampingRate() {}

        @ConstantArrivalRate(rate = 1, duration = "1s", preAllocatedVus = 0)
        void noVus() {}
    }

    static class Both {
        @LoadTest(
                vus = 2,
                duration = "5s",
                iterations = 9,
                stages = @Stage(duration = "5s", target = 5),
                gracefulStop = "1s")
        @ConstantVus(duration = "1s", gracefulStop = "2s")
        void everything() {}

        @LoadTest(gracefulStop = "1s")
        @ConstantVus(duration = "1s")
        void gracefulStopOnce() {}

        @LoadTest(vus = 2, gracefulStop = "1s")
        void shortOptions() {}
    }

    static class OfScenarios {
        @Scenario
        @ConstantVus(duration = "1s")
        void browse() {}

        @LoadTest(vus = 2, gracefulStop = "1s")
        @ConstantVus(duration = "1s")
        void run() {}
    }
}
