package dev.stampede.junit.internal;

import dev.stampede.ConfigException;
import dev.stampede.junit.Threshold;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricSelector;
import dev.stampede.options.Given;
import dev.stampede.options.Problems;
import dev.stampede.thresholds.ScopeRules;
import dev.stampede.thresholds.ThresholdExpression;
import dev.stampede.thresholds.ThresholdSpec;
import dev.stampede.thresholds.Thresholds;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds the thresholds that hold for a load test: of enclosing classes, of the class, of the method, in this order. */
final class DeclaredThresholds {
    private static final String WRITE_AN_EXPRESSION =
            "Write aggregation, operator and number, such as \"p(95)<500\" or \"rate>0.99\".";
    private static final String NAME_A_METRIC =
            "Use a metric of every run or one that the test makes, with or without tags, such as"
                    + " \"http_req_duration{name:home}\".";
    private static final String USE_ITS_AGGREGATIONS =
            "Use an aggregation that metrics of this type have: avg, min, max, med or p(N) of trends, rate of rates, count or"
                    + " rate of counters, value of gauges.";

    private DeclaredThresholds() {}

    /** The thresholds, none twice; what is wrong is added to the problems. */
    static List<ThresholdSpec> of(Site site, Problems problems) {
        Set<ThresholdSpec> found = new LinkedHashSet<>();
        for (Class<?> type : site.typesOutermostFirst()) {
            add(type, type.getSimpleName(), found, problems);
        }
        add(site.method(), site.runName() + "()", found, problems);
        return List.copyOf(found);
    }

    private static void add(AnnotatedElement element, String name, Set<ThresholdSpec> found, Problems problems) {
        for (Threshold threshold : AnnotationSupport.findRepeatableAnnotations(element, Threshold.class)) {
            ThresholdSpec spec = new ThresholdSpec(
                    threshold.metric(),
                    threshold.value(),
                    threshold.abortOnFail(),
                    delayAbortEval(threshold, name, problems),
                    true,
                    time("over", threshold.over(), threshold, name, problems),
                    time("after", threshold.after(), threshold, name, problems),
                    threshold.during().isEmpty() ? null : threshold.during());
            check(spec, "@Threshold on " + name, problems);
            for (ScopeRules.Broken broken : ScopeRules.problems(spec)) {
                String given = broken.attribute() + " = " + ScopeRules.value(spec, broken.attribute()) + " (from "
                        + Given.ANNOTATION + ")";
                problems.add(where(threshold, name), broken.what() + ", given as " + given, broken.remedy());
            }
            found.add(spec);
        }
    }

    private static String where(Threshold threshold, String name) {
        return "@Threshold(metric = \"" + threshold.metric() + "\", value = \"" + threshold.value() + "\") on " + name;
    }

    private static @Nullable Duration time(
            String attribute, String text, Threshold threshold, String name, Problems problems) {
        return text.isEmpty()
                ? null
                : problems.duration(where(threshold, name), attribute, new Given<>(text, Given.ANNOTATION));
    }

    private static @Nullable Duration delayAbortEval(Threshold threshold, String name, Problems problems) {
        if (threshold.delayAbortEval().isEmpty()) {
            return null;
        }
        String where = where(threshold, name);
        Given<String> given = new Given<>(threshold.delayAbortEval(), Given.ANNOTATION);
        Duration delay = problems.duration(where, "delayAbortEval", given);
        if (delay != null && delay.isNegative()) {
            problems.add(
                    where,
                    "delayAbortEval can't be negative, given as " + given.quote("delayAbortEval"),
                    "Use a time such as \"10s\", or leave it out to abort at the first evaluation.");
        }
        return delay;
    }

    /** The run would find these by itself, but only after {@code @BeforeEach}, and without knowing where they stand. */
    private static void check(ThresholdSpec spec, String where, Problems problems) {
        try {
            Thresholds unused = Thresholds.compile(List.of(spec), new MetricRegistry());
        } catch (ConfigException e) {
            String given = "given as metric = \"" + spec.metric() + "\" and value = \"" + spec.expression()
                    + "\" (from " + Given.ANNOTATION + ")";
            for (String problem : e.problems()) {
                problems.add(where, sentence(problem, given), remedy(problem, spec));
            }
        }
    }

    /** A problem may end with a question: did you mean this? */
    private static String sentence(String problem, String given) {
        return problem.endsWith("?") ? problem + " It was " + given : problem + ", " + given;
    }

    private static String remedy(String problem, ThresholdSpec spec) {
        if (problem.equals(expressionProblem(spec))) {
            return WRITE_AN_EXPRESSION;
        }
        return isBuiltin(spec) ? USE_ITS_AGGREGATIONS : NAME_A_METRIC;
    }

    private static @Nullable String expressionProblem(ThresholdSpec spec) {
        try {
            ThresholdExpression unused = ThresholdExpression.parse(spec.expression());
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private static boolean isBuiltin(ThresholdSpec spec) {
        try {
            return new MetricRegistry().find(MetricSelector.parse(spec.metric()).metric()) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
