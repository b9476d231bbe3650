package dev.stampede.output.cloud.metrics;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.delivery.Batch;
import dev.stampede.output.cloud.delivery.PushStats;
import dev.stampede.output.cloud.metrics.MetricSets.OneSeries;
import dev.stampede.output.cloud.metrics.SampleEncoder.Value;
import dev.stampede.output.cloud.proto.MetricSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Turns closed buckets into batches: a series occurs once in them, with a value for each bucket. Each is handed on before
 * the next is encoded, so that little memory is needed at one time. What cannot be encoded or handed on, for want of
 * memory too, is counted as lost; the others go on. Confined to the thread that encodes. (k6: {@code expv2/flush.go}.)
 */
public final class Batcher {
    private final int mostSeries;
    private final Function<MetricSet, ApiRequest> packing;
    private final PushStats stats;
    private final Outliers outliers;
    private final MetricSets sets;

    /**
     * A batcher.
     *
     * @param mostSeries most series in a batch
     * @param outliers what becomes of them
     * @param packing makes the request of a batch
     */
    Batcher(
            String runId,
            int periodSeconds,
            int mostSeries,
            Outliers outliers,
            Function<MetricSet, ApiRequest> packing,
            PushStats stats) {
        this.outliers = outliers;
        this.sets = new MetricSets(runId, periodSeconds);
        this.mostSeries = mostSeries;
        this.packing = packing;
        this.stats = stats;
    }

    /**
     * Makes batches of all that the buckets hold. What goes wrong is counted and not thrown.
     *
     * @param into told each batch as soon as it is encoded; when it throws, it has not taken the batch
     */
    void batches(List<Bucket> closed, Consumer<Batch> into) {
        batches(closed, 0, closed.size(), into);
    }

    private void batches(List<Bucket> closed, int from, int to, Consumer<Batch> into) {
        List<List<OneSeries>> parts;
        try {
            parts = parts(closed, from, to);
        } catch (RuntimeException | Error e) {
            if (to - from == 1) {
                Bucket bucket = closed.get(from);
                stats.lost(PushStats.Loss.FAULT, bucket.sinks().size(), bucket.samples(), e);
            } else {
                for (int i = from; i < to; i++) { // each by itself needs less memory
                    batches(closed, i, i + 1, into);
                }
            }
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            encode(parts.get(i), into);
        }
    }

    /** What goes into each batch. */
    private List<List<OneSeries>> parts(List<Bucket> closed, int from, int to) {
        Map<Metric, Map<TimeSeries, List<Value>>> byMetric = new LinkedHashMap<>();
        for (int i = from; i < to; i++) {
            Bucket bucket = closed.get(i);
            bucket.sinks()
                    .forEach((series, sink) -> byMetric.computeIfAbsent(series.metric(), m -> new LinkedHashMap<>())
                            .computeIfAbsent(series, s -> new ArrayList<>())
                            .addAll(outliers.values(bucket.start(), sink)));
        }
        List<List<OneSeries>> parts = new ArrayList<>();
        byMetric.values()
                .forEach(ofMetric -> ofMetric.forEach((series, values) -> {
                    if (parts.isEmpty() || parts.getLast().size() == mostSeries) {
                        parts.add(new ArrayList<>());
                    }
                    parts.getLast().add(new OneSeries(series, values));
                }));
        return parts;
    }

    private void encode(List<OneSeries> all, Consumer<Batch> into) {
        long samples = 0;
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (int i = 0; i < all.size(); i++) {
            OneSeries one = all.get(i);
            samples += one.samples();
            from = Math.min(from, one.values().getFirst().time());
            to = Math.max(to, one.values().getLast().time());
        }
        try {
            into.accept(new Batch(packing.apply(sets.message(all)), all.size(), samples, from, to));
        } catch (RuntimeException | Error e) { // the batches after it may be sound
            stats.lost(PushStats.Loss.FAULT, all.size(), samples, e);
        }
    }
}
