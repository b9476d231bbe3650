package dev.stampede.results.wire;

import dev.stampede.metrics.Histogram;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.output.cloud.proto.BucketSpan;
import dev.stampede.output.cloud.proto.GaugeValue;
import dev.stampede.output.cloud.proto.RateValue;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.output.cloud.proto.Timestamp;
import dev.stampede.output.cloud.proto.TrendHdrValue;

/** Values that travelled, as sinks. They must have been {@linkplain MetricsBody#read looked at}. */
public final class WireSinks {
    private static final long NANOS = 1_000_000_000L;

    private WireSinks() {}

    /** Takes each value of a series, as a sink that is its own only during the call. */
    public interface Taker {
        /**
         * A value.
         *
         * @param epochSecond start of the value's bucket
         */
        void take(long epochSecond, Sink sink);
    }

    /** The type of metric that travels under this one. */
    public static MetricType type(dev.stampede.output.cloud.proto.MetricType type) {
        return switch (type) {
            case METRIC_TYPE_COUNTER -> MetricType.COUNTER;
            case METRIC_TYPE_GAUGE -> MetricType.GAUGE;
            case METRIC_TYPE_RATE -> MetricType.RATE;
            case METRIC_TYPE_TREND -> MetricType.TREND;
            case METRIC_TYPE_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("no type: " + type);
        };
    }

    /** Passes each value of a series. */
    public static void forEach(TimeSeries series, Taker taker) {
        switch (series.getSamplesCase()) {
            case COUNTER_SAMPLES -> {
                Sink.CounterSink sink = new Sink.CounterSink();
                series.getCounterSamples().getValuesList().forEach(value -> {
                    sink.clear();
                    sink.addAll(value.getValue(), 1);
                    taker.take(value.getTime().getSeconds(), sink);
                });
            }
            case GAUGE_SAMPLES -> {
                Sink.GaugeSink sink = new Sink.GaugeSink();
                series.getGaugeSamples().getValuesList().forEach(value -> {
                    sink.clear();
                    fill(sink, value);
                    taker.take(value.getTime().getSeconds(), sink);
                });
            }
            case RATE_SAMPLES -> {
                Sink.RateSink sink = new Sink.RateSink();
                series.getRateSamples().getValuesList().forEach(value -> {
                    sink.clear();
                    fill(sink, value);
                    taker.take(value.getTime().getSeconds(), sink);
                });
            }
            case TREND_HDR_SAMPLES -> {
                Sink.TrendSink sink = new Sink.TrendSink();
                series.getTrendHdrSamples().getValuesList().forEach(value -> {
                    sink.clear();
                    fill(sink.histogram(), value);
                    taker.take(value.getTime().getSeconds(), sink);
                });
            }
            case SAMPLES_NOT_SET -> {}
        }
    }

    private static void fill(Sink.GaugeSink sink, GaugeValue value) {
        sink.addAll(
                nanos(value.getTime()),
                value.getLast(),
                Integer.toUnsignedLong(value.getCount()),
                value.getMin(),
                value.getMax(),
                value.getAvg());
    }

    private static void fill(Sink.RateSink sink, RateValue value) {
        sink.addAll(Integer.toUnsignedLong(value.getNonzeroCount()), Integer.toUnsignedLong(value.getTotalCount()));
    }

    private static void fill(Histogram histogram, TrendHdrValue value) {
        int index = 0;
        int counter = 0;
        for (BucketSpan span : value.getSpansList()) {
            index += span.getOffset();
            for (int i = 0; i < span.getLength(); i++) {
                histogram.addToBucket(index++, Integer.toUnsignedLong(value.getCounters(counter++)));
            }
        }
        histogram.addTotals(
                Integer.toUnsignedLong(value.getCount()),
                value.getSum(),
                value.getMinValue(),
                value.getMaxValue(),
                Integer.toUnsignedLong(value.getExtraLowValuesCounter()),
                Integer.toUnsignedLong(value.getExtraHighValuesCounter()));
    }

    private static long nanos(Timestamp time) {
        return time.getSeconds() * NANOS + time.getNanos();
    }
}
