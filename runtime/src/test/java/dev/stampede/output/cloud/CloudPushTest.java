package dev.stampede.output.cloud;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stampede.RunEnding;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.delivery.Pusher;
import dev.stampede.output.cloud.metrics.Unsnappy;
import dev.stampede.output.cloud.proto.CounterValue;
import dev.stampede.output.cloud.proto.MetricSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of samples to the service. */
class CloudPushTest {
    private static final long START = 1_795_206_225; // a multiple of the period
    private static final MockResponse ACCEPTED = answer(202, "");

    @TempDir
    Path folder = Path.of("unset");

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final AtomicInteger faults = new AtomicInteger();
    private final ManualClock clock = new ManualClock(START) {
        @Override
        public synchronized long nanoTime() {
            if (Thread.currentThread().getName().equals("stampede-cloud-finish")
                    && faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new OutOfMemoryError("no heap");
            }
            return super.nanoTime();
        }
    };
    private final MetricRegistry registry = new MetricRegistry();
    private final TimeSeries requests = registry.rootTags().with("name", "home").series(registry.builtin().httpReqs);
    private final List<String> stops = new CopyOnWriteArrayList<>();
    private final List<String> finishes = new CopyOnWriteArrayList<>();
    private final List<RecordedRequest> pushes = new CopyOnWriteArrayList<>();
    private volatile String createReply = "{\"reference_id\":\"9\"}";
    private volatile Function<Integer, MockResponse> onPush = number -> ACCEPTED;

    private static MockResponse answer(int code, String body) {
        return new MockResponse.Builder().code(code).body(body).build();
    }

