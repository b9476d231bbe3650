package dev.stampede.thresholds;

import dev.stampede.ThresholdResult;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricSelector;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The thresholds of one metric or sub-metric. Confined to the evaluating thread, except {@link #resolve}, which comes from
 * whoever registers the metric.
 */
final class MetricThresholds {
    private final String name;
    private final MetricSelector selector;
    private final List<Threshold> thresholds;
    private volatile @Nullable Sink sink;
    private boolean abort;

    MetricThresholds(MetricSelector selector, List<Threshold> thresholds) {
        this.name = selector.text();
        this.selector = selector;
        this.thresholds = List.copyOf(thresholds);
    }

    String name() {
        return name;
    }

    MetricSelector selector() {
        return selector;
    }

    /** Why thresholds cannot be asked of a metric of this type. */
    List<String> misfits(MetricType type) {
        return thresholds.stream().flatMap(one -> one.misfitOf(type).stream()).toList();
    }

    /**
     * The metric is there. Before anything is recorded to it, or the samples up to now are not in its sub-metric.
     *
     * @return why thresholds cannot be asked of it
     */
    List<String> resolve(MetricRegistry registry, Metric metric) {
        thresholds.stream()
                .filter(one -> one.misfitOf(metric.type()).isPresent())
                .forEach(Threshold::misfit);
        sink = selector.tags().isEmpty()
                ? metric.sink()
                : registry.subMetric(metric, selector).sink();
        return misfits(metric.type());
    }

    boolean resolved() {
        return sink != null;
    }

    /** Whether it has no samples, or does not exist. */
    boolean isEmpty() {
        Sink resolved = sink;
        return resolved == null || resolved.isEmpty();
    }

    void evaluate(Duration elapsed) {
        Sink resolved = sink;
        if (resolved == null) {
            return;
        }
        for (Threshold one : thresholds) {
            one.evaluate(resolved, elapsed);
            abort |= one.mayAbort(elapsed);
        }
    }

    boolean declared() {
        return thresholds.stream().anyMatch(Threshold::declared);
    }

    void fail() {
        thresholds.forEach(Threshold::fail);
    }

    boolean failed() {
        return thresholds.stream().anyMatch(Threshold::failed);
    }

    /** Whether a threshold with {@code abortOnFail} has failed late enough; stays so. */
    boolean abort() {
        return abort;
    }

    Stream<ThresholdResult> results() {
        Sink resolved = sink;
        long samples = Optional.ofNullable(resolved).map(Sink::count).orElse(0L);
        return thresholds.stream().map(one -> one.result(samples));
    }
}
