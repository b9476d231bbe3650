package dev.stampede.output.cloud.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.delivery.PushStats;
import dev.stampede.output.cloud.metrics.Outliers.Value;
import dev.stampede.output.cloud.proto.TrendHdrValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutliersTest {
    private static final long SECOND = 1_000_000_000L;

    private final MetricRegistry registry = new MetricRegistry();

    private static Sink.ValuedTrendSink sink(double... values) {
        Sink.ValuedTrendSink sink = new Sink.ValuedTrendSink();
        for (int i = 0; i < values.length; i++) {
            sink.add(values[i], (300 + i % 3) * SECOND + 5);
        }
        return sink;
    }

    private static Sink.TrendSink trend(Value value) {
        return (Sink.TrendSink) value.sink();
    }

    @Test
    void valuesFarFromTheQuartiles_travelByThemselves() {
        // quartiles of 0..10 and 200 are 2.75 and 8.25: normal is from -5.5 to 15.4
        Sink.ValuedTrendSink sink = sink(200, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

        List<Value> values = new Outliers(0.25, 1.5, 1.3, 1).values(300, sink);

        assertThat(values).hasSize(2);
        assertThat(values.get(0).time()).isEqualTo(300);
        assertThat(values.get(0).sink().count()).isEqualTo(11);
        assertThat(trend(values.get(0)).histogram().max()).isEqualTo(10);
        assertThat(values.get(1).time()).isEqualTo(300);
        assertThat(values.get(1).sink().count()).isEqualTo(1);
        assertThat(trend(values.get(1)).histogram().min()).isEqualTo(200);
        assertThat(trend(values.get(1)).histogram().sum()).isEqualTo(200);
    }

    @Test
    void outliers_keepTheirSeconds_andComeInTheirOrder() {
        Sink.ValuedTrendSink sink = new Sink.ValuedTrendSink();
        for (int i = 0; i < 100; i++) {
            sink.add(10 + i * 0.01, 300 * SECOND);
        }
        sink.add(90, 302 * SECOND);
        sink.add(80, 301 * SECOND + 999_999_999);

        List<Value> values = new Outliers(0.25, 1.5, 1.3, 100).values(300, sink);

        assertThat(values).extracting(Value::time).containsExactly(300L, 301L, 302L);
        assertThat(trend(values.get(1)).histogram().max()).isEqualTo(80);
        assertThat(trend(values.get(2)).histogram().max()).isEqualTo(90);
    }

    @Test
    void fewValues_allTravelByThemselves() {
        List<Value> values = new Outliers(0.25, 1.5, 1.3, 4).values(300, sink(1, 2, 3));

        assertThat(values).extracting(value -> value.sink().count()).containsExactly(1L, 1L, 1L);
        assertThat(values).extracting(Value::time).containsExactly(300L, 301L, 302L);
    }

    @Test
    void sinkWithoutSingleValues_isSentAsItIs() {
        Sink plain = new Sink.TrendSink();
        plain.add(5, 0);
        plain.add(500, 0);
        TimeSeries requests = registry.rootTags().series(registry.builtin().httpReqDuration);
        Buckets buckets = new Buckets(Duration.ofSeconds(3), Duration.ZERO);
        buckets.add(300, requests, plain);
        CloudConfig config = CloudConfig.builder()
                .apply(Map.of("aggregationOutlierIqrRadius", "0.25"), key -> "the test")
                .build();

        assertThat(sent(buckets, config)).extracting(TrendHdrValue::getCount).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingIsLostOrCountedTwice(long seed) {
        Random random = new Random(seed);
        CloudConfig config = CloudConfig.builder()
                .apply(
                        Map.of(
                                "aggregationMinSamples", Integer.toString(1 + random.nextInt(200)),
                                "aggregationOutlierIqrRadius", Double.toString(random.nextDouble() / 2),
                                "aggregationOutlierIqrCoefLower", Double.toString(random.nextDouble() * 2),
                                "aggregationOutlierIqrCoefUpper", Double.toString(random.nextDouble() * 2)),
                        key -> "the test")
                .build();
        assertThat(config.problems())
                .filteredOn(text -> !text.contains("token"))
                .isEmpty();
        assertThat(config.separatesOutliers()).isTrue();
        Buckets buckets = new Buckets(Duration.ofSeconds(3), Duration.ZERO);
        TimeSeries requests = registry.rootTags().series(registry.builtin().httpReqDuration);
        int count = 0;
        double sum = 0;
        for (int second = 300; second < 312; second++) {
            for (int drain = 0; drain < 3; drain++) {
                Sink sink = new Sink.ValuedTrendSink();
                int samples = random.nextInt(150);
                for (int i = 0; i < samples; i++) {
                    double value = Math.exp(random.nextGaussian() * 2);
                    sink.add(value, second * SECOND + i);
                    count++;
                    sum += value;
                }
                buckets.add(second, requests, sink);
            }
        }

        List<TrendHdrValue> sent = sent(buckets, config);

        assertThat(sent.stream().mapToInt(TrendHdrValue::getCount).sum()).isEqualTo(count);
        assertThat(sent.stream().mapToDouble(TrendHdrValue::getSum).sum()).isCloseTo(sum, within(1e-6 * sum));
        assertThat(sent.stream()
                        .mapToInt(value -> value.getCountersList().stream()
                                .mapToInt(Integer::intValue)
                                .sum())
                        .sum())
                .isEqualTo(count);
        assertThat(sent).allSatisfy(value -> {
            if (value.getCount() == 1) {
                assertThat(value.getSum()).isEqualTo(value.getMinValue()).isEqualTo(value.getMaxValue());
            } else {
                assertThat(value.getTime().getSeconds() % 3).isZero();
            }
        });
    }

    private static List<TrendHdrValue> sent(Buckets buckets, CloudConfig config) {
        List<TrendHdrValue> values = new ArrayList<>();
        Batcher batcher = new Batcher(
                "1", 3, 1000, Outliers.of(config), (message, length) -> keep(message, length, values), new PushStats());
        batcher.batches(buckets.takeAll(), batch -> {});
        return values;
    }

    private static ApiRequest keep(byte[] message, int length, List<TrendHdrValue> values) {
        byte[] body = Arrays.copyOf(message, length);
        Messages.read(body)
                .getMetricsList()
                .forEach(metric -> metric.getTimeSeriesList()
                        .forEach(series ->
                                values.addAll(series.getTrendHdrSamples().getValuesList())));
        return ApiRequest.json(HttpUrl.get("http://localhost/"), body);
    }

    @Test
    void timesOfOwnMetrics_areAggregatedAsEver() {
        CloudConfig config = CloudConfig.builder()
                .apply(Map.of("aggregationOutlierIqrRadius", "0.25"), key -> "the test")
                .build();
        Metric own = registry.builtin().iterationDuration;
        Buckets buckets = new Buckets(Duration.ofSeconds(3), Duration.ZERO);
        buckets.add(300, registry.rootTags().series(own), sink(1, 2, 3));

        assertThat(sent(buckets, config)).extracting(TrendHdrValue::getCount).containsExactly(3);
    }
}
