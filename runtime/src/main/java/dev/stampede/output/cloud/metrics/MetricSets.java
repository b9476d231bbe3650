package dev.stampede.output.cloud.metrics;

import dev.stampede.metrics.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes messages of series and their samples, straight from the sinks: objects of the protocol in between would be most of
 * the work. Confined to the thread that encodes. (k6: {@code expv2/flush.go}.)
 */
public final class MetricSets {
    private final String runId;
    private final int periodSeconds;
    private final Labels labels = new Labels();
    private final Wire wire = new Wire();
    private final SampleEncoder encoder = new SampleEncoder(wire);

    /**
     * Messages of one run.
     *
     * @param periodSeconds length of the buckets
     */
    public MetricSets(String runId, int periodSeconds) {
        this.runId = runId;
        this.periodSeconds = periodSeconds;
    }

    /**
     * All that a bucket holds.
     *
     * @param mostSeries most series in a message
     */
    public List<byte[]> of(Bucket bucket, int mostSeries) {
        ClosedSeries all = new ClosedSeries();
        all.read(List.of(bucket), null);
        List<byte[]> messages = new ArrayList<>();
        for (int from = 0; from < all.size(); from += mostSeries) {
            Wire message = message(all, from, Math.min(all.size(), from + mostSeries));
            messages.add(Arrays.copyOf(message.bytes(), message.size()));
        }
        return messages;
    }

    /** Those from one to before another; valid until the next. */
    Wire message(ClosedSeries all, int from, int to) {
        wire.clear();
        wire.text(1, runId);
        wire.uint32(2, periodSeconds);
        for (int i = from; i < to; ) {
            i = metric(all, i, to);
        }
        return wire;
    }

    /** All of the metric that the first of them belongs to; returns where the next metric begins. */
    private int metric(ClosedSeries all, int from, int to) {
        Metric metric = all.series(from).metric();
        int begin = wire.open(3);
        wire.text(1, metric.name());
        wire.varint(2, SampleEncoder.number(metric.type()));
        int i = from;
        for (; i < to && all.series(i).metric() == metric; i++) {
            byte[] tags = labels.of(all.series(i));
            int series = wire.open(3, tags.length);
            wire.fields(tags);
            int samples = wire.open(SampleEncoder.field(metric.type()));
            for (int value = all.firstValue(i); value >= 0; value = all.nextValue(value)) {
                encoder.value(all.time(value), all.sink(value));
            }
            wire.close(samples);
            wire.close(series);
        }
        wire.close(begin);
        return i;
    }
}
