package dev.stampede.run;

import dev.stampede.health.Figures;
import dev.stampede.metrics.Aggregation;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SubMetric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A copy of what was measured, safe from what is still being recorded. Immutable. */
final class Measured {
    private final Map<String, Value> values = new TreeMap<>();
    private final Duration elapsed;

    private record Value(MetricType type, Sink sink) {}

    /** Copies all metrics that have samples or sub-metrics. By the thread that may read the sinks. */
    Measured(MetricRegistry registry, Duration elapsed) {
        this.elapsed = elapsed;
        for (Metric metric : registry.metrics()) {
            if (!metric.sink().isEmpty() || !metric.subMetrics().isEmpty()) {
                values.put(metric.name(), copy(metric.type(), metric.sink()));
            }
            for (SubMetric sub : metric.subMetrics()) {
                values.put(sub.name(), copy(metric.type(), sub.sink()));
            }
        }
    }

    private static Value copy(MetricType type, Sink sink) {
        Sink copy = type.newSink();
        copy.merge(sink);
        if (copy instanceof Sink.TrendSink trend) {
            trend.histogram().settle(); // any thread may read it from now on
        }
        return new Value(type, copy);
    }

    /** How long requests took, or iterations when there was no request. */
    Figures.Latency latency() {
        for (String metric : List.of("http_req_duration", "iteration_duration")) {
            Value value = values.get(metric);
            if (value != null && !value.sink().isEmpty()) {
                return new Figures.Latency(metric, value(metric, "p(95)"));
            }
        }
        return new Figures.Latency("", 0);
    }

    Set<String> names() {
        return java.util.Collections.unmodifiableSet(values.keySet());
    }

    double value(String metric, String aggregation) {
        Value value = values.get(metric);
        if (value == null) {
            throw new IllegalArgumentException(
                    "no metric '" + metric + "' was measured; there are " + String.join(", ", values.keySet()));
        }
        Aggregation how = Aggregation.parse(aggregation);
        if (!how.supports(value.type())) {
            throw new IllegalArgumentException(
                    "metric '" + metric + "' is a " + value.type().text() + " and has no '" + aggregation + "'");
        }
        return how.value(value.sink(), elapsed);
    }
}
