package dev.stampede.metrics;

/** The samples of a metric that carry certain tags. Its sink belongs to whoever drains the recorder. */
public final class SubMetric {
    private final Metric parent;
    private final MetricSelector selector;
    private final Sink sink;

    SubMetric(Metric parent, MetricSelector selector) {
        this.parent = parent;
        this.selector = selector;
        this.sink = parent.type().newSink();
    }

    /** The metric it is part of. */
    public Metric parent() {
        return parent;
    }

    /** Name as it was written first, such as {@code http_req_duration{status:200}}. */
    public String name() {
        return selector.text();
    }

    /** The tags it asks for. */
    public MetricSelector selector() {
        return selector;
    }

    /** All its samples up to the last drain. */
    public Sink sink() {
        return sink;
    }
}
