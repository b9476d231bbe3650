package dev.stampede.thresholds;

import dev.stampede.ThresholdResult;
import dev.stampede.metrics.Aggregation;
import dev.stampede.metrics.GoText;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** One threshold and how it stood when it was last evaluated. Confined to the evaluating thread, but for its misfit. */
final class Threshold {
    private final ThresholdSpec spec;
    private final ThresholdExpression expression;
    private volatile boolean misfit;
    /** Once the metric is there, if it judges a part of the run only. */
    private volatile @Nullable ScopedMeasure measure;

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

    /**
     * Its metric is there.
     *
     * @return what wants the metric's samples by the second; empty if it judges all of the run
     */
    Optional<ScopedMeasure> resolve(MetricType type, LoadTime time) {
        if (!spec.scoped() || misfit) {
            return Optional.empty();
        }
        ScopedMeasure made = new ScopedMeasure(spec, expression, type, time);
        measure = made;
        return Optional.of(made);
    }

    /** It can never be evaluated. Any thread. */
    void misfit() {
        misfit = true;
    }

    /**
     * Brings it up to date. A key that is missing counts as holding.
     *
     * @param last whether everything was drained; before that, what has no samples is left as it is, unless a part of the run
     *     may have been judged already
     */
    void evaluate(Sink sink, Duration elapsed, boolean last) {
        ScopedMeasure scoped = measure;
        if (scoped != null) {
            scoped.evaluate();
            observed = scoped.observed();
            failed = scoped.failed();
        } else if (!misfit && (last || !sink.isEmpty())) {
            evaluateAll(sink, elapsed);
        }
    }

    private void evaluateAll(Sink sink, Duration elapsed) {
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
        return failed && spec.aborts() && (delay == null || delay.compareTo(elapsed) < 0);
    }

    /** Whether it judges a part of the run that the run did not come to. */
    boolean unjudged() {
        ScopedMeasure scoped = measure;
        return scoped != null && !scoped.judged();
    }

    /** What it is on, and what it judges. */
    String text() {
        return spec.scoped() ? spec.metric() + " " + spec.scope() : spec.metric();
    }

    /** Whether nothing was there to be measured, of a metric that has so many samples. */
    boolean unmeasured(long ofMetric) {
        ScopedMeasure scoped = measure;
        return ofMetric == 0 || (scoped != null && Double.isNaN(scoped.observed()));
    }

    ThresholdResult result(long ofMetric) {
        ScopedMeasure scoped = measure;
        return new ThresholdResult(
                spec.metric(),
                spec.expression(),
                observed,
                scoped == null ? ofMetric : scoped.samples(),
                failed || misfit,
                spec.declared(),
                spec.scope(),
                scoped == null ? null : scoped.worst());
    }
}
