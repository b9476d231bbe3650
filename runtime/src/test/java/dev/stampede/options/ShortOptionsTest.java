package dev.stampede.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Scenario;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShortOptionsTest {
    private static final String WHERE = "@LoadTest on Cart.load()";
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Scenario BROWSE = Scenario.of("browse", new LoadProfile.ConstantVus(2, Duration.ofSeconds(5)));

    private final Problems problems = new Problems();

    private static OptionLayer.Builder layer() {
        return OptionLayer.builder();
    }

    /** As an annotation reader does: the text stays as it was written. */
    private static Given<Duration> time(String text) {
        return new Given<>(dev.stampede.clock.Durations.parse(text), Given.ANNOTATION, "\"" + text + "\"");
    }

    private static <T> OptionLayer.Builder say(OptionLayer.Builder layer, Setting<T> setting, T value) {
        return layer.set(setting, value, Given.ANNOTATION);
    }

    private Options merge(OptionLayer.Builder... layers) {
        return Options.merge(
                WHERE, Arrays.stream(layers).map(OptionLayer.Builder::build).toList(), problems);
    }

    private LoadProfile profile(OptionLayer.Builder... layers) {
        Options options = merge(layers);
        assertThat(problems.all()).isEmpty();
        Scenario only = options.scenarios().getFirst();
        assertThat(only.name()).isEqualTo("default");
        return only.profile();
    }

    private List<String> problems(OptionLayer.Builder layer) {
        Problems found = new Problems();
        Options unused = Options.merge(WHERE, List.of(layer.build()), found);
        return found.all();
    }

    @Test
    void nothingGiven_isOneIterationByOneVu() {
        assertThat(profile()).isEqualTo(new LoadProfile.PerVuIterations(1, 1, TEN_MINUTES));
    }

    @Test
    void vusAndDuration_areConstantVus() {
        assertThat(profile(say(layer(), Setting.VUS, 3).set(Setting.DURATION, time("90s"))))
                .isEqualTo(new LoadProfile.ConstantVus(3, Duration.ofSeconds(90)));
        assertThat(profile(layer().set(Setting.DURATION, time("6s"))))
                .isEqualTo(new LoadProfile.ConstantVus(1, Duration.ofSeconds(6)));
    }

    @Test
    void iterations_areSharedAndDurationLimitsThem() {
        assertThat(profile(say(layer(), Setting.ITERATIONS, 10L)))
                .isEqualTo(new LoadProfile.SharedIterations(1, 10, TEN_MINUTES));
        assertThat(profile(say(say(layer(), Setting.ITERATIONS, 10L), Setting.VUS, 3)
                        .set(Setting.DURATION, time("20s"))))
                .isEqualTo(new LoadProfile.SharedIterations(3, 10, Duration.ofSeconds(20)));
    }

    @Test
    void vusAlone_shareAsManyIterations() {
        assertThat(profile(say(layer(), Setting.VUS, 7)))
                .isEqualTo(new LoadProfile.SharedIterations(7, 7, TEN_MINUTES));
    }

    @Test
    void stages_areARampFromVusOrOne() {
        List<GivenStage> stages = List.of(
                GivenStage.of(Duration.ZERO, 5, Given.ANNOTATION),
                GivenStage.of(Duration.ofSeconds(30), 50, Given.ANNOTATION));
        List<LoadProfile.Stage> expected =
                List.of(new LoadProfile.Stage(Duration.ZERO, 5), new LoadProfile.Stage(Duration.ofSeconds(30), 50));

        assertThat(profile(say(layer(), Setting.STAGES, stages)))
                .isEqualTo(new LoadProfile.RampingVus(1, expected, Duration.ofSeconds(30)));
        assertThat(profile(say(say(layer(), Setting.STAGES, stages), Setting.VUS, 4)))
                .isEqualTo(new LoadProfile.RampingVus(4, expected, Duration.ofSeconds(30)));
        assertThat(profile(say(say(layer(), Setting.STAGES, stages), Setting.VUS, 0)))
                .isEqualTo(new LoadProfile.RampingVus(0, expected, Duration.ofSeconds(30)));
    }

    @Test
    void stagesWithoutDuration_areDropped() {
        assertThat(profile(environment(Map.of("K6_STAGES", ":7,10s:5"))))
                .isEqualTo(new LoadProfile.RampingVus(
                        1, List.of(new LoadProfile.Stage(Duration.ofSeconds(10), 5)), Duration.ofSeconds(30)));
    }

    @Test
    void emptyStagesOrScenarios_areOneIterationWithAWarning() {
        Options stages = merge(environment(Map.of("K6_STAGES", "")));
        Options scenarios = merge(say(layer(), Setting.SCENARIOS, List.of()));

        assertThat(stages.scenarios().getFirst().profile())
                .isEqualTo(new LoadProfile.PerVuIterations(1, 1, TEN_MINUTES));
        assertThat(stages.warnings())
                .containsExactly(
                        "`stages` was explicitly set to an empty value, running the script with 1 iteration in 1 VU"
                                + " (from environment variable K6_STAGES)");
        assertThat(scenarios.warnings())
                .containsExactly(
                        "`scenarios` was explicitly set to an empty value, running the script with 1 iteration in 1"
                                + " VU (from the annotation)");
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void scenarios_stayAsTheyAre() {
        Options options = merge(say(layer(), Setting.SCENARIOS, List.of(BROWSE)));

        assertThat(options.scenarios()).containsExactly(BROWSE);
        assertThat(options.warnings()).isEmpty();
    }

    @Test
    void vusOverScenarios_replaceThemWithAWarning() {
        Options options = merge(
                layer().set(Setting.SCENARIOS, List.of(BROWSE), "options file load.json"),
                environment(Map.of("K6_VUS", "5")));

        assertThat(options.scenarios().getFirst().profile())
                .isEqualTo(new LoadProfile.SharedIterations(5, 5, TEN_MINUTES));
        assertThat(options.warnings())
                .containsExactly(
                        "vus = 5 (from environment variable K6_VUS) overrides 1 scenario (from options file"
                                + " load.json): it means as many iterations, shared among the VUs. Remove vus to run the scenarios.");
    }

    @Test
    void higherLayerThatSaysLoad_dropsLoadOfLowerOnesButNotVus() {
        OptionLayer.Builder file = say(layer(), Setting.VUS, 4).set(Setting.ITERATIONS, 100L, "file");

        assertThat(profile(file, environment(Map.of("K6_DURATION", "5s"))))
                .isEqualTo(new LoadProfile.ConstantVus(4, Duration.ofSeconds(5)));
        assertThat(profile(file, environment(Map.of("K6_STAGES", "5s:3"))))
                .isEqualTo(new LoadProfile.RampingVus(
                        4, List.of(new LoadProfile.Stage(Duration.ofSeconds(5), 3)), Duration.ofSeconds(30)));
        assertThat(profile(file, environment(Map.of("K6_VUS", "2"))))
                .isEqualTo(new LoadProfile.SharedIterations(2, 100, TEN_MINUTES));
        Options scenarios = merge(
                layer().set(Setting.DURATION, Duration.ofSeconds(5), "file"),
                say(layer(), Setting.SCENARIOS, List.of(BROWSE)));
        assertThat(scenarios.scenarios()).containsExactly(BROWSE);
        assertThat(scenarios.get(Setting.DURATION)).isNull();
    }

    @Test
    void gracefulStop_isThatOfTheShortOptionsOnly() {
        OptionLayer.Builder grace = say(layer(), Setting.GRACEFUL_STOP, Duration.ZERO);

        assertThat(merge(grace).scenarios().getFirst().gracefulStop()).isZero();
        Options scenarios = merge(say(layer(), Setting.SCENARIOS, List.of(BROWSE)), grace);
        assertThat(scenarios.scenarios()).containsExactly(BROWSE);
        assertThat(scenarios.warnings())
                .containsExactly(
                        "gracefulStop = \"0s\" (from the annotation) has no effect: each scenario has a gracefulStop"
                                + " of its own. Give it there.");
    }

    @Test
    void zeroVus_areAnError() {
        assertThat(problems(say(layer(), Setting.VUS, 0)))
                .containsExactly("@LoadTest on Cart.load(): the number of VUs must be more than 0, given as vus = 0"
                        + " (from the annotation). Use 1 or more, or leave vus out.");
    }

    @Test
    void durationUnderASecond_isAnError() {
        assertThat(problems(layer().set(Setting.DURATION, time("500ms"))))
                .containsExactly("@LoadTest on Cart.load(): the duration must be at least 1s, but is 500ms, given as"
                        + " duration = \"500ms\" (from the annotation). Use \"1s\" or more, or leave duration out.");
        assertThat(problems(say(layer(), Setting.ITERATIONS, 5L).set(Setting.DURATION, time("0s"))))
                .containsExactly("@LoadTest on Cart.load(): the maxDuration must be at least 1s, but is 0s, given as"
                        + " duration = \"0s\" (from the annotation). Use \"1s\" or more, or leave duration out.");
        assertThat(problems(layer().set(Setting.DURATION, time("0s"))))
                .containsExactly("@LoadTest on Cart.load(): `duration` option should be more than 0, given as"
                        + " duration = \"0s\" (from the annotation). Use \"1s\" or more, or leave duration out.");
        assertThat(problems(layer().set(Setting.DURATION, time("1000000h"))))
                .containsExactly(
                        "@LoadTest on Cart.load(): the duration must be at most 876000h, but is 1000000h, given"
                                + " as duration = \"1000000h\" (from the annotation). Use a shorter time.");
    }

    @Test
    void fewerIterationsThanVus_areAnError() {
        assertThat(problems(say(say(layer(), Setting.ITERATIONS, 5L), Setting.VUS, 10)))
                .containsExactly(
                        "@LoadTest on Cart.load(): the number of iterations (5) can't be less than the number of"
                                + " VUs (10), given as iterations = 5 (from the annotation) and vus = 10 (from the annotation). Use"
                                + " more iterations or fewer VUs.");
        assertThat(problems(say(layer(), Setting.ITERATIONS, 0L)))
                .containsExactly(
                        "@LoadTest on Cart.load(): the number of iterations (0) can't be less than the number of"
                                + " VUs (1), given as iterations = 0 (from the annotation). Use 1 iteration or more.");
    }

    @Test
    void stagesWithDurationAndIterations_areTwoErrors() {
        List<GivenStage> stages = List.of(GivenStage.of(Duration.ofSeconds(5), 5, Given.ANNOTATION));

        assertThat(problems(say(say(layer(), Setting.ITERATIONS, 9L), Setting.STAGES, stages)
                        .set(Setting.DURATION, time("5s"))))
                .containsExactly(
                        "@LoadTest on Cart.load(): using `iterations` and `stages` options simultaneously is not allowed,"
                                + " given as iterations = 9 (from the annotation) and 1 stage (from the annotation). Remove"
                                + " one of them.",
                        "@LoadTest on Cart.load(): using `duration` and `stages` options simultaneously is not allowed,"
                                + " given as duration = \"5s\" (from the annotation) and 1 stage (from the annotation). Remove"
                                + " one of them; the stages' durations add up.");
    }

    @Test
    void scenariosWithShortOptions_areAnErrorEach() {
        List<GivenStage> stages = List.of(GivenStage.of(Duration.ofSeconds(5), 5, Given.ANNOTATION));

        assertThat(problems(say(
                        say(say(layer(), Setting.ITERATIONS, 9L), Setting.STAGES, stages)
                                .set(Setting.DURATION, time("5s")),
                        Setting.SCENARIOS,
                        List.of(BROWSE, BROWSE))))
                .contains(
                        "@LoadTest on Cart.load(): using `iterations` and `scenarios` options simultaneously is not"
                                + " allowed, given as iterations = 9 (from the annotation) and 2 scenarios (from the"
                                + " annotation). Remove one of them.",
                        "@LoadTest on Cart.load(): using `duration` and `scenarios` options simultaneously is not allowed,"
                                + " given as duration = \"5s\" (from the annotation) and 2 scenarios (from the annotation)."
                                + " Remove one of them.",
                        "@LoadTest on Cart.load(): using `stages` and `scenarios` options simultaneously is not allowed,"
                                + " given as 1 stage (from the annotation) and 2 scenarios (from the annotation). Remove one"
                                + " of them.");
    }

    @Test
    void badStages_areNumbered() {
        List<GivenStage> stages = List.of(
                GivenStage.of(Duration.ofSeconds(1), 1, Given.ANNOTATION),
                new GivenStage(time("-1s"), new Given<>(-2, Given.ANNOTATION)),
                GivenStage.of(Duration.ofSeconds(1), 100_000_001, Given.ANNOTATION));

        assertThat(problems(say(layer(), Setting.STAGES, stages)))
                .containsExactly(
                        "@LoadTest on Cart.load(): the duration for stage 2 can't be negative, given as duration ="
                                + " \"-1s\" (from the annotation). Use \"0s\" to jump to the target, or more.",
                        "@LoadTest on Cart.load(): the target for stage 2 can't be negative, given as target = -2 (from"
                                + " the annotation). Use 0 or more.",
                        "@LoadTest on Cart.load(): target for stage 3 exceeds max limit of 100000000, given as target ="
                                + " 100000001 (from the annotation). Use fewer VUs.");
        assertThat(problems(environment(Map.of("K6_STAGES", "10s"))))
                .containsExactly(
                        "@LoadTest on Cart.load(): stage 1 doesn't have a target, given as stages = \"10s\" (from"
                                + " environment variable K6_STAGES). Give it one, such as 10.");
    }

    @Test
    void rampOfNobody_isAnError() {
        assertThat(problems(environment(Map.of("K6_STAGES", "10s:0", "K6_VUS", "0"))))
                .containsExactly("@LoadTest on Cart.load(): either startVUs or one of the stages' target values must be"
                        + " greater than 0, given as vus = 0 (from environment variable K6_VUS) and 1 stage. Give a stage a"
                        + " target, or use more vus.");
        assertThat(problems(environment(Map.of("K6_STAGES", "10s:1", "K6_VUS", "-1"))))
                .containsExactly(
                        "@LoadTest on Cart.load(): the number of start VUs can't be negative, given as vus = -1"
                                + " (from environment variable K6_VUS). Use 0 or more, or leave vus out for 1.");
    }

    @Test
    void negativeGracefulStop_isAnError() {
        assertThat(problems(layer().set(Setting.GRACEFUL_STOP, time("-1s"))))
                .containsExactly("@LoadTest on Cart.load(): the gracefulStop timeout can't be negative, given as"
                        + " gracefulStop = \"-1s\" (from the annotation). Use \"0s\" to interrupt iterations at once, or leave"
                        + " gracefulStop out for 30s.");
    }

    private OptionLayer.Builder environment(Map<String, String> environment) {
        OptionLayer.Builder builder = layer();
        OptionLayer read = EnvironmentLayer.read(environment, problems);
        for (Setting<?> setting : Setting.all()) {
            copy(setting, read, builder);
        }
        return builder;
    }

    private static <T> void copy(Setting<T> setting, OptionLayer from, OptionLayer.Builder to) {
        Given<T> given = from.get(setting);
        if (given != null) {
            to.set(setting, given);
        }
    }
}
