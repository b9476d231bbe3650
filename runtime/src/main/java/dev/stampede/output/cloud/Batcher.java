package dev.stampede.output.cloud;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.cloud.SampleEncoder.Value;
import dev.stampede.output.cloud.proto.MetricSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns closed buckets into batches: a series occurs once in them, with a value for each bucket. A batch that cannot be
 * encoded is counted as lost; the others go on. Confined to the thread that encodes. (k6: {@code expv2/flush.go}.)
 */
final class Batcher {
    private final String runId;
    private final int periodSeconds;
    private final int mostSeries;
    private final Function<MetricSet, Post> packing;
    private final PushStats stats;
    private final Labels labels = new Labels();

    /**
     * A batcher.
     *
     * @param mostSeries most series in a batch
     * @param packing makes the request of a batch
     */
    Batcher(String runId, int periodSeconds, int mostSeries, Function<MetricSet, Post> packing, PushStats stats) {
        this.runId = runId;
        this.periodSeconds = periodSeconds;
        this.mostSeries = mostSeries;
        this.packing = packing;
        this.stats = stats;
    }

    /** Batches of all that the buckets hold. */
    List<Batch> batches(List<Bucket> closed) {
        Map<Metric, Map<TimeSeries, List<Value>>> byMetric = new LinkedHashMap<>();
        for (Bucket bucket : closed) {
            bucket.sinks()
                    .forEach((series, sink) -> byMetric.computeIfAbsent(series.metric(), m -> new LinkedHashMap<>())
                            .computeIfAbsent(series, s -> new ArrayList<>())
                            .add(new Value(bucket.start(), sink)));
        }
        List<Batch> batches = new ArrayList<>();
        List<OneSeries> next = new ArrayList<>();
        byMetric.values()
                .forEach(ofMetric -> ofMetric.forEach((series, values) -> {
                    next.add(new OneSeries(series, values));
                    if (next.size() == mostSeries) {
                        encode(next, batches);
                        next.clear();
                    }
                }));
        if (!next.isEmpty()) {
            encode(next, batches);
        }
        return batches;
    }

    private void encode(List<OneSeries> all, List<Batch> into) {
        long samples = all.stream().mapToLong(OneSeries::samples).sum();
        try {
            into.add(new Batch(packing.apply(message(all)), all.size(), samples));
        } catch (RuntimeException | Error e) { // the batches after it may be sound
            stats.lost(PushStats.Loss.FAULT, all.size(), samples, e.toString(), e);
        }
    }

    private MetricSet message(List<OneSeries> all) {
        MetricSet.Builder set = MetricSet.newBuilder().setTestRunId(runId).setAggregationPeriod(periodSeconds);
        Metric current = null;
        dev.stampede.output.cloud.proto.Metric.@Nullable Builder metric = null;
        for (OneSeries one : all) {
            if (metric == null || one.series.metric() != current) {
                current = one.series.metric();
                metric = set.addMetricsBuilder().setName(current.name()).setType(type(current.type()));
            }
            dev.stampede.output.cloud.proto.TimeSeries.Builder series =
                    metric.addTimeSeriesBuilder().addAllLabels(labels.of(one.series.tags()));
            SampleEncoder.encode(current.type(), one.values, series);
        }
        return set.build();
    }

    private static dev.stampede.output.cloud.proto.MetricType type(MetricType type) {
        return switch (type) {
            case COUNTER -> dev.stampede.output.cloud.proto.MetricType.METRIC_TYPE_COUNTER;
            case GAUGE -> dev.stampede.output.cloud.proto.MetricType.METRIC_TYPE_GAUGE;
            case RATE -> dev.stampede.output.cloud.proto.MetricType.METRIC_TYPE_RATE;
            case TREND -> dev.stampede.output.cloud.proto.MetricType.METRIC_TYPE_TREND;
        };
    }

    private record OneSeries(TimeSeries series, List<Value> values) {
        long samples() {
            return values.stream().map(Value::sink).mapToLong(Sink::count).sum();
        }
    }
}