    private CloudStream started(String... settings) {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return respond(request);
            }
        });
        Map<String, String> all =
                new LinkedHashMap<>(Map.of("host", server.url("/").toString(), "token", "tok"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        CloudStream stream = new CloudStream(
                CloudConfig.builder().apply(all, key -> "the test").build(), clock, deadline -> {});
        stream.start(
                new RunDescription("test", 1, Duration.ofSeconds(30), Map.of(), SystemTag.DEFAULTS, folder),
                (ending, reason) -> stops.add(ending + ": " + reason));
        return stream;
    }

    private MockResponse respond(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        if (path.equals("/v1/tests")) {
            return answer(201, createReply);
        }
        if (path.startsWith("/v1/tests/")) {
            finishes.add(requireNonNull(request.getBody()).utf8());
            return answer(200, "");
        }
        synchronized (pushes) {
            pushes.add(request);
            return onPush.apply(pushes.size());
        }
    }

    private void record(CloudStream stream, long second, double... values) {
        Sink sink = new Sink.CounterSink();
        for (double value : values) {
            sink.add(value, second * 1_000_000_000L);
        }
        stream.accept(second, requests, sink);
    }

    private void awaitPushes(int number) {
        await().atMost(Duration.ofSeconds(20)).until(() -> pushes.size() >= number);
    }

    private static MetricSet decode(RecordedRequest push) throws Exception {
        return MetricSet.parseFrom(
                Unsnappy.decompress(requireNonNull(push.getBody()).toByteArray()));
    }

    private static List<String> values(RecordedRequest push) throws Exception {
        List<String> values = new ArrayList<>();
        for (CounterValue value :
                decode(push).getMetrics(0).getTimeSeries(0).getCounterSamples().getValuesList()) {
            values.add(value.getTime().getSeconds() - START + "=" + value.getValue());
        }
        return values;
    }

    private Path runFolder() throws IOException {
        return folder.toRealPath().resolve("runs").resolve("test-9");
    }

    private static void finish(CloudStream stream) {
        stream.finish(new RunOutcome(RunEnding.FINISHED, List.of()));
    }

    @Test
    void batch_isLoggedAtDebugLevel() {
        onPush = number -> number == 1 ? answer(503, "") : ACCEPTED;
        try (LogCapture log = LogCapture.everything("dev.stampede.output.cloud.delivery.Pusher")) {
            CloudStream stream = started("noCompress", "true");
            record(stream, START, 1, 1);
            finish(stream);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .matches("FINE Pushed a batch: 2 samples of 1 series, \\d+ bytes, attempt 2");
        }
    }

    @Test
    void closedBucket_isPushedAtTheNextInterval() throws Exception {
        CloudStream stream = started();
        record(stream, START, 1);
        record(stream, START + 2, 1, 1);
        record(stream, START + 3, 1);

        clock.advance(Duration.ofSeconds(8));
        awaitPushes(1);

        RecordedRequest push = pushes.getFirst();
        assertThat(push.getRequestLine()).isEqualTo("POST /v2/metrics/9 HTTP/1.1");
        assertThat(push.getHeaders().get("Content-Type")).isEqualTo("application/x-protobuf");
        assertThat(push.getHeaders().get("Content-Encoding")).isEqualTo("snappy");
        assertThat(push.getHeaders().get("K6-Metrics-Protocol-Version")).isEqualTo("2.0");
        assertThat(push.getHeaders().get("K6-Idempotency-Key")).matches("[0-9a-f]{16}");
        assertThat(push.getHeaders().get("Authorization")).isEqualTo("Token tok");
        assertThat(push.getHeaders().get("User-Agent")).isEqualTo("k6cloud/2.2.0");
        assertThat(decode(push).getTestRunId()).isEqualTo("9");
        assertThat(decode(push).getAggregationPeriod()).isEqualTo(3);
        assertThat(values(push)).containsExactly("0=3.0");

        finish(stream);
        assertThat(values(pushes.get(1))).containsExactly("3=1.0");
        assertThat(finishes).hasSize(1);
        assertThat(stream.report())
                .hasSize(1)
                .first()
                .asString()
                .matches("sent 4 samples of 2 series in 2 batches \\(\\d+ B\\), 0 retries");
    }

    @Test
    void lateSample_isSentAgainWithTheSameTime() throws Exception {
        CloudStream stream = started();
        record(stream, START, 1);
        clock.advance(Duration.ofSeconds(8));
        awaitPushes(1);

        record(stream, START + 1, 5);
        clock.advance(Duration.ofSeconds(1));
        awaitPushes(2);

        assertThat(values(pushes.get(0))).containsExactly("0=1.0");
        assertThat(values(pushes.get(1))).containsExactly("0=5.0");
        finish(stream);
    }

    @Test
    void settingsInTheReply_holdForAggregationAndPush() throws Exception {
        createReply = "{\"reference_id\":\"9\",\"config\":{\"aggregationPeriod\":\"5s\",\"maxTimeSeriesInBatch\":1}}";
        CloudStream stream = started("aggregationPeriod", "3s");
        record(stream, START + 4, 1);
        record(stream, START + 5, 1);
        stream.accept(START, registry.rootTags().series(registry.builtin().httpReqs), one());
        finish(stream);

        assertThat(pushes).hasSize(2);
        assertThat(decode(pushes.getFirst()).getAggregationPeriod()).isEqualTo(5);
        assertThat(values(pushes.getFirst())).containsExactly("0=1.0", "5=1.0");
    }

    private static Sink one() {
        Sink sink = new Sink.CounterSink();
        sink.add(1, 0);
        return sink;
    }

    @Test
    void uncompressedPush_saysNothingOfSnappy() throws Exception {
        CloudStream stream = started("noCompress", "true");
        record(stream, START, 1);
        finish(stream);

        assertThat(pushes.getFirst().getHeaders().get("Content-Encoding")).isNull();
        assertThat(MetricSet.parseFrom(
                                requireNonNull(pushes.getFirst().getBody()).toByteArray())
                        .getMetrics(0)
                        .getName())
                .isEqualTo("http_reqs");
    }

    @Test
    void failedPush_isKeptInOrderAndSentAgainWithTheSameKey() throws Exception {
        onPush = number -> number <= 3
                ? answer(503, "")
                : number <= 6
                        ? new MockResponse.Builder()
                                .onResponseStart(new SocketEffect.CloseSocket())
                                .build()
                        : ACCEPTED;
        CloudStream stream = started();
        try (LogCapture log = new LogCapture(Pusher.class)) {
            record(stream, START, 1);
            clock.advance(Duration.ofSeconds(8));
            awaitPushes(3);
            record(stream, START + 3, 2);
            awaitTick(4);
            awaitTick(7);
            awaitTick(8);
            finish(stream);

            assertThat(log.lines())
                    .containsExactly(
                            "WARNING Metrics could not be pushed to the cloud; they are kept and will be pushed again:"
                                    + " unexpected HTTP error from " + server.url("/v2/metrics/9")
                                    + ": 503 Server Error",
                            "INFO The cloud takes metrics again, after 2 failed pushes.");
        }
        for (int i = 1; i < 7; i++) {
            assertThat(pushes.get(i).getBody()).isEqualTo(pushes.get(0).getBody());
            assertThat(pushes.get(i).getHeaders().get("K6-Idempotency-Key"))
                    .isEqualTo(pushes.get(0).getHeaders().get("K6-Idempotency-Key"));
        }
        assertThat(values(pushes.get(7))).containsExactly("3=2.0");
        assertThat(stream.report())
                .hasSize(1)
                .first()
                .asString()
                .matches("sent 2 samples of 2 series in 2 batches \\(\\d+ B\\), 6 retries");
    }

    /** Lets intervals pass until that many pushes were made: a pusher may need a moment to be ready for the next. */
    private void awaitTick(int number) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            if (pushes.size() < number) {
                clock.advance(Duration.ofSeconds(1));
            }
            return pushes.size() >= number;
        });
    }

    @Test
    void whatIsUnsentAtTheEnd_isSpooledAndTheRunStillClosed() throws Exception {
        onPush = number -> answer(503, "{\"error\":{\"message\":\"down\"}}");
        CloudStream stream = started();
        record(stream, START, 1, 1, 1);
        long begin = clock.nanoTime();

        finish(stream);

        assertThat(Duration.ofNanos(clock.nanoTime() - begin))
                .isBetween(Duration.ofSeconds(27), Duration.ofSeconds(32));
        assertThat(finishes).hasSize(1);
        assertThat(stream.report())
                .hasSize(2)
                .last()
                .isEqualTo("SPOOLED 3 samples of 1 series: stampede cloud push " + runFolder()
                        + "\nThey are unsent because of: (503) down");
    }

    @Test
    void errorInTheFinalFlush_isToldItsSamplesAreSpooledAndTheRunIsClosed() throws Exception {
        CloudStream stream = started();
        record(stream, START, 1, 1);
        faults.set(1);

        finish(stream);

        assertThat(finishes).hasSize(1);
        assertThat(stream.report())
                .containsExactly(
                        "sent 0 samples of 0 series in 0 batches (0 B), 0 retries",
                        "SPOOLED 2 samples of 1 series: stampede cloud push " + runFolder(),
                        "NOT ALL SENT: java.lang.OutOfMemoryError: no heap");
    }

    @Test
    void outageThatEndsDuringTheFinalFlush_losesNothing() {
        onPush = number -> number <= 12 ? answer(503, "") : ACCEPTED;
        CloudStream stream = started();
        record(stream, START, 1);

        finish(stream);

        assertThat(stream.report())
                .hasSize(1)
                .first()
                .asString()
                .contains("sent 1 sample of 1 series in 1 batch")
                .contains("12 retries");
    }

    @Test
    void refusedBatch_isCountedAndTheNextGoesOn() {
        onPush = number -> number == 1 ? answer(400, "{\"error\":{\"code\":3,\"message\":\"bad\"}}") : ACCEPTED;
        CloudStream stream = started("maxTimeSeriesInBatch", "1");
        record(stream, START, 1, 1);
        stream.accept(START, registry.rootTags().series(registry.builtin().httpReqs), one());

        finish(stream);

        assertThat(pushes).hasSize(2);
        assertThat(stream.report())
                .hasSize(2)
                .last()
                .isEqualTo("LOST 2 samples of 1 series that the service refused: (400/E3) bad");
        assertThat(stops).isEmpty();
    }

    @Test
    void tooManyPushes_waitForAsLongAsTheServiceAsks() {
        MockResponse busy = new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "20")
                .build();
        onPush = number -> number == 1 ? busy : ACCEPTED;
        CloudStream stream = started();
        record(stream, START, 1);
        clock.advance(Duration.ofSeconds(8));
        awaitPushes(1);
        long refused = clock.nanoTime();
        awaitTick(2);

        assertThat(Duration.ofNanos(clock.nanoTime() - refused)).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
        finish(stream);
        assertThat(pushes).hasSize(2);
        assertThat(stream.delivery().orElseThrow().isComplete()).isTrue();
    }

    @Test
    void pageForPeople_isNoAcknowledgement() {
        onPush = number -> number <= 3 ? answer(200, "\n<!DOCTYPE html><title>Log in</title>") : ACCEPTED;
        CloudStream stream = started();
        record(stream, START, 1);
        try (LogCapture log = new LogCapture(Pusher.class)) {
            finish(stream);

            assertThat(log.lines())
                    .first()
                    .isEqualTo("WARNING Metrics could not be pushed to the cloud; they are kept and will be pushed"
                            + " again: the answer is a web page, and not the service's");
        }
        assertThat(pushes).hasSize(4);
        assertThat(stream.delivery().orElseThrow().sentSamples()).isEqualTo(1);
    }

    @Test
    void tokenThatIsRefusedAtTheEnd_isNotWaitedFor_andAllIsSpooled() throws Exception {
        onPush = number -> answer(401, "");
        CloudStream stream = started();
        record(stream, START, 1);
        long begin = clock.nanoTime();

        finish(stream);

        assertThat(Duration.ofNanos(clock.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        assertThat(stream.report())
                .last()
                .isEqualTo("SPOOLED 1 sample of 1 series: stampede cloud push " + runFolder()
                        + "\nThey are unsent because of: failed to authenticate with k6 Cloud");
    }

    @Test
    void flushThatTakesLonger_isTold() {
        onPush = number -> answer(503, "");
        CloudStream stream = started("finalFlushTimeout", "5s");
        record(stream, START, 1);
        long begin = clock.nanoTime();
        try (LogCapture log = new LogCapture(Pusher.class)) {
            finish(stream);

            assertThat(log.lines())
                    .contains(
                            "INFO Pushing what is left to the cloud: 1 batch, for 5 s at most; unexpected HTTP error from "
                                    + server.url("/v2/metrics/9") + ": 503 Server Error");
        }
        assertThat(Duration.ofNanos(clock.nanoTime() - begin)).isLessThan(Duration.ofSeconds(7));
    }

    @Test
    void serviceThatTakesNoMore_endsThePushingAndTheTestGoesOn() {
        onPush = number -> answer(403, "{\"error\":{\"code\":4,\"message\":\"enough\"}}");
        CloudStream stream = started("stopOnError", "false");
        record(stream, START, 1);
        clock.advance(Duration.ofSeconds(8));
        awaitPushes(1);

        record(stream, START + 3, 1, 1);
        clock.advance(Duration.ofSeconds(8));
        record(stream, START + 30, 1, 1, 1);
        finish(stream);

        assertThat(pushes).hasSize(1);
        assertThat(stops).isEmpty();
        assertThat(finishes).hasSize(1);
        assertThat(stream.report())
                .hasSize(2)
                .last()
                .isEqualTo("LOST 6 samples of 3 series after the service took no more: (403/E4) enough");
    }

    @Test
    void serviceThatTakesNoMore_stopsTheTestWhenAskedTo() {
        onPush = number -> answer(403, "{\"error\":{\"code\":4,\"message\":\"enough\"}}");
        CloudStream stream = started("stopOnError", "true");
        record(stream, START, 1);
        clock.advance(Duration.ofSeconds(8));

        await().atMost(Duration.ofSeconds(20)).until(() -> !stops.isEmpty());
        assertThat(stops)
                .containsExactly("ABORTED_BY_SYSTEM: The cloud takes no more metrics of this run: (403/E4) enough");
        stream.finish(new RunOutcome(RunEnding.ABORTED_BY_SYSTEM, List.of()));
        assertThat(finishes).containsExactly("{\"result_status\":0,\"run_status\":6,\"thresholds\":{}}");
    }

    @Test
    void otherForbiddenPush_isNotForTheBatchAndTriedAgain() throws Exception {
        onPush = number -> number == 1 ? answer(403, "") : ACCEPTED;
        CloudStream stream = started("stopOnError", "true", "maxTimeSeriesInBatch", "1");
        record(stream, START, 1);
        stream.accept(START, registry.rootTags().series(registry.builtin().httpReqs), one());
        clock.advance(Duration.ofSeconds(8));
        awaitPushes(1);
        awaitTick(3);

        finish(stream);

        assertThat(pushes).hasSize(3);
        assertThat(pushes.get(1).getHeaders().get("K6-Idempotency-Key"))
                .isEqualTo(pushes.get(0).getHeaders().get("K6-Idempotency-Key"));
        assertThat(stops).isEmpty();
        assertThat(stream.delivery().orElseThrow().isComplete()).isTrue();
    }

    @Test
    void severalPushes_goOutAtOneTimeAsAllowed() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        onPush = number -> ACCEPTED;
        CloudStream stream = started("metricPushConcurrency", "2", "maxTimeSeriesInBatch", "1");
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                if (request.getUrl().encodedPath().startsWith("/v2/")) {
                    both.countDown();
                    assertThat(both.await(20, TimeUnit.SECONDS)).isTrue(); // each waits for the other
                }
                return respond(request);
            }
        });
        record(stream, START, 1);
        stream.accept(START, registry.rootTags().series(registry.builtin().httpReqs), one());

        finish(stream);

        assertThat(both.getCount()).isZero();
        assertThat(pushes).hasSize(2);
    }

    @Test
    void hungPush_holdsUpNeitherSamplesNorTheirEncoding() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        CloudStream stream = started();
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                if (request.getUrl().encodedPath().startsWith("/v2/") && release.getCount() > 0) {
                    hanging.countDown();
                    release.await();
                }
                return respond(request);
            }
        });
        record(stream, START, 1);
        clock.advance(Duration.ofSeconds(8));
        await().atMost(Duration.ofSeconds(20)).until(() -> hanging.getCount() == 0);

        record(stream, START + 3, 1); // would wait here if it waited for the network
        stream.drained();
        clock.advance(Duration.ofSeconds(10));
        record(stream, START + 20, 1);
        release.countDown();
        finish(stream);

        assertThat(stream.report()).first().asString().startsWith("sent 3 samples of ");
        assertThat(stream.report()).hasSize(1);
    }

    @Test
    void outageAtTheEnd_isWaitedOut_howeverLongThePushInterval() throws Exception {
        CloudStream stream = started("metricPushInterval", "1m");
        onPush = number -> number <= 9 ? answer(503, "") : ACCEPTED; // three rounds of three attempts
        record(stream, START, 1);

        finish(stream);

        assertThat(values(pushes.getLast())).containsExactly("0=1.0");
        assertThat(stream.report()).noneMatch(line -> line.startsWith("LOST"));
        assertThat(pushes).hasSize(10);
    }
}
