package dev.stampede.results.figures;

import dev.stampede.metrics.Histogram;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.ValueType;
import dev.stampede.output.cloud.api.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a metric came to. Immutable.
 *
 * @param custom whether it is a metric of the test's own
 * @param samples how many; of a counter, of which only sums travel, the number of sums
 * @param values by statistic: {@code count} and {@code rate} of a counter; the last value,, {@code min} and {@code max} of a gauge;
 *     {@code rate}, {@code passes}, {@code fails} of a rate; {@code avg}, {@code min}, {@code med}, {@code max}, {@code p90},
 *     {@code p95}, {@code p99}, {@code count} of a trend
 */
public record MetricFigures(
        String name,
        MetricType type,
        ValueType contains,
        boolean custom,
        long samples,
        SequencedMap<String, Double> values) {

    /** @param seconds how long the run took */
    static MetricFigures of(Metric metric, boolean custom, long seconds) {
        return new MetricFigures(
                metric.name(),
                metric.type(),
                metric.contains(),
                custom,
                metric.sink().count(),
                values(metric.sink(), seconds));
    }

    private static SequencedMap<String, Double> values(Sink of, long seconds) {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        switch (of) {
            case Sink.CounterSink sink -> {
                values.put("count", sink.sum());
                values.put("rate", seconds > 0 ? sink.sum() / seconds : 0);
            }
            case Sink.GaugeSink sink -> {
                values.put("value", sink.last());
                values.put("min", sink.min());
                values.put("max", sink.max());
            }
            case Sink.RateSink sink -> {
                values.put("rate", sink.rate());
                values.put("passes", (double) sink.nonZero());
                values.put("fails", (double) (sink.count() - sink.nonZero()));
            }
            case Sink.TrendSink sink -> {
                Histogram histogram = sink.histogram();
                values.put("avg", histogram.average());
                values.put("min", histogram.min());
                values.put("med", histogram.quantile(0.5));
                values.put("max", histogram.max());
                values.put("p90", histogram.quantile(0.9));
                values.put("p95", histogram.quantile(0.95));
                values.put("p99", histogram.quantile(0.99));
                values.put("count", (double) histogram.count());
            }
        }
        return values;
    }

    /** As JSON. */
    public Map<String, ?> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("type", type.text());
        json.put("contains", contains.text());
        json.put("custom", custom);
        json.put("samples", samples);
        Map<String, Double> finite = new LinkedHashMap<>(values);
        finite.values().removeIf(value -> !Double.isFinite(value));
        json.put("values", finite);
        return json;
    }

    /** From JSON; empty if it is of another version. */
    public static Optional<MetricFigures> of(@Nullable Object value) {
        Map<String, Object> json = Json.object(value);
        Map<String, Object> numbers = json == null ? null : Json.object(json.get("values"));
        if (json == null || numbers == null) {
            return Optional.empty();
        }
        try {
            SequencedMap<String, Double> values = new LinkedHashMap<>();
            numbers.forEach((stat, number) -> values.put(stat, Double.parseDouble(Json.text(number))));
            return Optional.of(new MetricFigures(
                    Json.text(json.get("name")),
                    MetricType.valueOf(Json.text(json.get("type")).toUpperCase(Locale.ROOT)),
                    ValueType.valueOf(Json.text(json.get("contains")).toUpperCase(Locale.ROOT)),
                    json.get("custom") instanceof Boolean own && own,
                    Long.parseLong(Json.text(json.get("samples"))),
                    values));
        } catch (IllegalArgumentException e) { // no number, or no such type
            return Optional.empty();
        }
    }

    /** The same of a gauge that adds up over generators. */
    MetricFigures summed(SummedGauge gauge) {
        SequencedMap<String, Double> sums = new LinkedHashMap<>();
        sums.put("value", gauge.last());
        sums.put("min", gauge.min());
        sums.put("max", gauge.max());
        return new MetricFigures(name, type, contains, custom, samples, sums);
    }
}
