package dev.stampede.metrics;

import java.util.List;

/** One metric with one set of tags. Unique within a run; its id is dense. Thread-safe. */
public final class TimeSeries {
    private final int id;
    private final Metric metric;
    private final TagSet tags;
    private volatile List<Sink> sinks;

    TimeSeries(int id, Metric metric, TagSet tags, List<Sink> sinks) {
        this.id = id;
        this.metric = metric;
        this.tags = tags;
        this.sinks = sinks;
    }

    /** Number of this series within the run, from 0. */
    public int id() {
        return id;
    }

    /** Its metric. */
    public Metric metric() {
        return metric;
    }

    /** Its tags. */
    public TagSet tags() {
        return tags;
    }

    /** Where its samples belong: the metric's sink and those of the sub-metrics that match. For whoever drains. */
    public List<Sink> sinks() {
        return sinks;
    }

    void sinks(List<Sink> sinks) {
        this.sinks = sinks;
    }
}
