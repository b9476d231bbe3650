package dev.stampede.results.view;

import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.ValueType;
import dev.stampede.results.figures.MetricFigures;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a difference is one for the better. */
final class Better {
    /** Less than a percentile is known by: a histogram's bucket is a 128th as wide as its values. */
    private static final double SAME_PERCENT = 1;

    private static final Set<String> MORE_IS_BETTER = Set.of("checks", "http_reqs", "iterations");

    private static final Set<String> LESS_IS_BETTER = Set.of(
            "http_req_failed", "iterations_failed", "dropped_iterations", "generator_gc_pause", "generator_pinned");

    private Better() {}

    /** A statistic of two runs: what b has more than a. */
    record Difference(
            @Nullable Double difference,
            @Nullable Double percent,
            @Nullable Boolean better) {

        /** @param wanted 1 if more is better, -1 if less is, 0 if it is neither */
        static Difference of(@Nullable Double a, @Nullable Double b, int wanted) {
            if (a == null || b == null) {
                return new Difference(null, null, null);
            }
            double difference = b - a;
            Double percent = a == 0 ? null : difference / Math.abs(a) * 100;
            boolean same = difference == 0 || (percent != null && Math.abs(percent) < SAME_PERCENT);
            return new Difference(difference, percent, (same || wanted == 0) ? null : difference * wanted > 0);
        }
    }

    /** What is wanted of a metric: 1 if more is better, -1 if less is, 0 if it is neither or not known. */
    static int wanted(MetricFigures metric, String stat) {
        if (metric.type() == MetricType.COUNTER && !stat.equals("rate")) {
            return 0; // of two runs of different length it says nothing
        }
        if (MORE_IS_BETTER.contains(metric.name())) {
            return 1;
        }
        boolean slower = metric.type() == MetricType.TREND && metric.contains() == ValueType.TIME;
        return (slower || LESS_IS_BETTER.contains(metric.name())) ? -1 : 0;
    }
}
