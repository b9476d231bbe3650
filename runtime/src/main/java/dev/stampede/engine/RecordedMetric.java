package dev.stampede.engine;

import dev.stampede.CustomMetric;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.ValueType;
import java.util.Map;

/** A test's own metric, seen from one virtual user: by its own thread and those it forks. */
final class RecordedMetric implements CustomMetric {
    private static final System.Logger logger = System.getLogger(RecordedMetric.class.getName());

    private final Metric metric;
    private final SampleContext samples;
    /** Of several threads each may warn once: a lock would cost more than that is worth. */
    private boolean warned;

    RecordedMetric(Metric metric, SampleContext samples) {
        this.metric = metric;
        this.samples = samples;
    }

    boolean is(MetricType type, ValueType contains) {
        return metric.type() == type && metric.contains() == contains;
    }

    @Override
    public void add(double value) {
        SampleContext here = samples.ofThread();
        add(here, value, here.tags());
    }

    @Override
    public void add(double value, Map<String, String> tags) {
        SampleContext here = samples.ofThread();
        add(here, value, here.tags().with(tags));
    }

    /** @param here context of the calling thread */
    void add(SampleContext here, double value, TagSet tags) {
        if (!Double.isFinite(value)) {
            if (!warned) {
                warned = true;
                logger.log(
                        System.Logger.Level.WARNING,
                        "'" + value + "' is an invalid value for metric '" + metric.name()
                                + "', a number or a boolean value is expected");
            }
            return;
        }
        here.add(metric, tags, value, here.clock().epochNanos());
    }
}
