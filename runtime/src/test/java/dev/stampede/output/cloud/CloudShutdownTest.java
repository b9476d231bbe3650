package dev.stampede.output.cloud;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stampede.RunEnding;
import dev.stampede.clock.Clock;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.metrics.Unsnappy;
import dev.stampede.output.cloud.proto.CounterValue;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.runs.ClosingCall;
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
import java.util.function.Supplier;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the service is told, and in which order, when the process goes down. On the machine's time: it is about waiting. */
@Timeout(60)
class CloudShutdownTest {
    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final MockResponse OK = new MockResponse.Builder().build();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final MetricRegistry registry = new MetricRegistry();
    private final TimeSeries requests = registry.rootTags().series(registry.builtin().httpReqs);
    private final List<RecordedRequest> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch pushesMayBeAnswered = new CountDownLatch(1);
    private volatile boolean pushesWait;
    private volatile Supplier<MockResponse> onFinish = () -> OK;

    @AfterEach
    void answerPushes() {
        pushesMayBeAnswered.countDown();
    }

    private CloudStream started(String... settings) {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                seen.add(request);
                return switch (kind(request)) {
                    case "create" ->
                        new MockResponse.Builder()
                                .code(201)
                                .body("{\"reference_id\":\"9\"}")
                                .build();
                    case "push" -> {
                        if (pushesWait) {
                            boolean unused = pushesMayBeAnswered.await(30, TimeUnit.SECONDS);
                        }
                        yield OK;
                    }
                    default -> onFinish.get();
                };
            }
        });
        Map<String, String> all =
                new LinkedHashMap<>(Map.of("host", server.url("/").toString(), "token", "tok"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        CloudStream stream = new CloudStream(
                CloudConfig.builder().apply(all, key -> "the test").build(), Clock.system(), deadline -> {});
        stream.start(
                new RunDescription("test", 1, Duration.ofSeconds(30), Map.of(), SystemTag.DEFAULTS, folder),
                (ending, reason) -> {});
        return stream;
    }

    private static String kind(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        return path.equals("/v1/tests") ? "create" : path.startsWith("/v1/") ? "finish" : "push";
    }

    private List<String> kinds() {
        return seen.stream().map(CloudShutdownTest::kind).toList();
    }

    private List<String> statuses() {
        return seen.stream()
                .filter(request -> kind(request).equals("finish"))
                .map(request -> requireNonNull(request.getBody()).utf8().replaceAll(".*\"run_status\":(\\d+).*", "$1"))
                .toList();
    }

    private void awaitKinds(String... kinds) {
        await().atMost(AMPLE).untilAsserted(() -> assertThat(kinds()).containsExactly(kinds));
    }

    private void record(CloudStream stream, double value) {
        Sink sink = new Sink.CounterSink();
        sink.add(value, 1_000_000_000L);
        stream.accept(System.currentTimeMillis() / 1000, requests, sink);
    }

    /** What was pushed altogether. */
    private double pushed() throws Exception {
        double sum = 0;
        for (RecordedRequest request : seen) {
            if (kind(request).equals("push")) {
                for (Metric metric : MetricSet.parseFrom(Unsnappy.decompress(
                                requireNonNull(request.getBody()).toByteArray()))
                        .getMetricsList()) {
                    sum += metric.getTimeSeriesList().stream()
                            .flatMap(series -> series.getCounterSamples().getValuesList().stream())
                            .mapToDouble(CounterValue::getValue)
                            .sum();
                }
            }
        }
        return sum;
    }

    private static RunOutcome outcome(RunEnding ending) {
        return new RunOutcome(ending, List.of());
    }

    private static Thread inBackground(Runnable body) {
        return Thread.ofPlatform().daemon().start(body);
    }

    @Test
    void goingDown_closesTheRunBeforeSamplesAreSent() throws Exception {
        CloudStream stream = started();
        record(stream, 2);

        stream.goingDown(outcome(RunEnding.ABORTED_BY_USER), AMPLE);
        awaitKinds("create", "finish", "push");
        record(stream, 3);
        stream.finish(outcome(RunEnding.ABORTED_BY_USER));

        assertThat(kinds()).containsExactly("create", "finish", "push", "push");
        assertThat(statuses()).containsExactly("5");
        assertThat(pushed()).isEqualTo(5);
        assertThat(stream.report()).first().asString().startsWith("sent 2 samples of 2 series in 2 batches");
    }

    @Test
    void closingCall_goesOverTheConnectionThatIsOpen() {
        CloudStream stream = started();

        stream.goingDown(outcome(RunEnding.ABORTED_BY_USER), AMPLE);
        stream.finish(outcome(RunEnding.ABORTED_BY_USER));

        assertThat(seen)
                .extracting(RecordedRequest::getConnectionIndex, RecordedRequest::getExchangeIndex)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(0, 0), org.assertj.core.groups.Tuple.tuple(0, 1));
    }

    @Test
    void goingDownWhileFinishing_tellsAtOnceWhatFinishWasGiven() throws Exception {
        pushesWait = true;
        CloudStream stream = started();
        record(stream, 1);
        Thread finishing = inBackground(() -> stream.finish(outcome(RunEnding.ABORTED_BY_THRESHOLD)));
        awaitKinds("create", "push");

        stream.goingDown(outcome(RunEnding.ABORTED_BY_USER), AMPLE);
        awaitKinds("create", "push", "finish");
        pushesMayBeAnswered.countDown();
        finishing.join();

        assertThat(statuses()).containsExactly("8");
        assertThat(stream.report()).first().asString().startsWith("sent 1 sample of 1 series in 1 batch");
    }

    @Test
    void flushUnderWay_isCutShortWhenGoingDown() throws Exception {
        pushesWait = true;
        CloudStream stream = started();
        record(stream, 1);
        Thread finishing = inBackground(() -> stream.finish(outcome(RunEnding.FINISHED)));
        awaitKinds("create", "push");

        stream.goingDown(outcome(RunEnding.FINISHED), Duration.ofMillis(300));
        finishing.join();

        assertThat(statuses()).containsExactly("3");
        assertThat(stream.report()).anyMatch(line -> line.startsWith("LOST 1 sample "));
    }

    @Test
    void anyMixtureOfCalls_closesTheRunOnce() throws Exception {
        CloudStream stream = started();
        record(stream, 1);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(inBackground(() -> stream.goingDown(outcome(RunEnding.ABORTED_BY_USER), AMPLE)));
            callers.add(inBackground(() -> stream.finish(outcome(RunEnding.ABORTED_BY_USER))));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        stream.goingDown(outcome(RunEnding.ABORTED_BY_SYSTEM), AMPLE);

        assertThat(statuses()).containsExactly("5");
        assertThat(pushed()).isEqualTo(1);
    }

    @Test
    void secondFinish_waitsForTheFirst() throws Exception {
        pushesWait = true;
        CloudStream stream = started();
        record(stream, 1);
        Thread first = inBackground(() -> stream.finish(outcome(RunEnding.FINISHED)));
        awaitKinds("create", "push");
        Thread second = inBackground(() -> stream.finish(outcome(RunEnding.FINISHED)));
        await().atMost(AMPLE).until(() -> second.getState() == Thread.State.WAITING);

        pushesMayBeAnswered.countDown();
        second.join();

        assertThat(statuses()).containsExactly("3");
        assertThat(stream.report()).isNotEmpty();
        first.join();
    }

    @Test
    void connectionThatIsDead_isLeftForANewOneWithTheSameKey() {
        onFinish = () -> {
            onFinish = () -> OK;
            return new MockResponse.Builder()
                    .onResponseStart(new SocketEffect.CloseSocket())
                    .build();
        };
        CloudStream stream = started();

        stream.goingDown(outcome(RunEnding.ABORTED_BY_USER), AMPLE);
        stream.finish(outcome(RunEnding.ABORTED_BY_USER));

        assertThat(kinds()).containsExactly("create", "finish", "finish");
        assertThat(seen.stream()
                        .skip(1)
                        .map(request -> request.getHeaders().get("K6-Idempotency-Key"))
                        .distinct())
                .hasSize(1);
        assertThat(seen).extracting(RecordedRequest::getConnectionIndex).containsExactly(0, 0, 1);
        assertThat(stream.report()).noneMatch(line -> line.contains("NOT CLOSED"));
    }

    @Test
    void serviceThatTakesItsTime_isGivenWhatIsLeft() {
        AtomicInteger attempts = new AtomicInteger();
        onFinish = () -> {
            if (attempts.incrementAndGet() == 1) {
                return new MockResponse.Builder()
                        .onResponseStart(SocketEffect.Stall.INSTANCE)
                        .build();
            }
            // longer than the first attempt may take
            await().pollDelay(ClosingCall.ATTEMPT_IN_HASTE.plusMillis(200)).until(() -> true);
            return OK;
        };
        CloudStream stream = started();

        stream.goingDown(outcome(RunEnding.ABORTED_BY_USER), AMPLE);
        stream.finish(outcome(RunEnding.ABORTED_BY_USER));

        assertThat(kinds()).containsExactly("create", "finish", "finish");
        assertThat(stream.report()).noneMatch(line -> line.contains("NOT CLOSED"));
    }

    @Test
    void closingCallUnderWay_isCutOffWhenGoingDown() throws Exception {
        onFinish = () -> new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build();
        CloudStream stream = started();
        Thread finishing = inBackground(() -> stream.finish(outcome(RunEnding.FINISHED)));
        awaitKinds("create", "finish");

        stream.goingDown(outcome(RunEnding.FINISHED), Duration.ofMillis(300));
        finishing.join();

        assertThat(kinds()).containsExactly("create", "finish");
        assertThat(stream.report())
                .last()
                .asString()
                .startsWith("NOT CLOSED: could not finish the cloud test run: no answer of " + server.url("/")
                        + " before the process had to end\n");
    }

    @Test
    void refusal_isReportedAndNotTriedAgain() {
        onFinish = () -> new MockResponse.Builder().code(404).build();
        CloudStream stream = started();

        stream.goingDown(outcome(RunEnding.ABORTED_BY_USER), AMPLE);
        stream.finish(outcome(RunEnding.ABORTED_BY_USER));

        assertThat(kinds()).containsExactly("create", "finish");
        assertThat(stream.report()).last().asString().startsWith("NOT CLOSED: could not finish the cloud test run:");
    }

    @Test
    void runOfSomeoneElse_isNotClosed() throws Exception {
        CloudStream stream = started("pushRefID", "77");
        record(stream, 4);

        stream.goingDown(outcome(RunEnding.ABORTED_BY_USER), AMPLE);
        awaitKinds("push");
        stream.finish(outcome(RunEnding.ABORTED_BY_USER));

        assertThat(kinds()).containsExactly("push");
        assertThat(pushed()).isEqualTo(4);
    }

    @Test
    void streamThatWasNeverOpened_saysNothing() {
        CloudStream stream = new CloudStream(CloudConfig.builder()
                .apply(Map.of("host", server.url("/").toString()), key -> "the test")
                .build());

        stream.goingDown(outcome(RunEnding.ABORTED_BY_USER), AMPLE);

        assertThat(server.getRequestCount()).isZero();
    }
}
