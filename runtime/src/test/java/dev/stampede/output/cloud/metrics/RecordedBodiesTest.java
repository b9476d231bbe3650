package dev.stampede.output.cloud.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.ValueType;
import dev.stampede.output.cloud.Recordings;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.delivery.PushStats;
import dev.stampede.output.cloud.proto.BucketSpan;
import dev.stampede.output.cloud.proto.GaugeValue;
import dev.stampede.output.cloud.proto.Label;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.output.cloud.proto.TrendHdrValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds our messages against bodies that k6 2.2 sent. */
class RecordedBodiesTest {
    private final MetricRegistry registry = new MetricRegistry();
    private final Buckets buckets = new Buckets(Duration.ofSeconds(3), Duration.ZERO);
    private final List<MetricSet> encoded = new ArrayList<>();

    static List<Recordings.Entry> pushes() {
        return Recordings.pushes();
    }

    private static MetricSet recorded(Recordings.Entry push) throws InvalidProtocolBufferException {
        return MetricSet.parseFrom(Unsnappy.decompress(push.raw()));
    }

    @ParameterizedTest
    @MethodSource("pushes")
    void recordedBody_isUnderstoodWholeAndReencodesToTheSameMessage(Recordings.Entry push) throws Exception {
        MetricSet message = recorded(push);

        byte[] again = Unsnappy.decompress(compressed(message.toByteArray()));

        assertThat(MetricSet.parseFrom(again)).isEqualTo(message);
        assertThat(again.length).isEqualTo(Unsnappy.decompress(push.raw()).length); // nothing unknown left out
        Map<String, Object> body = requireNonNull(Json.object(push.fields().get("body")));
        assertThat(message.getTestRunId()).isEqualTo(body.get("test_run_id"));
        assertThat(message.getMetricsList())
                .extracting(Metric::getName)
                .isEqualTo(Json.list(body.get("metrics")).stream()
                        .map(m -> Json.text(requireNonNull(Json.object(m)).get("name")))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("pushes")
    void sinksOfTheSameSamples_becomeTheRecordedSeries(Recordings.Entry push) throws Exception {
        MetricSet recorded = recorded(push);
        for (Metric metric : recorded.getMetricsList()) {
            metric.getTimeSeriesList().forEach(series -> record(metric, series));
        }

        Batcher batcher = new Batcher(
                recorded.getTestRunId(),
                3,
                10_000,
                Outliers.of(CloudConfig.builder().build()),
                this::keep,
                new PushStats());
        batcher.batches(buckets.takeAll(), batch -> {});

        assertThat(encoded).hasSize(1);
        assertThat(encoded.getFirst().getTestRunId()).isEqualTo(recorded.getTestRunId());
        assertThat(encoded.getFirst().getAggregationPeriod()).isEqualTo(recorded.getAggregationPeriod());
        assertThat(comparable(encoded.getFirst())).isEqualTo(comparable(recorded));
    }

    private static byte[] compressed(byte[] message) {
        return new Snappy().compress(message, message.length);
    }

    private ApiRequest keep(byte[] message, int length) {
        byte[] body = Arrays.copyOf(message, length);
        encoded.add(Messages.read(body));
        return ApiRequest.json(okhttp3.HttpUrl.get("http://localhost/"), body);
    }

    private void record(Metric metric, TimeSeries series) {
        MetricType type = MetricType.valueOf(metric.getType().name().substring("METRIC_TYPE_".length()));
        dev.stampede.metrics.Metric known = registry.find(metric.getName());
        TagSet tags = registry.rootTags();
        for (Label label : series.getLabelsList()) {
            tags = tags.with(label.getName(), label.getValue());
        }
        dev.stampede.metrics.TimeSeries ours =
                tags.series(known != null ? known : registry.register(metric.getName(), type, ValueType.DEFAULT));
        switch (type) {
            case COUNTER ->
                series.getCounterSamples()
                        .getValuesList()
                        .forEach(v -> add(v.getTime().getSeconds(), ours, List.of(v.getValue())));
            case GAUGE ->
                series.getGaugeSamples()
                        .getValuesList()
                        .forEach(v -> add(v.getTime().getSeconds(), ours, gauged(v)));
            case RATE ->
                series.getRateSamples().getValuesList().forEach(v -> {
                    List<Double> values = new ArrayList<>();
                    for (int i = 0; i < v.getTotalCount(); i++) {
                        values.add(i < v.getNonzeroCount() ? 1.0 : 0.0);
                    }
                    add(v.getTime().getSeconds(), ours, values);
                });
            case TREND ->
                series.getTrendHdrSamples()
                        .getValuesList()
                        .forEach(v -> add(v.getTime().getSeconds(), ours, measured(v)));
        }
    }

    private void add(long second, dev.stampede.metrics.TimeSeries series, List<Double> values) {
        Sink sink = series.metric().type().newSink();
        values.forEach(value -> sink.add(value, second * 1_000_000_000L));
        buckets.add(second, series, sink);
    }

    /** Samples that a gauge's value could stand for. */
    private static List<Double> gauged(GaugeValue value) {
        int count = value.getCount();
        List<Double> values = new ArrayList<>();
        if (count > 2) {
            values.add(value.getMin());
            values.add(value.getMax());
            double rest = value.getAvg() * count - value.getMin() - value.getMax() - value.getLast();
            for (int i = 3; i < count; i++) {
                values.add(rest / (count - 3));
            }
        } else if (count == 2) {
            values.add(value.getLast() == value.getMin() ? value.getMax() : value.getMin());
        }
        values.add(value.getLast());
        return values;
    }

    /** Samples that a histogram could stand for: in each bucket the middle of its first thousandth. */
    private static List<Double> measured(TrendHdrValue value) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < value.getExtraLowValuesCounter(); i++) {
            values.add(value.getMinValue());
        }
        int index = 0;
        int counter = 0;
        for (BucketSpan span : value.getSpansList()) {
            index += span.getOffset();
            for (int i = 0; i < span.getLength(); i++, index++) {
                for (int n = 0; n < value.getCounters(counter); n++) {
                    values.add(valueIn(index));
                }
                counter++;
            }
        }
        return values;
    }

