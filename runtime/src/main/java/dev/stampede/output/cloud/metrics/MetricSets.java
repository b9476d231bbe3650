package dev.stampede.output.cloud.metrics;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.cloud.metrics.SampleEncoder.Value;
import dev.stampede.output.cloud.proto.MetricSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the protocol's messages of series and their samples. Confined to the thread that encodes. (k6: {@code expv2/flush.go}.) */
public final class MetricSets {
    private final String runId;
    private final int periodSeconds;
    private final Labels labels = new Labels();

    /**
     * Messages of one run.
     *
     * @param periodSeconds length of the buckets
     */
    public MetricSets(String runId, int periodSeconds) {
        this.runId = runId;
        this.periodSeconds = periodSeconds;
    }

    /** Samples of a series, in one or several buckets. */
    record OneSeries(TimeSeries series, List<Value> values) {
        long samples() {
            long samples = 0;
            for (int i = 0; i < values.size(); i++) { // as everything that counts losses: without memory of its own
                samples += values.get(i).sink().count();
            }
            return samples;
        }
    }

    /**
     * All that a bucket holds.
     *
     * @param mostSeries most series in a message
     */
    public List<MetricSet> of(Bucket bucket, int mostSeries) {
        Map<Metric, List<OneSeries>> byMetric = new LinkedHashMap<>();
        bucket.sinks()
                .forEach((series, sink) -> byMetric.computeIfAbsent(series.metric(), m -> new ArrayList<>())
                        .add(new OneSeries(series, List.of(new Value(bucket.start(), sink)))));
        List<OneSeries> all = byMetric.values().stream().flatMap(List::stream).toList();
        List<MetricSet> sets = new ArrayList<>();
        for (int from = 0; from < all.size(); from += mostSeries) {
            sets.add(message(all.subList(from, Math.min(all.size(), from + mostSeries))));
        }
        return sets;
    }

    /** These series; those of a metric are beside each other. */
    MetricSet message(List<OneSeries> all) {
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
}
