package dev.stampede.output.cloud;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.ConfigException;
import dev.stampede.RunEnding;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.metrics.Unsnappy;
import dev.stampede.output.cloud.proto.MetricSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pushing to a run that somebody else has opened, by the environment that is given to each generator. */
@Timeout(60)
class JoinedRunTest {
    @TempDir
    Path folder = Path.of("unset");

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final ManualClock clock = new ManualClock(1_795_206_633);
    private final MetricRegistry registry = new MetricRegistry();
    private final List<RecordedRequest> seen = new CopyOnWriteArrayList<>();
    private volatile String answer = "";

    @BeforeEach
    void acceptAll() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                seen.add(request);
                return ProvisionedCloud.reply(202, answer);
            }
        });
    }

    private CloudStream stream(String... environment) {
        Map<String, String> all = new HashMap<>(Map.of(
                "K6_CLOUD_HOST", server.url("/").toString(), "K6_CLOUD_TOKEN", "tok", "K6_CLOUD_PUSH_REF_ID", "77"));
        for (int i = 0; i < environment.length; i += 2) {
            all.put(environment[i], environment[i + 1]);
        }
        return new CloudStream(CloudConfig.builder().environment(all).build(), clock, deadline -> {});
    }

    private void start(CloudStream stream) {
        stream.start(
                new RunDescription("shop", 1, Duration.ofSeconds(10), Map.of(), SystemTag.DEFAULTS, folder),
                (ending, reason) -> {});
    }

    private void record(CloudStream stream) {
        record(stream, registry.builtin().httpReqs);
    }

    private void record(CloudStream stream, Metric counter) {
        Sink sink = new Sink.CounterSink();
        sink.add(1, 1_000_000_000L);
        stream.accept(1_795_206_633, registry.rootTags().series(counter), sink);
    }

    private static RunOutcome finished() {
        return new RunOutcome(RunEnding.FINISHED, List.of());
    }

    private List<String> lines() {
        return seen.stream()
                .map(request -> request.getMethod() + " " + request.getTarget() + " "
                        + request.getHeaders().get("Authorization"))
                .toList();
    }

    @Test
    void twoGenerators_pushToOneRunAndNeitherClosesIt() throws Exception {
        CloudStream one = stream();
        CloudStream two = stream();
        start(one);
        start(two);
        record(one);
        record(two);

        one.finish(finished());
        two.goingDown(new RunOutcome(RunEnding.ABORTED_BY_USER, List.of()), Duration.ofSeconds(30));
        two.finish(new RunOutcome(RunEnding.ABORTED_BY_USER, List.of()));

        assertThat(lines()).containsExactly("POST /v2/metrics/77 Token tok", "POST /v2/metrics/77 Token tok");
        for (RecordedRequest push : seen) {
            byte[] body = requireNonNull(push.getBody()).toByteArray();
            assertThat(MetricSet.parseFrom(Unsnappy.decompress(body)).getTestRunId())
                    .isEqualTo("77");
        }
        assertThat(folder.resolve("runs")).as("nothing is left unsent").doesNotExist();
    }

    @Test
    void pushThatIsAnsweredWithAStop_stopsTheRunOnceAndNoneClosesIt() {
        answer =
                "{\"stop\":{\"run_status\":8,\"reason\":\"thresholds on metrics 'hits' were crossed\"},\"thresholds\":[]}";
        List<String> stops = new CopyOnWriteArrayList<>();
        CloudStream stream = stream("K6_CLOUD_MAX_TIME_SERIES_IN_BATCH", "1");
        stream.start(
                new RunDescription("shop", 1, Duration.ofSeconds(10), Map.of(), SystemTag.DEFAULTS, folder),
                (ending, reason) -> stops.add(ending + ": " + reason));
        record(stream, registry.builtin().httpReqs);
        record(stream, registry.builtin().iterations);

        stream.finish(new RunOutcome(RunEnding.ABORTED_BY_THRESHOLD, List.of()));

        assertThat(lines()).containsExactly("POST /v2/metrics/77 Token tok", "POST /v2/metrics/77 Token tok");
        assertThat(stops)
                .containsExactly(
                        "ABORTED_BY_THRESHOLD: thresholds on metrics 'hits' were crossed (judged by the results"
                                + " service, on what all generators of this run measured)");
    }

    @Test
    void stackThatIsKnown_doesNotMeanThatTheRunIsProvisionedAnew() {
        CloudStream stream = stream(
                "K6_CLOUD_STACK_ID", "7", "K6_CLOUD_HOST_V6", server.url("/").toString());
        start(stream);
        stream.finish(finished());

        assertThat(seen).isEmpty();
    }

    @Test
    void pushUrlAndRunToken_takeThePlaceOfHostAndToken() {
        CloudStream stream = stream(
                "K6_CLOUD_METRICS_PUSH_URL",
                server.url("/metrics-push/77?a=b").toString(),
                "K6_CLOUD_TEST_RUN_TOKEN",
                "of-the-run");
        start(stream);
        record(stream);
        stream.finish(finished());

        assertThat(lines()).containsExactly("POST /metrics-push/77?a=b Bearer of-the-run");
        assertThat(seen.getFirst().getHeaders().get("K6-Idempotency-Key")).isNull();
    }

    @Test
    void oneOfPushUrlAndRunToken_isAnErrorThatNamesBoth() {
        for (CloudStream half : List.of(
                stream("K6_CLOUD_METRICS_PUSH_URL", server.url("/x").toString()),
                stream("K6_CLOUD_TEST_RUN_TOKEN", "of-the-run"))) {
            assertThatThrownBy(() -> start(half))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("could not create the cloud test run: both K6_CLOUD_METRICS_PUSH_URL and"
                            + " K6_CLOUD_TEST_RUN_TOKEN must be set together");
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void logsWithoutRunToken_areAnError() {
        CloudStream stream =
                stream("K6_CLOUD_LOGS_PUSH_URL", server.url("/logs").toString());

        assertThatThrownBy(() -> start(stream))
                .hasMessageContaining("K6_CLOUD_LOGS_PUSH_URL requires K6_CLOUD_TEST_RUN_TOKEN");
    }
}