    private static double valueIn(int index) {
        int shift = Math.max(0, (index >> 7) - 1);
        long lowest = (long) (index - (shift << 7)) << shift;
        return lowest == 0 ? 0 : (lowest - 0.5) * 0.001;
    }

    /** By name, type, labels and time; of histograms what does not depend on where in a bucket a value lies. */
    private static Map<String, Map<Map<String, String>, Map<Long, Object>>> comparable(MetricSet set) {
        Map<String, Map<Map<String, String>, Map<Long, Object>>> all = new TreeMap<>();
        for (Metric metric : set.getMetricsList()) {
            Map<Map<String, String>, Map<Long, Object>> ofMetric =
                    all.computeIfAbsent(metric.getName() + " " + metric.getType(), n -> new java.util.HashMap<>());
            for (TimeSeries series : metric.getTimeSeriesList()) {
                Map<String, String> labels = new TreeMap<>();
                series.getLabelsList().forEach(label -> labels.put(label.getName(), label.getValue()));
                Map<Long, Object> values = new TreeMap<>();
                series.getCounterSamples()
                        .getValuesList()
                        .forEach(v -> values.put(v.getTime().getSeconds(), v));
                series.getGaugeSamples()
                        .getValuesList()
                        .forEach(v -> values.put(v.getTime().getSeconds(), v));
                series.getRateSamples()
                        .getValuesList()
                        .forEach(v -> values.put(v.getTime().getSeconds(), v));
                series.getTrendHdrSamples()
                        .getValuesList()
                        .forEach(v -> values.put(
                                v.getTime().getSeconds(),
                                v.toBuilder()
                                        .clearSum()
                                        .clearMinValue()
                                        .clearMaxValue()
                                        .build()));
                assertThat(ofMetric.put(labels, values)).isNull();
            }
        }
        return all;
    }
}
