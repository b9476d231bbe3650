package dev.stampede.output.cloud.metrics;

import dev.stampede.metrics.Histogram;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.output.cloud.proto.BucketSpan;
import dev.stampede.output.cloud.proto.CounterSamples;
import dev.stampede.output.cloud.proto.CounterValue;
import dev.stampede.output.cloud.proto.GaugeSamples;
import dev.stampede.output.cloud.proto.GaugeValue;
import dev.stampede.output.cloud.proto.RateSamples;
import dev.stampede.output.cloud.proto.RateValue;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.output.cloud.proto.Timestamp;
import dev.stampede.output.cloud.proto.TrendHdrSamples;
import dev.stampede.output.cloud.proto.TrendHdrValue;
import java.util.List;

/** Puts sinks into the protocol's messages. Stateless. (k6: {@code expv2/mapping.go}, {@code expv2/sink.go}.) */
public final class SampleEncoder {
    private SampleEncoder() {}

    /**
     * One series' samples in one bucket.
     *
     * @param time first second of the bucket
     */
    record Value(long time, Sink sink) {}

    /** Sets the samples of a series. */
    static void encode(MetricType type, List<Value> values, TimeSeries.Builder into) {
        switch (type) {
            case COUNTER -> {
                CounterSamples.Builder samples = CounterSamples.newBuilder();
                values.forEach(v -> samples.addValues(
                        CounterValue.newBuilder().setTime(time(v)).setValue(((Sink.CounterSink) v.sink).sum())));
                into.setCounterSamples(samples);
            }
            case GAUGE -> {
                GaugeSamples.Builder samples = GaugeSamples.newBuilder();
                values.forEach(v -> samples.addValues(gauge(time(v), (Sink.GaugeSink) v.sink)));
                into.setGaugeSamples(samples);
            }
            case RATE -> {
                RateSamples.Builder samples = RateSamples.newBuilder();
                values.forEach(v -> samples.addValues(RateValue.newBuilder()
                        .setTime(time(v))
                        .setNonzeroCount((int) ((Sink.RateSink) v.sink).nonZero())
                        .setTotalCount((int) v.sink.count())));
                into.setRateSamples(samples);
            }
            case TREND -> {
                TrendHdrSamples.Builder samples = TrendHdrSamples.newBuilder();
                values.forEach(v -> samples.addValues(trend(time(v), ((Sink.TrendSink) v.sink).histogram())));
                into.setTrendHdrSamples(samples);
            }
        }
    }

    private static Timestamp time(Value value) {
        return Timestamp.newBuilder().setSeconds(value.time).build();
    }

    private static GaugeValue.Builder gauge(Timestamp time, Sink.GaugeSink gauge) {
        return GaugeValue.newBuilder()
                .setTime(time)
                .setLast(gauge.last())
                .setCount((int) gauge.count())
                .setMin(gauge.min())
                .setMax(gauge.max())
                .setAvg(gauge.average());
    }

    /** Only buckets that hold something travel: their counts, and how they lie. */
    private static TrendHdrValue.Builder trend(Timestamp time, Histogram histogram) {
        TrendHdrValue.Builder value = TrendHdrValue.newBuilder()
                .setTime(time)
                .setSum(histogram.sum())
                .setCount((int) histogram.count())
                .setMinValue(histogram.min())
                .setMaxValue(histogram.max())
                .setMinResolution(Histogram.RESOLUTION);
        if (histogram.tooLow() > 0) {
            value.setExtraLowValuesCounter((int) histogram.tooLow());
        }
        if (histogram.tooHigh() > 0) {
            value.setExtraHighValuesCounter((int) histogram.tooHigh());
        }
        int end = 0; // of the previous span
        int length = 0;
        for (int i = histogram.firstIndex(); i <= histogram.lastIndex(); i++) {
            long count = histogram.countAt(i);
            if (count > 0) {
                value.addCounters((int) count);
                length++;
            }
            if (length > 0 && (count == 0 || i == histogram.lastIndex())) {
                int start = (count == 0 ? i : i + 1) - length;
                value.addSpans(BucketSpan.newBuilder().setOffset(start - end).setLength(length));
                end = start + length;
                length = 0;
            }
        }
        return value;
    }
}
