package dev.stampede.output.cloud.metrics;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stampede.metrics.Histogram;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TagSet;
import dev.stampede.output.cloud.proto.BucketSpan;
import dev.stampede.output.cloud.proto.CounterSamples;
import dev.stampede.output.cloud.proto.CounterValue;
import dev.stampede.output.cloud.proto.GaugeSamples;
import dev.stampede.output.cloud.proto.GaugeValue;
import dev.stampede.output.cloud.proto.Label;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.RateSamples;
import dev.stampede.output.cloud.proto.RateValue;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.output.cloud.proto.Timestamp;
import dev.stampede.output.cloud.proto.TrendHdrSamples;
import dev.stampede.output.cloud.proto.TrendHdrValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is written by hand, once more as objects of the protocol: protobuf's own bytes are the measure of ours. */
final class Messages {
    private Messages() {}

    static MetricSet read(byte[] body) {
        try {
            return MetricSet.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** The message of all these buckets, without outliers. */
    static MetricSet of(String runId, int period, List<Bucket> buckets) {
        Map<dev.stampede.metrics.Metric, Map<dev.stampede.metrics.TimeSeries, TimeSeries.Builder>> all =
                new LinkedHashMap<>();
        for (Bucket bucket : buckets) {
            for (int i = 0; i < bucket.size(); i++) {
                TimeSeries.Builder series = all.computeIfAbsent(bucket.series(i).metric(), m -> new LinkedHashMap<>())
                        .computeIfAbsent(
                                bucket.series(i), s -> TimeSeries.newBuilder().addAllLabels(labels(s.tags())));
                add(bucket.start(), bucket.sink(i), series);
            }
        }
        MetricSet.Builder set = MetricSet.newBuilder().setTestRunId(runId).setAggregationPeriod(period);
        all.forEach((metric, series) -> {
            Metric.Builder of = Metric.newBuilder().setName(metric.name()).setType(type(metric.type()));
            series.values().forEach(of::addTimeSeries);
            set.addMetrics(of);
        });
        return set.build();
    }

    private static List<Label> labels(TagSet tags) {
        List<Label> labels = new ArrayList<>();
        tags.forEach((name, value) ->
                labels.add(Label.newBuilder().setName(name).setValue(value).build()));
        return labels;
    }

    private static dev.stampede.output.cloud.proto.MetricType type(MetricType type) {
        return switch (type) {
            case COUNTER -> dev.stampede.output.cloud.proto.MetricType.METRIC_TYPE_COUNTER;
            case GAUGE -> dev.stampede.output.cloud.proto.MetricType.METRIC_TYPE_GAUGE;
            case RATE -> dev.stampede.output.cloud.proto.MetricType.METRIC_TYPE_RATE;
            case TREND -> dev.stampede.output.cloud.proto.MetricType.METRIC_TYPE_TREND;
        };
    }

    private static void add(long second, Sink sink, TimeSeries.Builder series) {
        Timestamp time = Timestamp.newBuilder().setSeconds(second).build();
        switch (sink) {
            case Sink.CounterSink counter ->
                series.setCounterSamples(CounterSamples.newBuilder(series.getCounterSamples())
                        .addValues(CounterValue.newBuilder().setTime(time).setValue(counter.sum())));
            case Sink.GaugeSink gauge ->
                series.setGaugeSamples(GaugeSamples.newBuilder(series.getGaugeSamples())
                        .addValues(GaugeValue.newBuilder()
                                .setTime(time)
                                .setLast(gauge.last())
                                .setCount((int) gauge.count())
                                .setMin(gauge.min())
                                .setMax(gauge.max())
                                .setAvg(gauge.average())));
            case Sink.RateSink rate ->
                series.setRateSamples(RateSamples.newBuilder(series.getRateSamples())
                        .addValues(RateValue.newBuilder()
                                .setTime(time)
                                .setNonzeroCount((int) rate.nonZero())
                                .setTotalCount((int) rate.count())));
            case Sink.TrendSink trend ->
                series.setTrendHdrSamples(TrendHdrSamples.newBuilder(series.getTrendHdrSamples())
                        .addValues(trend(time, trend.histogram())));
        }
    }

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
        int end = 0;
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
