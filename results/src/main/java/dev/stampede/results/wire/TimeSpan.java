package dev.stampede.results.wire;

import dev.stampede.output.cloud.proto.CounterValue;
import dev.stampede.output.cloud.proto.GaugeValue;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.RateValue;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.output.cloud.proto.TrendHdrValue;
import java.time.Instant;

/**
 * Some time, in seconds since 1970-01-01T00:00Z. Immutable.
 *
 * @param first its first second
 * @param last its last second; smaller than the first when there is none
 */
public record TimeSpan(long first, long last) {
    /** Nothing of the time. */
    public static final TimeSpan NONE = new TimeSpan(Long.MAX_VALUE, Long.MIN_VALUE);

    /** From the first value's bucket to that of the last one. */
    public static TimeSpan of(MetricSet metrics) {
        TimeSpan all = NONE;
        for (Metric metric : metrics.getMetricsList()) {
            for (TimeSeries series : metric.getTimeSeriesList()) {
                all = all.and(of(series));
            }
        }
        return all;
    }

    private static TimeSpan of(TimeSeries series) {
        TimeSpan span = NONE;
        switch (series.getSamplesCase()) {
            case COUNTER_SAMPLES -> {
                for (CounterValue value : series.getCounterSamples().getValuesList()) {
                    span = span.and(value.getTime().getSeconds());
                }
            }
            case GAUGE_SAMPLES -> {
                for (GaugeValue value : series.getGaugeSamples().getValuesList()) {
                    span = span.and(value.getTime().getSeconds());
                }
            }
            case RATE_SAMPLES -> {
                for (RateValue value : series.getRateSamples().getValuesList()) {
                    span = span.and(value.getTime().getSeconds());
                }
            }
            case TREND_HDR_SAMPLES -> {
                for (TrendHdrValue value : series.getTrendHdrSamples().getValuesList()) {
                    span = span.and(value.getTime().getSeconds());
                }
            }
            case SAMPLES_NOT_SET -> {} // it has none
        }
        return span;
    }

    private TimeSpan and(long second) {
        return second >= first && second <= last ? this : and(new TimeSpan(second, second));
    }

    /** From the first of both to the last of both. */
    public TimeSpan and(TimeSpan other) {
        return new TimeSpan(Math.min(first, other.first), Math.max(last, other.last));
    }

    /** So many seconds more at each end. */
    public TimeSpan widened(long seconds) {
        return isEmpty() ? this : new TimeSpan(first - seconds, last + seconds);
    }

    /** Whether it has nothing. */
    public boolean isEmpty() {
        return first > last;
    }

    /** Whether all of the other is in it. */
    public boolean contains(TimeSpan other) {
        return other.isEmpty() || (other.first >= first && other.last <= last);
    }

    /** For people, in UTC. */
    @Override
    public String toString() {
        String begin = Instant.ofEpochSecond(first).toString();
        return first == last ? begin : begin + " to " + Instant.ofEpochSecond(last);
    }
}
