package dev.stampede;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One threshold and how it stood when it was last evaluated.
 *
 * @param metric metric or sub-metric as declared
 * @param expression expression as declared
 * @param observed measured value, of windows that of the worst; NaN when there was nothing to measure
 * @param samples how many samples it was measured over
 * @param failed whether the value was outside the limit
 * @param declared false for a default threshold that nobody wrote down
 * @param scope what it judges, such as {@code in any 30s, after 10s}; empty for all of the run, as k6's thresholds do
 * @param worst when the value was measured; null unless it is that of a window
 */
public record ThresholdResult(
        String metric,
        String expression,
        double observed,
        long samples,
        boolean failed,
        boolean declared,
        String scope,
        @Nullable Window worst) {

    /** One that judges all of the run. */
    public ThresholdResult(
            String metric, String expression, double observed, long samples, boolean failed, boolean declared) {
        this(metric, expression, observed, samples, failed, declared, "", null);
    }

    /** Whether it judges a part of the run, or windows of it. k6 has no such thresholds. */
    public boolean scoped() {
        return !scope.isEmpty();
    }

    /** The expression and what it judges, such as {@code p(95)<500 in any 30s}. */
    public String condition() {
        return scope.isEmpty() ? expression : expression + " " + scope;
    }

    /**
     * A stretch of the load, known to the second.
     *
     * @param from time after the start of the load
     * @param to time after the start of the load
     */
    public record Window(Duration from, Duration to) {
        /** Such as {@code from 1m10s to 1m40s}. */
        @Override
        public String toString() {
            return "from " + text(from) + " to " + text(to);
        }

        private static String text(Duration duration) {
            return duration.toString().substring(2).toLowerCase(Locale.ROOT); // of PT1M10S
        }
    }
}
