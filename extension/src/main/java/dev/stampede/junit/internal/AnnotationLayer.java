package dev.stampede.junit.internal;

import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Scenario;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Stage;
import dev.stampede.options.Given;
import dev.stampede.options.GivenStage;
import dev.stampede.options.OptionLayer;
import dev.stampede.options.Problems;
import dev.stampede.options.Setting;
import dev.stampede.thresholds.ThresholdSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the annotations of a load test say, as one layer of settings. Pure functions. */
final class AnnotationLayer {
    private AnnotationLayer() {}

    /**
     * Reads them; what is wrong is added to the problems.
     *
     * @param annotation may come from a meta-annotation
     * @param scenarios scenario methods of the class; empty if the load test is a load itself
     */
    static OptionLayer of(Site site, LoadTest annotation, ScenarioMethods scenarios, Problems problems) {
        OptionLayer.Builder layer = OptionLayer.builder();
        LoadGivenTwice.check(site.method(), annotation, scenarios, site.loadTest(), problems);
        if (scenarios.isEmpty()) {
            executor(site, layer, problems);
        } else if (!problems.any()) { // what is wrong is told once, where it was read
            layer.set(Setting.SCENARIOS, scenarios.scenarios(), "the @Scenario methods");
        }
        shortOptions(annotation, site.loadTest(), layer, problems);
        List<ThresholdSpec> thresholds = DeclaredThresholds.of(site, problems);
        if (!thresholds.isEmpty()) {
            layer.set(Setting.THRESHOLDS, thresholds, Given.ANNOTATION);
        }
        TracingAnnotation.read(site, layer);
        ReportAnnotation.read(site, layer);
        return layer.build();
    }

    private static void executor(Site site, OptionLayer.Builder layer, Problems problems) {
        LoadProfile profile = ExecutorAnnotations.profile(site.method(), site.loadTest(), problems);
        Duration gracefulStop = ExecutorAnnotations.gracefulStop(site.method(), site.loadTest(), problems);
        if (profile != null && !problems.any()) {
            Scenario scenario = Scenario.of(Scenario.DEFAULT, profile);
            layer.set(
                    Setting.SCENARIOS,
                    List.of(gracefulStop == null ? scenario : scenario.withGracefulStop(gracefulStop)),
                    ExecutorAnnotations.names(ExecutorAnnotations.on(site.method())));
        }
    }

    private static void shortOptions(LoadTest annotation, String where, OptionLayer.Builder layer, Problems problems) {
        if (annotation.vus() != -1) {
            layer.set(Setting.VUS, given(annotation.vus(), Given.ANNOTATION));
        }
        if (annotation.iterations() != -1) {
            layer.set(Setting.ITERATIONS, given(annotation.iterations(), Given.ANNOTATION));
        }
        duration(Setting.DURATION, annotation.duration(), where, layer, problems);
        duration(Setting.GRACEFUL_STOP, annotation.gracefulStop(), where, layer, problems);
        if (annotation.stages().length > 0) {
            layer.set(Setting.STAGES, given(stages(annotation.stages(), where, problems), Given.ANNOTATION));
            if (annotation.vus() != -1) {
                startVus(annotation, where, problems);
            }
        }
    }

    private static void duration(
            Setting<Duration> setting, String text, String where, OptionLayer.Builder layer, Problems problems) {
        if (!text.isEmpty()) {
            Duration duration = problems.duration(where, setting.key(), new Given<>(text, Given.ANNOTATION));
            if (duration != null) {
                layer.set(setting, new Given<>(duration, Given.ANNOTATION, "\"" + text + "\""));
            }
        }
    }

    private static List<GivenStage> stages(Stage[] stages, String where, Problems problems) {
        List<GivenStage> result = new ArrayList<>();
        for (int i = 1; i <= stages.length; i++) {
            Stage stage = stages[i - 1];
            result.add(new GivenStage(
                    stageDuration(i, stage.duration(), where, problems),
                    given(stage.target(), Given.ANNOTATION),
                    stage.name()));
        }
        return result;
    }

    /** Zero in place of one that cannot be read: a stage without a duration would not count. */
    private static Given<Duration> stageDuration(int number, String text, String where, Problems problems) {
        Given<String> given = new Given<>(text, Given.ANNOTATION);
        Duration duration = null;
        if (text.isEmpty()) {
            problems.add(
                    where,
                    "stage " + number + " doesn't have a duration",
                    "Give it one, such as \"30s\"; \"0s\" jumps to the target.");
        } else {
            duration = problems.duration(where, "duration of stage " + number, given);
        }
        return new Given<>(duration == null ? Duration.ZERO : duration, Given.ANNOTATION, given.text());
    }

    /** k6 would take it as the number of users at the start; in one annotation it reads as a load given twice. */
    private static void startVus(LoadTest annotation, String where, Problems problems) {
        int start = Math.max(1, annotation.vus());
        problems.add(
                where,
                "using `vus` and `stages` options simultaneously is not allowed, given as "
                        + given(annotation.vus(), Given.ANNOTATION).quote("vus") + " and "
                        + LoadText.count(annotation.stages().length, "stage") + " (from " + Given.ANNOTATION + ")",
                "Remove vus; to start with " + start + " VUs make @Stage(duration = \"0s\", target = " + start
                        + ") the first stage.");
    }

    private static <T> Given<T> given(T value, String source) {
        return new Given<>(value, source);
    }
}
