package dev.stampede.metrics;

import java.util.List;

/**
 * Metrics that are always recorded together, with the same tags at the same time, such as those of one HTTP round trip:
 * one look-up finds the series of all. Made by {@link MetricRegistry#group}.
 */
public final class MetricGroup {
    private final int id;
    private final List<Metric> metrics;

    MetricGroup(int id, List<Metric> metrics) {
        this.id = id;
        this.metrics = metrics;
    }

    int id() {
        return id;
    }

    /** The metrics, in the order their values are given. */
    public List<Metric> metrics() {
        return metrics;
    }
}
