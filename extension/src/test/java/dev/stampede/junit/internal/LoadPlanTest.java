package dev.stampede.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stampede.ConfigException;
import dev.stampede.engine.LoadProfile;
import dev.stampede.health.GeneratorHealth;
import dev.stampede.junit.ConstantVus;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.OnError;
import dev.stampede.junit.Report;
import dev.stampede.junit.Scenario;
import dev.stampede.junit.Stage;
import dev.stampede.junit.Threshold;
import dev.stampede.run.ErrorPolicy;
import dev.stampede.run.LoadOptions;
import dev.stampede.thresholds.ThresholdSpec;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

class LoadPlanTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    /** As JUnit tells it. */
    private static List<Class<?>> enclosing(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null || Modifier.isStatic(type.getModifiers()) ? List.of() : List.of(outer);
    }

    private static LoadOptions options(Class<?> type, String method) {
        Method found = Arrays.stream(type.getDeclaredMethods())
                .filter(m -> m.getName().equals(method))
                .findFirst()
                .orElseThrow();
        LoadPlan plan = LoadPlan.of(
                new Site(type, enclosing(type), found),
                AnnotationSupport.findAnnotation(found, LoadTest.class).orElseThrow(),
                new Surroundings(name -> null, Map.of()));
        plan.check();
        return plan.options();
    }

    private static LoadProfile profile(String method) {
        return options(Loads.class, method).scenarios().getFirst().profile();
    }

    private static List<String> problems(String method) {
        try {
            options(Wrong.class, method);
        } catch (ConfigException e) {
            return e.problems();
        }
        return List.of();
    }

    @Test
    void nothingGiven_isOneIterationByOneVu() {
        LoadOptions options = options(Loads.class, "nothing");

        assertThat(options.scenarios().getFirst().profile())
                .isEqualTo(new LoadProfile.PerVuIterations(1, 1, TEN_MINUTES));
        assertThat(options.scenarios().getFirst().gracefulStop()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.onError()).isEqualTo(ErrorPolicy.CONTINUE);
        assertThat(options.thresholds()).isEmpty();
        assertThat(options.name()).isEqualTo("Loads.nothing");
    }

    @Test
    void vusAndDuration_areConstantVus() {
        assertThat(profile("vusAndDuration")).isEqualTo(new LoadProfile.ConstantVus(3, Duration.ofSeconds(90)));
    }

    @Test
    void durationAlone_isOneVu() {
        assertThat(profile("durationAlone")).isEqualTo(new LoadProfile.ConstantVus(1, Duration.ofSeconds(6)));
    }

    @Test
    void vusAndIterations_areSharedIterations() {
        assertThat(profile("vusAndIterations")).isEqualTo(new LoadProfile.SharedIterations(3, 10, TEN_MINUTES));
    }

    @Test
    void iterationsAlone_areDoneByOneVu() {
        assertThat(profile("iterationsAlone")).isEqualTo(new LoadProfile.SharedIterations(1, 10, TEN_MINUTES));
    }

    @Test
    void durationWithIterations_isTheLongestTimeTheyMayTake() {
        assertThat(profile("everything")).isEqualTo(new LoadProfile.SharedIterations(3, 10, Duration.ofSeconds(20)));
    }

    @Test
    void vusAlone_shareAsManyIterations() {
        assertThat(profile("vusAlone")).isEqualTo(new LoadProfile.SharedIterations(7, 7, TEN_MINUTES));
    }

    @Test
    void stages_areARampFromOneVu() {
        assertThat(profile("stages"))
                .isEqualTo(new LoadProfile.RampingVus(
                        1,
                        List.of(
                                new LoadProfile.Stage(Duration.ZERO, 5),
                                new LoadProfile.Stage(Duration.ofSeconds(30), 50),
                                new LoadProfile.Stage(Duration.ofMillis(1500), 0)),
                        Duration.ofSeconds(30)));
    }

    @Test
    void nameGracefulStopAndOnError_areTaken() {
        LoadOptions options = options(Loads.class, "named");

        assertThat(options.name()).isEqualTo("Busy morning");
        assertThat(options.scenarios().getFirst().gracefulStop()).isZero();
        assertThat(options.onError()).isEqualTo(ErrorPolicy.ABORT);
    }

    @Test
    void metaAnnotation_bringsLoadAndThresholds() {
        LoadOptions options = options(Loads.class, "composed");

        assertThat(options.scenarios().getFirst().profile())
                .isEqualTo(new LoadProfile.SharedIterations(2, 2, TEN_MINUTES));
        assertThat(options.thresholds()).containsExactly(ThresholdSpec.of("checks", "rate==1"));
    }

    @Test
    void thresholds_ofEnclosingClassSuperclassClassAndMethodAddUp() {
        assertThat(options(Outer.Inner.class, "load").thresholds())
                .containsExactly(
                        ThresholdSpec.of("checks", "rate>0.9"),
                        ThresholdSpec.of("http_reqs", "count>1"),
                        ThresholdSpec.of("http_req_failed", "rate<0.1"),
                        ThresholdSpec.of("http_req_duration", "avg<200"),
                        new ThresholdSpec(
                                "http_req_duration{name:home}", "p(95)<500", true, Duration.ofSeconds(5), true));
    }

    @Test
    void thresholds_ofTheClassAroundAStaticNestedOneDoNotCount() {
        assertThat(options(Outer.Apart.class, "load").thresholds()).isEmpty();
    }

    @Test
    void zeroVus_areAnError() {
        assertThat(problems("zeroVus"))
                .containsExactly("@LoadTest on Wrong.zeroVus(): the number of VUs must be more than 0, given as vus = 0"
                        + " (from the annotation). Use 1 or more, or leave vus out.");
    }

    @Test
    void durationThatIsNone_quotesWhatWasGiven() {
        assertThat(problems("badDuration"))
                .containsExactly("@LoadTest on Wrong.badDuration(): time: invalid duration \"abc\", given as duration ="
                        + " \"abc\" (from the annotation). Use numbers with units, such as \"300ms\", \"30s\" or"
                        + " \"1m30s\".");
    }

    @Test
    void durationUnderASecond_isAnError() {
        assertThat(problems("shortDuration"))
                .containsExactly(
                        "@LoadTest on Wrong.shortDuration(): the duration must be at least 1s, but is 500ms, given"
                                + " as duration = \"500ms\" (from the annotation). Use \"1s\" or more, or leave duration out.");
        assertThat(problems("zeroMaxDuration"))
                .containsExactly(
                        "@LoadTest on Wrong.zeroMaxDuration(): the maxDuration must be at least 1s, but is 0s, given"
                                + " as duration = \"0s\" (from the annotation). Use \"1s\" or more, or leave duration out.");
    }

    @Test
    void fewerIterationsThanVus_areAnError() {
        assertThat(problems("fewIterations"))
                .containsExactly(
                        "@LoadTest on Wrong.fewIterations(): the number of iterations (5) can't be less than the"
                                + " number of VUs (10), given as iterations = 5 (from the annotation) and vus = 10 (from the"
                                + " annotation). Use more iterations or fewer VUs.");
        assertThat(problems("zeroIterations"))
                .containsExactly(
                        "@LoadTest on Wrong.zeroIterations(): the number of iterations (0) can't be less than the"
                                + " number of VUs (1), given as iterations = 0 (from the annotation). Use 1 iteration or more.");
    }

    @Test
    void stagesWithVus_areAnErrorThatTellsHowToStartHigher() {
        assertThat(problems("vusWithStages"))
                .containsExactly(
                        "@LoadTest on Wrong.vusWithStages(): using `vus` and `stages` options simultaneously is not"
                                + " allowed, given as vus = 5 (from the annotation) and 1 stage (from the annotation). Remove vus;"
                                + " to start with 5 VUs make @Stage(duration = \"0s\", target = 5) the first stage.");
    }

    @Test
    void stagesWithDurationAndIterations_areTwoErrors() {
        assertThat(problems("stagesWithAll"))
                .containsExactly(
                        "@LoadTest on Wrong.stagesWithAll(): using `iterations` and `stages` options simultaneously is not"
                                + " allowed, given as iterations = 9 (from the annotation) and 1 stage (from the"
                                + " annotation). Remove one of them.",
                        "@LoadTest on Wrong.stagesWithAll(): using `duration` and `stages` options simultaneously is not"
                                + " allowed, given as duration = \"5s\" (from the annotation) and 1 stage (from the"
                                + " annotation). Remove one of them; the stages' durations add up.");
    }

    @Test
    void badStages_areNumbered() {
        assertThat(problems("badStages"))
                .containsExactlyInAnyOrder(
                        "@LoadTest on Wrong.badStages(): stage 1 doesn't have a duration. Give it one, such as \"30s\";"
                                + " \"0s\" jumps to the target.",
                        "@LoadTest on Wrong.badStages(): the duration for stage 2 can't be negative, given as duration ="
                                + " \"-1s\" (from the annotation). Use \"0s\" to jump to the target, or more.",
                        "@LoadTest on Wrong.badStages(): the target for stage 2 can't be negative, given as target = -2 (from"
                                + " the annotation). Use 0 or more.",
                        "@LoadTest on Wrong.badStages(): time: invalid duration \"soon\", given as duration of stage 3 ="
                                + " \"soon\" (from the annotation). Use numbers with units, such as \"300ms\", \"30s\" or"
                                + " \"1m30s\".",
                        "@LoadTest on Wrong.badStages(): target for stage 3 exceeds max limit of 100000000, given as target ="
                                + " 100000001 (from the annotation). Use fewer VUs.");
    }

    @Test
    void negativeGracefulStop_isAnError() {
        assertThat(problems("negativeGracefulStop"))
                .containsExactly(
                        "@LoadTest on Wrong.negativeGracefulStop(): the gracefulStop timeout can't be negative,"
                                + " given as gracefulStop = \"-1s\" (from the annotation). Use \"0s\" to interrupt iterations at"
                                + " once, or leave gracefulStop out for 30s.");
    }

    @Test
    void negativeDelayAbortEval_isAnError() {
        assertThat(problems("negativeDelay"))
                .containsExactly(
                        "@Threshold(metric = \"checks\", value = \"rate>0.9\") on Wrong.negativeDelay(): delayAbortEval"
                                + " can't be negative, given as delayAbortEval = \"-5s\" (from the annotation). Use a time"
                                + " such as \"10s\", or leave it out to abort at the first evaluation.");
    }

    @Test
    void badDelayAbortEval_namesItsThreshold() {
        assertThat(problems("badDelay"))
                .containsExactly(
                        "@Threshold(metric = \"checks\", value = \"rate>0.9\") on Wrong.badDelay(): time: invalid"
                                + " duration \"soon\", given as delayAbortEval = \"soon\" (from the annotation). Use numbers"
                                + " with units, such as \"300ms\", \"30s\" or \"1m30s\".");
    }

    @Test
    void thresholdThatCannotHold_saysWhereItStandsAndWhatToDo() {
        assertThat(problems("unknownMetric"))
                .containsExactly(
                        "@Threshold on Wrong.unknownMetric(): invalid threshold defined on check; reason: no metric"
                                + " name \"check\" found; did you mean 'checks'? It was given as metric = \"check\" and value = \"rate>0.5\""
                                + " (from the annotation). Use a metric of every run or one that the test makes, with or without tags,"
                                + " such as \"http_req_duration{name:home}\".");
        assertThat(problems("wrongAggregation"))
                .singleElement()
                .asString()
                .startsWith("@Threshold on Wrong.wrongAggregation(): ")
                .contains(
                        ", given as metric = \"http_reqs\" and value = \"p(95)<5\" (from the annotation). Use an aggregation"
                                + " that metrics of this type have: ");
        assertThat(problems("brokenMetricAndExpression"))
                .satisfiesExactly(
                        expression -> assertThat(expression).endsWith("such as \"p(95)<500\" or \"rate>0.99\"."),
                        metric -> assertThat(metric)
                                .startsWith(
                                        "@Threshold on Wrong.brokenMetricAndExpression(): unable to validate threshold"
                                                + " expressions; reason: parsing metric name failed, ")
                                .endsWith("such as \"http_req_duration{name:home}\"."));
    }

    @Test
    void severalProblems_areAllTold() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> options(Wrong.class, "several"))
                .withMessage("""
                        The load test has 3 configuration problems:
                        \t- @LoadTest on Wrong.several(): time: unknown unit " minute" in duration "1 minute", given as duration = "1 minute" \
                        (from the annotation). Use numbers with units, such as "300ms", "30s" or "1m30s".
                        \t- @LoadTest on Wrong.several(): time: invalid duration "x", given as gracefulStop = "x" (from the \
                        annotation). Use numbers with units, such as "300ms", "30s" or "1m30s".
                        \t- @LoadTest on Wrong.several(): the number of VUs must be more than 0, given as vus = -5 (from the \
                        annotation). Use 1 or more, or leave vus out.""");
    }

    private static LoadPlan plan(Class<?> type, String method, Map<String, String> parameters, Map<String, String> env)
            throws NoSuchMethodException {
        Method found = type.getDeclaredMethod(method);
        return LoadPlan.of(
                new Site(type, found),
                AnnotationSupport.findAnnotation(found, LoadTest.class).orElseThrow(),
                new Surroundings(parameters::get, env));
    }

    @Test
    void environment_isOverParameters_andThoseOverTheAnnotation() throws Exception {
        Map<String, String> parameters = Map.of("stampede.vus", "4", "stampede.duration", "20s");
        Map<String, String> env =
                Map.of("K6_DURATION", "30s", "K6_TAGS", "team:web", "K6_MIN_ITERATION_DURATION", "2s");

        LoadOptions options = plan(Loads.class, "everything", parameters, env).options();

        assertThat(options.scenarios().getFirst().profile())
                .isEqualTo(new LoadProfile.ConstantVus(4, Duration.ofSeconds(30)));
        assertThat(options.tags()).isEqualTo(Map.of("team", "web"));
        assertThat(options.minIterationDuration()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void generatorHealth_isASettingLikeAnyOther() throws Exception {
        Map<String, String> parameters = Map.of("stampede.generatorHealth", "warn");

        assertThat(plan(Loads.class, "everything", Map.of(), Map.of()).options().generatorHealth())
                .isEqualTo(GeneratorHealth.FAIL);
        assertThat(plan(Loads.class, "everything", parameters, Map.of())
                        .options()
                        .generatorHealth())
                .isEqualTo(GeneratorHealth.WARN);
        assertThat(plan(Loads.class, "everything", parameters, Map.of("STAMPEDE_GENERATOR_HEALTH", "off"))
                        .options()
                        .generatorHealth())
                .isEqualTo(GeneratorHealth.OFF);
    }

    @Test
    void stagesOfTheEnvironment_replaceTheAnnotationsLoad_butKeepItsVus() throws Exception {
        LoadOptions options = plan(Loads.class, "vusAndDuration", Map.of(), Map.of("K6_STAGES", "10s:5,1m:0"))
                .options();

        assertThat(options.scenarios().getFirst().profile())
                .isEqualTo(new LoadProfile.RampingVus(
                        3,
                        List.of(
                                new LoadProfile.Stage(Duration.ofSeconds(10), 5),
                                new LoadProfile.Stage(Duration.ofMinutes(1), 0)),
                        Duration.ofSeconds(30)));
    }

    @Test
    void sources_tellEachSettingAndWhereItCameFrom() throws Exception {
        LoadPlan plan = plan(
                Loads.class,
                "vusAndDuration",
                Map.of("stampede.flag.duration", "5s"),
                Map.of("K6_VUS", "7", "K6_NO_USAGE_REPORT", "true"));

        assertThat(plan.sources())
                .containsExactlyInAnyOrder(
                        "vus = 7 (from environment variable K6_VUS)",
                        "duration = \"5s\" (from flag --duration)",
                        "noUsageReport (from environment variable K6_NO_USAGE_REPORT) has no influence here");
    }

    @Test
    void wrongValueOfAnExecutorAnnotation_isToldOnce() throws Exception {
        assertThat(plan(WrongExecutor.class, "load", Map.of(), Map.of())
                        .problems()
                        .all())
                .containsExactly(
                        "@LoadTest on WrongExecutor.load(): the number of VUs must be more than 0, given as vus = 0"
                                + " (from @ConstantVus). Use 1 or more, or leave vus out for 1.");
        assertThat(plan(WrongScenario.class, "load", Map.of(), Map.of())
                        .problems()
                        .all())
                .hasSize(1);
    }

    static class WrongExecutor {
        @LoadTest
        @ConstantVus(vus = 0, duration = "5s")
        void load() {}
    }

    @Test
    void reportWithoutTheModule_isAProblem() {
        assertThat(problems("report"))
                .containsExactly("@LoadTest on Wrong.report(): no report can be written, as there is no"
                        + " dev.stampede:stampede-results on the class path, given as report = \"target/{name}.html\" (from"
                        + " @Report on Wrong.report()). Add it to the test dependencies, or do not ask for a report.");
    }

    static class WrongScenario {
        @Scenario
        @ConstantVus(vus = 0, duration = "5s")
        void one() {}

        @LoadTest
        void load() {}
    }

    @Test
    void mistypedJvmProperty_isWarnedOf() throws Exception {
        Method load = Loads.class.getDeclaredMethod("nothing");
        Set<String> given = Set.of("stampede.vuss", "stampede.cloud.name", "stampede.mode", "stampede.vus", "user.dir");

        LoadPlan plan = LoadPlan.of(
                new Site(Loads.class, load),
                load.getAnnotation(LoadTest.class),
                new Surroundings(name -> null, given, Map.of()));

        assertThat(plan.notes())
                .containsExactly("configuration parameter 'stampede.vuss' means nothing; did you mean 'stampede.vus'?");
    }

    @Test
    void wrongSettings_ofAllPlaces_areToldAtOnce() throws Exception {
        LoadPlan plan = plan(
                Wrong.class,
                "zeroVus",
                Map.of("stampede.duration", "soon"),
                Map.of("K6_ITERATIONS", "many", "K6_EXECUTION_SEGMENT", "2/1"));

        assertThat(plan.problems().all())
                .hasSize(4)
                .anySatisfy(p -> assertThat(p).startsWith("configuration parameter 'stampede.duration': "))
                .anySatisfy(p -> assertThat(p).startsWith("environment variable K6_ITERATIONS: "))
                .anySatisfy(p -> assertThat(p)
                        .contains("segment end value can't be more than 1 but was 2.00", "K6_EXECUTION_SEGMENT"))
                .anySatisfy(p -> assertThat(p).contains("the number of VUs must be more than 0, given as vus = 0"));
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @LoadTest(vus = 2)
    @Threshold(metric = "checks", value = "rate==1")
    @interface Smoke {}

    static class Loads {
        @LoadTest
        void nothing() {}

        @LoadTest(vus = 3, duration = "1m30s")
        void vusAndDuration() {}

        @LoadTest(duration = "6s")
        void durationAlone() {}

        @LoadTest(vus = 3, iterations = 10)
        void vusAndIterations() {}

        @LoadTest(iterations = 10)
        void iterationsAlone() {}

        @LoadTest(vus = 3, iterations = 10, duration = "20s")
        void everything() {}

        @LoadTest(vus = 7)
        void vusAlone() {}

        @LoadTest(
                stages = {
                    @Stage(duration = "0s", target = 5),
                    @Stage(duration = "30s", target = 50),
                    @Stage(duration = "1500", target = 0)
                })
        void stages() {}

        @LoadTest(value = "Busy morning", gracefulStop = "0s", onError = OnError.ABORT)
        void named() {}

        @Smoke
        void composed() {}
    }

    @Threshold(metric = "checks", value = "rate>0.9")
    static class Outer {
        @Threshold(metric = "http_req_failed", value = "rate<0.1")
        @SuppressWarnings("ClassCanBeStatic")
        class Inner extends Base {
            @LoadTest
            @Threshold(metric = "http_req_failed", value = "rate<0.1")
            @Threshold(metric = "http_req_duration", value = "avg<200")
            @Threshold(
                    metric = "http_req_duration{name:home}",
                    value = "p(95)<500",
                    abortOnFail = true,
                    delayAbortEval = "5s")
            void load() {}
        }

        static class Apart {
            @LoadTest
            void load() {}
        }
    }

    @Threshold(metric = "http_reqs", value = "count>1")
    static class Base {}

    static class Wrong {
        @Report("target/{name}.html")
        @LoadTest
        void report() {}

        @LoadTest(vus = 0)
        void zeroVus() {}

        @LoadTest(duration = "abc")
        void badDuration() {}

        @LoadTest(duration = "500ms")
        void shortDuration() {}

        @LoadTest(iterations = 5, duration = "0s")
        void zeroMaxDuration() {}

        @LoadTest(vus = 10, iterations = 5)
        void fewIterations() {}

        @LoadTest(iterations = 0)
        void zeroIterations() {}

        @LoadTest(vus = 5, stages = @Stage(duration = "5s", target = 5))
        void vusWithStages() {}

        @LoadTest(iterations = 9, duration = "5s", stages = @Stage(duration = "5s", target = 5))
        void stagesWithAll() {}

        @LoadTest(
                stages = {
                    @Stage(duration = "", target = 5),
                    @Stage(duration = "-1s", target = -2),
                    @Stage(duration = "soon", target = 100_000_001)
                })
        void badStages() {}

        @LoadTest(gracefulStop = "-1s")
        void negativeGracefulStop() {}

        @LoadTest
        @Threshold(metric = "checks", value = "rate>0.9", delayAbortEval = "-5s")
        void negativeDelay() {}

        @LoadTest
        @Threshold(metric = "checks", value = "rate>0.9", delayAbortEval = "soon")
        void badDelay() {}

        @LoadTest
        @Threshold(metric = "check", value = "rate>0.5")
        void unknownMetric() {}

        @LoadTest
        @Threshold(metric = "http_reqs", value = "p(95)<5")
        void wrongAggregation() {}

        @LoadTest
        @Threshold(metric = "http_req_duration{", value = "avg")
        void brokenMetricAndExpression() {}

        @LoadTest(vus = -5, duration = "1 minute", gracefulStop = "x")
        void several() {}
    }
}
