package dev.stampede.junit.internal;

import dev.stampede.junit.LoadTest;
import dev.stampede.options.Problems;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;

/**
 * A load is described once: by what {@code @LoadTest} says, by an executor annotation beside it, or by the class's scenario
 * methods. (k6: {@code lib/executor/execution_config_shortcuts.go}, where an annotation is one layer.)
 */
final class LoadGivenTwice {
    private static final List<String> LOAD = List.of("vus", "duration", "iterations", "stages");

    private LoadGivenTwice() {}

    /**
     * Adds each setting that is given in two places to the problems.
     *
     * @param method the load test
     * @param annotation of the method, may come from a meta-annotation
     * @param scenarios of its class
     */
    static void check(Method method, LoadTest annotation, ScenarioMethods scenarios, String where, Problems problems) {
        List<Annotation> executors = ExecutorAnnotations.on(method);
        if (!scenarios.isEmpty()) {
            String others = LoadText.count(scenarios.all().size(), "@Scenario method");
            loadSettings(annotation, others, where, problems);
            executors.forEach(executor -> problems.add(
                    where,
                    "the load is given twice, by " + ExecutorAnnotations.names(List.of(executor)) + " and by " + others,
                    "Remove the annotation, or move it to a @Scenario method of its own."));
            gracefulStop(annotation, "the executor annotations of " + others, where, problems);
        } else if (!executors.isEmpty()) {
            String others = ExecutorAnnotations.names(executors);
            loadSettings(annotation, others, where, problems);
            if (ExecutorAnnotations.givenGracefulStop(method) != null) {
                gracefulStop(annotation, others, where, problems);
            }
        }
    }

    private static void loadSettings(LoadTest annotation, String others, String where, Problems problems) {
        for (String setting : LOAD) {
            String quote = ExecutorSettings.quote(annotation, setting);
            if (quote != null) {
                problems.add(
                        where,
                        "the load is given twice, as " + quote + " and by " + others,
                        "Remove " + setting + " from @LoadTest.");
            }
        }
    }

    private static void gracefulStop(LoadTest annotation, String others, String where, Problems problems) {
        String quote = ExecutorSettings.quote(annotation, "gracefulStop");
        if (quote != null) {
            problems.add(
                    where,
                    "gracefulStop belongs to " + others + ", but is given as " + quote,
                    "Remove it from @LoadTest.");
        }
    }
}
