package dev.stampede.thresholds;

import dev.stampede.ThresholdResult;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricSelector;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
     * @param measures to which are added, by the sink that has the samples of the whole run, those that want them by the
     *     second
     * @return why thresholds cannot be asked of it
     */
    List<String> resolve(
            MetricRegistry registry, Metric metric, LoadTime time, Map<Sink, List<ScopedMeasure>> measures) {
        thresholds.stream()
                .filter(one -> one.misfitOf(metric.type()).isPresent())
                .forEach(Threshold::misfit);
        Sink resolved = selector.tags().isEmpty()
                ? metric.sink()
                : registry.subMetric(metric, selector).sink();
        for (Threshold one : thresholds) {
            one.resolve(metric.type(), time)
                    .ifPresent(measure -> measures.computeIfAbsent(resolved, s -> new CopyOnWriteArrayList<>())
                            .add(measure));
        }
        sink = resolved;
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

    /** Brings all up to date, at last also those that have no samples. */
    void evaluate(Duration elapsed, boolean last) {
        Sink resolved = sink;
        if (resolved == null) {
            return;
        }
        for (Threshold one : thresholds) {
            one.evaluate(resolved, elapsed, last);
            abort |= one.mayAbort(elapsed);
        }
    }

    /** Fails what judges a part of the run that the run did not come to, and says so. */
    List<String> failUnjudged() {
        List<Threshold> unjudged =
                thresholds.stream().filter(Threshold::unjudged).toList();
        unjudged.forEach(Threshold::fail);
        return unjudged.stream().map(Threshold::text).toList();
    }

    /** Fails what was declared, has nothing to measure and stands; whether there is such a one. */
    boolean failUnmeasured() {
        long samples = samples();
        List<Threshold> unmeasured = thresholds.stream()
                .filter(one -> one.declared() && !one.failed() && one.unmeasured(samples))
                .toList();
        unmeasured.forEach(Threshold::fail);
        return !unmeasured.isEmpty();
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
        long samples = samples();
        return thresholds.stream().map(one -> one.result(samples));
    }

    private long samples() {
        Sink resolved = sink;
        return Optional.ofNullable(resolved).map(Sink::count).orElse(0L);
    }
}
