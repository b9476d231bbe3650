package dev.stampede.output.cloud.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Sink;
import dev.stampede.output.cloud.ManualClock;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.delivery.Spool;
import dev.stampede.output.cloud.delivery.SpoolTarget;
import dev.stampede.output.cloud.delivery.SpoolTarget.Authorization;
import dev.stampede.output.cloud.proto.CounterValue;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.output.cloud.runs.OpenedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that takes 2 s for each push, and gets three of them for each bucket of a second. */
class SlowServiceTest {
    private static final long START = 1_795_206_225;
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration AMPLE = Duration.ofSeconds(20);

    @TempDir
    Path folder = Path.of("unset");

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final ManualClock clock = new ManualClock(START);
    private final MetricRegistry registry = new MetricRegistry();
    private final Semaphore answers = new Semaphore(0);
    private final List<MetricSet> pushes = new CopyOnWriteArrayList<>();
    private ApiClient client = new ApiClient(null, AMPLE, clock, until -> {});
    private Pipeline pipeline = pipeline(HttpUrl.get("http://localhost/"));

    @BeforeEach
    void open() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                try {
                    pushes.add(MetricSet.parseFrom(Unsnappy.decompress(
                            requireNonNull(request.getBody()).toByteArray())));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                answers.acquire();
                clock.advance(ANSWER);
                return new MockResponse.Builder().code(202).build();
            }
        });
        pipeline = pipeline(server.url("/push"));
    }

    @AfterEach
    void close() {
        answers.release(100);
        client.close();
    }

    private Pipeline pipeline(HttpUrl url) {
        CloudConfig config = CloudConfig.builder()
                .apply(
                        Map.of(
                                "token",
                                "tok",
                                "aggregationPeriod",
                                "1s",
                                "aggregationWaitPeriod",
                                "1s",
                                "maxTimeSeriesInBatch",
                                "1"),
                        key -> "the test")
                .build();
        OpenedRun run = new OpenedRun(
                "9",
                config,
                "page",
                new OpenedRun.MetricsTarget(url, null, true),
                Optional.empty(),
                Optional.empty(),
                List.of());
        Spool spool = new Spool(
                new Spool.Place() {
                    @Override
                    public Path folder() {
                        return folder.resolve("shop-9");
                    }

                    @Override
                    public void left(Path it) {}
                },
                1 << 20,
                new SpoolTarget("shop", "9", "http://localhost/", "page", url.toString(), Authorization.TOKEN),
                url);
        return new Pipeline(run, client, spool, clock, 1 << 20, why -> {});
    }

    /** Three series. */
    private void record(long second) {
        for (String name : List.of("a", "b", "c")) {
            Sink sink = new Sink.CounterSink();
            sink.add(1, second * 1_000_000_000L);
            pipeline.accept(second, registry.rootTags().with("name", name).series(registry.builtin().httpReqs), sink);
        }
    }

    private void awaitPushes(int number) {
        await().atMost(AMPLE).until(() -> pushes.size() >= number);
    }

    private long spooled() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("shop-9").resolve("spool"))) {
            return files.filter(file -> file.toString().endsWith(".batch")).count();
        }
    }

    private static List<Long> buckets(MetricSet push) {
        List<Long> buckets = new ArrayList<>();
        for (TimeSeries series : push.getMetrics(0).getTimeSeriesList()) {
            for (CounterValue value : series.getCounterSamples().getValuesList()) {
                buckets.add(value.getTime().getSeconds() - START);
            }
        }
        return buckets;
    }

    /** The first of three pushes is answered, the second is under way. */
    private void fallBehind() {
        record(START);
        clock.advance(Duration.ofSeconds(1));
        pipeline.flush();
        answers.release();
        awaitPushes(2);
    }

    @Test
    void bucketsThatItCannotTakeYet_travelTogether() throws Exception {
        fallBehind();
        record(START + 1);
        pipeline.flush();
        record(START + 2);
        clock.advance(Duration.ofSeconds(1));
        pipeline.flush();
        assertThat(spooled()).isEqualTo(2);

        answers.release(2);
        await().atMost(AMPLE).until(() -> spooled() == 0);
        pipeline.flush();
        answers.release(3);
        pipeline.close();

        assertThat(pushes).hasSize(6);
        assertThat(pushes.subList(0, 3)).extracting(SlowServiceTest::buckets).containsOnly(List.of(0L));
        assertThat(pushes.subList(3, 6)).extracting(SlowServiceTest::buckets).containsOnly(List.of(1L, 2L));
        assertThat(pipeline.stats().delivery().sentSamples()).isEqualTo(9);
    }

    @Test
    void bucketsAreKeptOnDisk_onceItDoesNotAnswer() throws Exception {
        fallBehind();
        record(START + 1);
        pipeline.flush();
        assertThat(spooled()).isEqualTo(2);

        clock.advance(ANSWER.multipliedBy(2));
        pipeline.flush();

        assertThat(spooled()).isEqualTo(5);
        answers.release(100);
        pipeline.close();
        assertThat(pipeline.stats().delivery().sentSamples()).isEqualTo(6);
    }

    @Test
    void bucketsWaitForHalfAMinuteAtMost() throws Exception {
        fallBehind();
        record(START - 27); // late; it would have been sent half a minute ago in a second from now
        pipeline.flush();
        assertThat(spooled()).isEqualTo(2);

        clock.advance(Duration.ofSeconds(1));
        pipeline.flush();

        assertThat(spooled()).isEqualTo(5);
        answers.release(100);
        pipeline.close();
        assertThat(pipeline.stats().delivery().sentSamples()).isEqualTo(6);
    }
}
