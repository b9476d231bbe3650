package dev.stampede.output.cloud.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.metrics.ValueType;
import dev.stampede.output.cloud.LogCapture;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.delivery.Batch;
import dev.stampede.output.cloud.delivery.PushStats;
import dev.stampede.output.cloud.proto.BucketSpan;
import dev.stampede.output.cloud.proto.Label;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.Timestamp;
import dev.stampede.output.cloud.proto.TrendHdrValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class BatcherTest {
    private final MetricRegistry registry = new MetricRegistry();
    private final Buckets buckets = new Buckets(Duration.ofSeconds(3), Duration.ZERO);
    private final List<MetricSet> sets = new ArrayList<>();
    private final PushStats stats = new PushStats();

    private Batcher batcher(int mostSeries) {
        return new Batcher(
                "17", 3, mostSeries, Outliers.of(CloudConfig.builder().build()), this::keep, stats);
    }

    private List<Batch> batches(Batcher batcher) {
        List<Batch> batches = new ArrayList<>();
        batcher.batches(buckets.takeAll(), batches::add);
        return batches;
    }

    private ApiRequest keep(byte[] message, int length) {
        byte[] body = Arrays.copyOf(message, length);
        sets.add(Messages.read(body));
        return ApiRequest.json(HttpUrl.get("http://localhost/"), body);
    }

    private TimeSeries requests(String name) {
        return registry.rootTags().with("name", name).series(registry.builtin().httpReqs);
    }

    private void add(long second, TimeSeries series, double... values) {
        Sink sink = series.metric().type().newSink();
        for (double value : values) {
            sink.add(value, second * 1_000_000_000L);
        }
        buckets.add(second, series, sink);
    }

    private TrendHdrValue trend(double... values) {
        add(
                300,
                registry.rootTags().series(registry.register("my_trend", MetricType.TREND, ValueType.DEFAULT)),
                values);
        batches(batcher(10));
        return sets.getLast()
                .getMetrics(0)
                .getTimeSeries(0)
                .getTrendHdrSamples()
                .getValues(0);
    }

    @Test
    void oneSeries_holdsAValueForEachBucket() {
        add(300, requests("a"), 1, 1);
        add(305, requests("a"), 1);
        add(301, requests("b"), 1);

        List<Batch> batches = batches(batcher(10));

        assertThat(batches).extracting(Batch::series).containsExactly(2);
        assertThat(batches).extracting(Batch::samples).containsExactly(4L);
        assertThat(sets).hasSize(1);
        assertThat(sets.getFirst().getTestRunId()).isEqualTo("17");
        assertThat(sets.getFirst().getAggregationPeriod()).isEqualTo(3);
        Metric metric = sets.getFirst().getMetrics(0);
        assertThat(sets.getFirst().getMetricsCount()).isEqualTo(1);
        assertThat(metric.getTimeSeriesCount()).isEqualTo(2);
        assertThat(metric.getTimeSeries(0).getCounterSamples().getValuesList())
                .extracting(v -> v.getTime().getSeconds() + "=" + v.getValue())
                .containsExactly("300=2.0", "303=1.0");
        assertThat(metric.getTimeSeries(0).getLabelsList())
                .containsExactly(
                        Label.newBuilder().setName("name").setValue("a").build());
    }

    @Test
    void moreSeriesThanABatchHolds_areSplit() {
        for (int i = 0; i < 5; i++) {
            add(300, requests("n" + i), 1);
        }
        add(300, registry.rootTags().series(registry.builtin().vus), 7);

        List<Batch> batches = batches(batcher(2));

        assertThat(batches).extracting(Batch::series).containsExactly(2, 2, 2);
        assertThat(sets.getLast().getMetricsList()).extracting(Metric::getName).containsExactly("http_reqs", "vus");
    }

    @Test
    void exactlyFullBatch_leavesNoEmptyOne() {
        add(300, requests("a"), 1);
        add(300, requests("b"), 1);

        assertThat(batches(batcher(2))).hasSize(1);
        assertThat(batches(batcher(2))).isEmpty(); // nothing is left
    }

    @Test
    void reservedLabels_areLeftOutWithOneWarningEach() {
        TagSet tags = registry.rootTags()
                .with("__name__", "x")
                .with("test_run_id", "9")
                .with("team", "web");
        add(300, tags.series(registry.builtin().httpReqs), 1);
        add(300, tags.with("a", "b").series(registry.builtin().httpReqs), 1);

        try (LogCapture log = new LogCapture(Labels.class)) {
            batches(batcher(10));
            assertThat(log.lines())
                    .containsExactlyInAnyOrder(
                            "WARNING The tag '__name__' is not sent to the cloud, which keeps this name for itself."
                                    + " Choose another name to see it there.",
                            "WARNING The tag 'test_run_id' is not sent to the cloud, which keeps this name for itself."
                                    + " Choose another name to see it there.");
        }
        assertThat(sets.getFirst().getMetrics(0).getTimeSeries(0).getLabelsList())
                .extracting(Label::getName)
                .containsExactly("team");
    }

    @Test
    void batchThatCannotBeEncoded_isCountedAndTheNextGoesOn() {
        add(300, requests("a"), 1, 1, 1);
        add(300, requests("b"), 1);
        Batcher batcher = new Batcher(
                "17",
                3,
                1,
                Outliers.of(CloudConfig.builder().build()),
                (message, length) -> {
                    ApiRequest request = keep(message, length);
                    if (sets.size() == 1) {
                        throw new IllegalStateException("broken");
                    }
                    return request;
                },
                stats);

        assertThat(batches(batcher)).extracting(Batch::samples).containsExactly(1L);
        assertThat(stats.report())
                .contains("LOST 3 samples of 1 series that could not be encoded or sent:"
                        + " java.lang.IllegalStateException: broken");
    }

    @Test
    void eachBatch_isHandedOnBeforeTheNextIsEncoded() {
        add(300, requests("a"), 1);
        add(300, requests("b"), 1);
        List<Integer> encodedByThen = new ArrayList<>();

        batcher(1).batches(buckets.takeAll(), batch -> encodedByThen.add(sets.size()));

        assertThat(encodedByThen).containsExactly(1, 2);
    }

    @Test
    void batchThatCannotBeHandedOnForWantOfMemory_isCountedAndTheNextGoesOn() {
        add(300, requests("a"), 1, 1, 1);
        add(303, requests("a"), 1);
        add(300, requests("b"), 1);
        List<Batch> taken = new ArrayList<>();

        batcher(1).batches(buckets.takeAll(), batch -> {
            if (sets.size() == 1) {
                throw new OutOfMemoryError("no heap");
            }
            taken.add(batch);
        });

        assertThat(taken).extracting(Batch::samples).containsExactly(1L);
        assertThat(stats.report())
                .contains("LOST 4 samples of 1 series that could not be encoded or sent:"
                        + " java.lang.OutOfMemoryError: no heap");
    }

    @Test
    void bucketsThatCannotBeSortedTogether_areEncodedOneByOneAndWhatStillFailsIsCounted() {
        add(300, requests("a"), 1, 1, 1);
        add(300, requests("b"), 1, 1);
        add(303, requests("a"), 1, 1, 1, 1);
        List<Bucket> closed = buckets.takeAll();
        Bucket unreadable = new Bucket(300) {
            @Override
            TimeSeries series(int i) {
                throw new OutOfMemoryError("no heap");
            }
        };
        Bucket first = closed.getFirst();
        for (int i = 0; i < first.size(); i++) {
            unreadable.put(first.series(i), first.sink(i));
        }
        List<Batch> taken = new ArrayList<>();

        batcher(10).batches(List.of(unreadable, closed.getLast()), taken::add);

        assertThat(taken).extracting(Batch::samples).containsExactly(4L);
        assertThat(stats.report())
                .contains("LOST 5 samples of 2 series that could not be encoded or sent:"
                        + " java.lang.OutOfMemoryError: no heap");
    }

    @Test
    void faultWithoutWords_isCountedAllTheSame() {
        add(300, requests("a"), 1);

        batcher(1).batches(buckets.takeAll(), batch -> {
            throw new SpeechlessError();
        });

        assertThat(stats.report())
                .contains("LOST 1 sample of 1 series that could not be encoded or sent: "
                        + SpeechlessError.class.getName());
    }

    private static final class SpeechlessError extends Error {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new OutOfMemoryError("not even for this");
        }
    }

    @Test
    void neighbouringBuckets_shareASpan() {
        TrendHdrValue value = trend(0.004, 0.005, 0.005, 0.009);

        assertThat(value.getCountersList()).containsExactly(1, 2, 1);
        assertThat(value.getSpansList()).containsExactly(span(4, 2), span(3, 1));
        assertThat(value.getTime())
                .isEqualTo(Timestamp.newBuilder().setSeconds(300).build());
        assertThat(value.getMinResolution()).isEqualTo(0.001);
        assertThat(value.hasSignificantDigits()).isFalse();
        assertThat(value.hasExtraLowValuesCounter()).isFalse();
        assertThat(value.hasExtraHighValuesCounter()).isFalse();
    }

    @Test
    void bucketZero_isASpanWithoutOffset() {
        assertThat(trend(0, 0).getSpansList()).containsExactly(span(0, 1));
    }

    @Test
    void valuesOutsideTheHistogram_areCountedBesideIt() {
        TrendHdrValue value = trend(-1, -3, 1e300);

        assertThat(value.getCountersList()).isEmpty();
        assertThat(value.getSpansList()).isEmpty();
        assertThat(value.getExtraLowValuesCounter()).isEqualTo(2);
        assertThat(value.getExtraHighValuesCounter()).isEqualTo(1);
        assertThat(value.getCount()).isEqualTo(3);
        assertThat(value.getMinValue()).isEqualTo(-3);
        assertThat(value.getMaxValue()).isEqualTo(1e300);
    }

    @Test
    void trendOfTheRecordedRun_isTheRecordedValue() {
        // my_trend in the stream recording: 27 times 12.345
        double[] values = new double[27];
        Arrays.fill(values, 12.345);

        TrendHdrValue value = trend(values);

        assertThat(value.getCountersList()).containsExactly(27);
        assertThat(value.getSpansList()).containsExactly(span(960, 1));
        assertThat(value.getSum()).isEqualTo(333.31500000000017);
        assertThat(value.getMinValue()).isEqualTo(12.345);
        assertThat(value.getMaxValue()).isEqualTo(12.345);
    }

    private static BucketSpan span(int offset, int length) {
        return BucketSpan.newBuilder().setOffset(offset).setLength(length).build();
    }
}
