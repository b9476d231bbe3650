package dev.stampede.thresholds;

import dev.stampede.ThresholdResult;
import dev.stampede.metrics.Aggregation;
import dev.stampede.metrics.GoText;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** One threshold and how it stood when it was last evaluated. Confined to the evaluating thread, but for its misfit. */
final class Threshold {
    private final ThresholdSpec spec;
    private final ThresholdExpression expression;
    private volatile boolean misfit;
    private double observed = Double.NaN;
    private boolean failed;

    Threshold(ThresholdSpec spec, ThresholdExpression expression) {
        this.spec = spec;
        this.expression = expression;
    }

    /** Why it cannot be asked of a metric of this type. */
    Optional<String> misfitOf(MetricType type) {
        Aggregation aggregation = expression.aggregation();
        if (aggregation.allowedInThreshold(type)) {
            return Optional.empty();
        }
        return Optional.of("invalid threshold " + GoText.quote(spec.expression()) + " applied on metric "
                + spec.metric() + "; reason: unsupported aggregation method "
                + aggregation.method().key() + " on metric of type " + type.text()
                + ". supported aggregation methods for this metric are: "
                + String.join(", ", Aggregation.thresholdMethods(type)));
    }

    /** It can never be evaluated. Any thread. */
    void misfit() {
        misfit = true;
    }

    /** A key that is missing counts as holding. */
    void evaluate(Sink sink, Duration elapsed) {
        if (misfit) {
            return;
        }
        OptionalDouble value = expression.aggregation().measure(sink, elapsed);
        observed = value.orElse(Double.NaN);
        failed = value.isPresent() && !expression.holds(observed);
    }

    boolean declared() {
        return spec.declared();
    }

    void fail() {
        failed = true;
    }

    /** Whether the measured value was outside the limit. A misfit has no value, and so was not. */
    boolean failed() {
        return failed;
    }

    boolean mayAbort(Duration elapsed) {
        Duration delay = spec.delayAbortEval();
        return failed && spec.abortOnFail() && (delay == null || delay.compareTo(elapsed) < 0);
    }

    ThresholdResult result(long samples) {
        return new ThresholdResult(
                spec.metric(), spec.expression(), observed, samples, failed || misfit, spec.declared());
    }
}
