package dev.stampede.output.cloud.metrics;

import dev.stampede.metrics.FilledBuckets;
import dev.stampede.metrics.Histogram;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;

/**
 * Writes the samples of series as the protocol has them; {@code metrics.proto} names the fields. Confined to the thread that
 * encodes. (k6: {@code expv2/mapping.go}, {@code expv2/sink.go}.)
 */
final class SampleEncoder {
    /** About as long is the value of a trend without its buckets, and what one bucket adds. */
    private static final int FRAME = 48;

    private static final int A_BUCKET = 6;

    private final Wire wire;
    private final FilledBuckets filled = new FilledBuckets();

    /** @param wire where it writes to */
    SampleEncoder(Wire wire) {
        this.wire = wire;
    }

    /** Number of the type in a metric. */
    static int number(MetricType type) {
        return switch (type) {
            case COUNTER -> 1;
            case GAUGE -> 2;
            case RATE -> 3;
            case TREND -> 4;
        };
    }

    /** Number of the field in a series that holds samples of the type. */
    static int field(MetricType type) {
        return number(type) + 1;
    }

    /**
     * Writes a series' samples in one bucket, within the {@link #field} of their type.
     *
     * @param time first second of the bucket
     */
    void value(long time, Sink sink) {
        switch (sink) {
            case Sink.CounterSink counter -> {
                int value = begin(time, 0);
                wire.fixed(2, counter.sum());
                wire.close(value);
            }
            case Sink.GaugeSink gauge -> gauge(time, gauge);
            case Sink.RateSink rate -> {
                int value = begin(time, 0);
                wire.uint32(2, rate.nonZero());
                wire.uint32(3, rate.count());
                wire.close(value);
            }
            case Sink.TrendSink trend -> trend(time, trend.histogram());
        }
    }

    private int begin(long time, int expected) {
        int value = wire.open(1, expected);
        int timestamp = wire.open(1);
        wire.varint(1, time);
        wire.close(timestamp);
        return value;
    }

    private void gauge(long time, Sink.GaugeSink gauge) {
        int value = begin(time, 0);
        wire.fixed(2, gauge.last());
        wire.uint32(3, gauge.count());
        wire.fixed(4, gauge.min());
        wire.fixed(5, gauge.max());
        wire.fixed(6, gauge.average());
        wire.close(value);
    }

    private void trend(long time, Histogram histogram) {
        filled.read(histogram);
        int value = begin(time, FRAME + filled.size() * A_BUCKET);
        if (filled.size() > 0) {
            counters();
            spans();
        }
        wire.fixed(5, histogram.sum());
        wire.uint32(6, histogram.count());
        wire.fixed(7, histogram.min());
        wire.fixed(8, histogram.max());
        wire.uint32(9, histogram.tooLow());
        wire.uint32(10, histogram.tooHigh());
        wire.fixed(11, Histogram.RESOLUTION);
        wire.close(value);
    }

    /** Only buckets that hold something travel: their counts, and how they lie. */
    private void counters() {
        int counters = wire.open(2);
        for (int i = 0; i < filled.size(); i++) {
            wire.packed(filled.count(i));
        }
        wire.close(counters);
    }

    private void spans() {
        int end = 0; // of the previous span
        int i = 0;
        while (i < filled.size()) {
            int start = filled.index(i);
            int length = 0;
            while (i < filled.size() && filled.index(i) == start + length) {
                length++;
                i++;
            }
            wire.pair(3, start - end, length);
            end = start + length;
        }
    }
}
