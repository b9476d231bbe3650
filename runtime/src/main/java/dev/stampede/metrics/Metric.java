package dev.stampede.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A metric of one run: name, type and, in its sink, what the run has measured so far. Made by a {@link MetricRegistry}.
 *
 * <p>Name, type and sub-metrics may be read by any thread; the sinks belong to whoever drains the recorder.
 */
public final class Metric {
    private final int id;
    private final String name;
    private final MetricType type;
    private final ValueType contains;
    private final Sink sink;
    private final List<SubMetric> subMetrics = new CopyOnWriteArrayList<>();

    Metric(int id, String name, MetricType type, ValueType contains) {
        this.id = id;
        this.name = name;
        this.type = type;
        this.contains = contains;
        this.sink = type.newSink();
    }

    /** Number of this metric within the run, from 0. */
    public int id() {
        return id;
    }

    /** Name, such as {@code http_req_duration}. */
    public String name() {
        return name;
    }

    /** Type. */
    public MetricType type() {
        return type;
    }

    /** What its numbers are. */
    public ValueType contains() {
        return contains;
    }

    /** All samples of the run, whatever their tags, up to the last drain. */
    public Sink sink() {
        return sink;
    }

    /** Sub-metrics that thresholds or the summary asked for, in that order. */
    public List<SubMetric> subMetrics() {
        return List.copyOf(subMetrics);
    }

    void add(SubMetric subMetric) {
        subMetrics.add(subMetric);
    }

    @Override
    public String toString() {
        return name;
    }
}
