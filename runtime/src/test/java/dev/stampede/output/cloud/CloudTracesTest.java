package dev.stampede.output.cloud;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.RunEnding;
import dev.stampede.metrics.SystemTag;
import dev.stampede.output.RequestTrace;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudSetting;
import dev.stampede.output.cloud.proto.BatchCreateRequestMetadatasRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okhttp3.Protocol;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that is streamed with its traced requests, to a service on this machine. */
@Timeout(60)
class CloudTracesTest {
    private static final RequestTrace REQUEST = new RequestTrace(
            "dc07188080d0e2c6bfce972f00000001", 1_000_000_000L, 2_000_000_000L, "default", "", "cart", "GET", 503);

    @TempDir
    Path folder = Path.of("unset");

    private final MockWebServer cloud = new MockWebServer();
    private final MockWebServer traces = new MockWebServer();
    private final ManualClock clock = new ManualClock(1_700_000_000);

    @BeforeEach
    void open() throws Exception {
        cloud.start();
        traces.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
        traces.start();
    }

    @AfterEach
    void close() {
        cloud.close();
        traces.close();
    }

    private CloudStream started(String id, Map<String, String> settings) {
        cloud.enqueue(new MockResponse.Builder()
                .code(201)
                .body("{\"reference_id\":\"" + id + "\"}")
                .build());
        cloud.enqueue(new MockResponse.Builder().body("{}").build());
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "host",
                cloud.url("/").toString(),
                "token",
                "tok",
                "traceHost",
                "http://127.0.0.1:" + traces.getPort()));
        all.putAll(settings);
        CloudStream stream = new CloudStream(
                CloudConfig.builder().apply(all, key -> "the test").build(), clock, deadline -> {});
        stream.start(
                new RunDescription("shop", 1, Duration.ofSeconds(1), Map.of(), SystemTag.DEFAULTS, folder),
                (ending, reason) -> {});
        return stream;
    }

    private static List<String> finished(CloudStream stream) {
        stream.finish(new RunOutcome(RunEnding.FINISHED, List.of()));
        return stream.report();
    }

    @Test
    void tracedRequests_areToldBeforeTheRunIsClosed() throws Exception {
        traces.enqueue(new MockResponse.Builder()
                .body(new Buffer().writeByte(0).writeInt(0))
                .trailers(Headers.of("grpc-status", "0"))
                .build());
        CloudStream stream = started("17", Map.of());
        assertThat(stream.ingestsTraces()).isTrue();

        stream.traced(REQUEST);

        assertThat(finished(stream))
                .containsExactly(
                        "sent 0 samples of 0 series in 0 batches (0 B), 0 retries",
                        "sent 1 traced request in 1 batch, 0 retries");
        RecordedRequest call = traces.takeRequest();
        assertThat(call.getHeaders().get("x-k6testrun-id")).isEqualTo("17");
        byte[] framed = requireNonNull(call.getBody()).toByteArray();
        assertThat(BatchCreateRequestMetadatasRequest.parseFrom(Arrays.copyOfRange(framed, 5, framed.length))
                        .getRequests(0)
                        .getRequestMetadata()
                        .getTraceID())
                .isEqualTo(REQUEST.traceId());
    }

    @Test
    void tracesThatAreRefused_changeNothingElse() {
        traces.enqueue(new MockResponse.Builder()
                .addHeader("grpc-status", "16")
                .addHeader("grpc-message", "who are you?")
                .build());
        CloudStream stream = started("17", Map.of("stopOnError", "true"));

        stream.traced(REQUEST);

        assertThat(finished(stream))
                .contains("LOST 1 traced request that it did not take: UNAUTHENTICATED: who are you?");
        assertThat(cloud.getRequestCount()).isEqualTo(2);
    }

    @Test
    void switchedOff_tellsNothing() {
        CloudStream stream = started("17", Map.of("tracesEnabled", "false"));
        stream.traced(REQUEST);

        assertThat(stream.ingestsTraces()).isFalse();
        assertThat(finished(stream)).hasSize(1);
        assertThat(traces.getRequestCount()).isZero();
    }

    @Test
    void runWhoseIdIsNoNumber_tellsNothing() {
        assertThat(started("abc", Map.of()).ingestsTraces()).isFalse();
    }

    @Test
    void withoutTracesHost_aHostOfOnesOwnIsNotBypassed() {
        CloudStream stream = started(
                "17",
                Map.of(
                        "traceHost",
                        CloudConfig.builder()
                                .build()
                                .text(CloudSetting.TRACES_HOST)
                                .orElseThrow()));

        assertThat(stream.ingestsTraces()).isFalse();
    }

    @Test
    void wrongTracesHost_isToldBeforeTheRunIsOpened() {
        assertThatThrownBy(() -> started("17", Map.of("traceHost", "http://traces.example.com")))
                .hasMessageContaining(
                        "the host for traces must be a host and a port but is 'http://traces.example.com'");
        assertThat(cloud.getRequestCount()).isZero();
    }
}
