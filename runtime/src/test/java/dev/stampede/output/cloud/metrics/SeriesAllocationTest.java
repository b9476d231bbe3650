package dev.stampede.output.cloud.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.Allocations;
import dev.stampede.metrics.BuiltinMetrics;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.delivery.PushStats;
import dev.stampede.testing.AllowedBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class SeriesAllocationTest {
    private static final int PAGES = 200;
    private static final int SAMPLES = 30;
    private static final long SECOND = 1_700_000_000L;

    private final MetricRegistry registry = new MetricRegistry();
    private final Random random = new Random(42);
    private final List<TimeSeries> series = series();
    private final List<Sink> sinks = new ArrayList<>();
    private final Buckets buckets = new Buckets(Duration.ofSeconds(3), Duration.ZERO);

    private List<TimeSeries> series() {
        BuiltinMetrics metrics = registry.builtin();
        List<TimeSeries> all = new ArrayList<>();
        for (int page = 0; page < PAGES; page++) {
            TagSet tags = registry.rootTags()
                    .with("scenario", "default")
                    .with("method", "GET")
                    .with("status", "200")
                    .with("name", "https://shop.example.com/products/" + page);
            metrics.httpRoundTrip.metrics().forEach(metric -> all.add(tags.series(metric)));
        }
        return all;
    }

    private void measure() {
        sinks.clear();
        for (TimeSeries one : series) {
            Sink sink = one.metric().type().newSink();
            for (int i = 0; i < SAMPLES; i++) {
                sink.add(-20 * Math.log(1 - random.nextDouble()), i);
            }
            sinks.add(sink);
        }
    }

    private void gather() {
        for (int i = 0; i < series.size(); i++) {
            buckets.add(SECOND, series.get(i), sinks.get(i));
        }
    }

    @Test
    void seriesOfABucket_isClosedAndSentWithLittleMoreThanWhatTravels() {
        HttpUrl url = HttpUrl.get("http://localhost/");
        Snappy snappy = new Snappy();
        Batcher batcher = new Batcher(
                "4711",
                3,
                1000,
                Outliers.of(CloudConfig.builder().build()),
                (message, length) -> ApiRequest.metrics(url, snappy.compress(message, length), true),
                new PushStats());
        Runnable closing = () -> {
            List<Bucket> closed = buckets.takeAll();
            batcher.batches(closed, batch -> {});
            buckets.recycle(closed);
        };
        for (int round = 0; round < 5; round++) {
            measure();
            gather();
            closing.run();
        }
        measure();

        assertThat((double) Allocations.of(this::gather) / series.size()).isLessThan(AllowedBytes.SERIES_GATHERED);
        assertThat((double) Allocations.of(closing) / series.size()).isLessThan(AllowedBytes.SERIES_CLOSED);
    }
}
