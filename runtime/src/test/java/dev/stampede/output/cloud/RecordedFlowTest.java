package dev.stampede.output.cloud;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.JsonReader;
import dev.stampede.RunEnding;
import dev.stampede.ThresholdResult;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.output.LogLine;
import dev.stampede.output.RunArchive;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.config.CloudConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Headers;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both flows request by request, beside what k6 2.2 was recorded to say. */
class RecordedFlowTest {
    /** Differ by nature: addresses, lengths and how they are told, what is drawn by lot, compression of replies. */
    private static final Set<String> OWN = Set.of(
            "host", "connection", "content-length", "transfer-encoding", "k6-idempotency-key", "accept-encoding");

    @TempDir
    Path folder = Path.of("unset");

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final ManualClock clock = new ManualClock(1_795_206_633);

    private CloudStream stream(String... settings) {
        CloudConfig.Builder config = CloudConfig.builder();
        for (int i = 0; i < settings.length; i += 2) {
            config.apply(Map.of(settings[i], settings[i + 1]), key -> "the test");
        }
        return new CloudStream(config.build(), clock, deadline -> {});
    }

    private void runWithARequest(CloudStream stream, RunDescription run, List<LogLine> lines, RunOutcome outcome) {
        stream.start(run, (ending, reason) -> {});
        lines.forEach(stream::log);
        MetricRegistry registry = new MetricRegistry();
        Sink sink = new Sink.CounterSink();
        sink.add(1, 1_000_000_000L);
        stream.accept(1_795_206_633, registry.rootTags().series(registry.builtin().httpReqs), sink);
        stream.finish(outcome);
    }

    /** Method and path, ids being the same. */
    private static String line(String method, String path) {
        return method + " " + path;
    }

    private static void assertSame(RecordedRequest ours, Recordings.Entry theirs) {
        String method = Json.text(theirs.fields().get("method"));
        assertThat(line(ours.getMethod(), ours.getUrl().encodedPath())).isEqualTo(line(method, theirs.path()));
        Map<String, Object> headers = requireNonNull(Json.object(theirs.fields().get("headers")));
        assertThat(comparable(ours.getHeaders())).as(theirs.path()).isEqualTo(comparable(headers));
        String key = ours.getHeaders().get("K6-Idempotency-Key");
        assertThat(key != null).as("key of " + theirs.path()).isEqualTo(headers.containsKey("k6-idempotency-key"));
        assertThat(key == null || key.matches("[0-9a-f]{16}")).isTrue();
    }

    private static Map<String, String> comparable(Headers headers) {
        Map<String, Object> all = new TreeMap<>();
        headers.forEach(header -> all.put(header.getFirst().toLowerCase(java.util.Locale.ROOT), header.getSecond()));
        return comparable(all);
    }

    private static Map<String, String> comparable(Map<String, Object> headers) {
        Map<String, String> left = new TreeMap<>();
        headers.forEach((name, value) -> {
            if (!OWN.contains(name)) {
                left.put(
                        name,
                        Json.text(value)
                                .replaceFirst("boundary=.*", "boundary=B")
                                // k6 uploads archives with Go's own client
                                .replace("Go-http-client/1.1", "k6cloud/2.2.0"));
            }
        });
        return left;
    }

    @Test
    void streamFlow_isThatOfTheRecording() {
        List<RecordedRequest> seen = new CopyOnWriteArrayList<>();
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                seen.add(request);
                return ProvisionedCloud.reply(201, "{\"reference_id\":\"1001\"}");
            }
        });
        RunDescription run = new RunDescription(
                "capture one",
                3,
                Duration.ofSeconds(36),
                Map.of(
                        "http_req_duration", List.of("p(95)<500", "avg<200"),
                        "checks", List.of("rate>0.9"),
                        "http_req_duration{status:200}", List.of("max<1000")),
                SystemTag.DEFAULTS,
                folder);

        runWithARequest(
                stream("host", server.url("/").toString(), "token", "tok", "projectID", "42"),
                run,
                List.of(),
                new RunOutcome(
                        RunEnding.FINISHED,
                        List.of(
                                new ThresholdResult("http_req_duration", "p(95)<500", 0, 1, false, true),
                                new ThresholdResult("http_req_duration", "avg<200", 0, 1, false, true),
                                new ThresholdResult("checks", "rate>0.9", 0, 1, true, true),
                                new ThresholdResult("http_req_duration{status:200}", "max<1000", 0, 1, false, true))));

        List<Recordings.Entry> recorded = Recordings.streamRun();
        assertThat(seen).hasSameSizeAs(recorded);
        for (int i = 0; i < recorded.size(); i++) {
            assertSame(seen.get(i), recorded.get(i));
        }
        assertThat(ProvisionedCloud.body(seen.get(0))).isEqualTo(recorded.get(0).rawText());
        assertThat(ProvisionedCloud.body(seen.get(2))).isEqualTo(recorded.get(2).rawText());
    }

    @Test
    void provisionedFlow_isThatOfTheRecording() throws Exception {
        ProvisionedCloud cloud = new ProvisionedCloud();
        server.setDispatcher(cloud);
        String host = server.url("/").toString();
        // lines are pushed at the end only, so that it is always the same
        cloud.answer("start", ProvisionedCloud.started(host, "").replace("\"1s\"", "\"1h\""));
        Recordings.Entry logs = Recordings.logPushes().getLast();
        List<Recordings.Entry> recorded = Recordings.provisionedRun().stream()
                .filter(entry ->
                        !entry.path().equals("/logs-push") || entry.body().equals(logs.body()))
                .toList();
        RunArchive archive = out -> out.write(new byte[6144]);
        RunDescription run = new RunDescription(
                "prov",
                2,
                Duration.ofSeconds(34),
                Map.of(),
                SystemTag.DEFAULTS,
                folder,
                optionsWithoutCloud(recorded.get(1).rawText()),
                Optional.of(archive));

        runWithARequest(
                stream("hostv6", host, "token", "tok", "stackID", "7", "projectID", "42"),
                run,
                linesOf(recorded.get(5)),
                new RunOutcome(RunEnding.FINISHED, List.of()));

        assertThat(cloud.seen()).hasSameSizeAs(recorded);
        for (int i = 0; i < recorded.size(); i++) {
            assertSame(cloud.seen().get(i), recorded.get(i));
        }
        assertThat(withoutBoundary(ProvisionedCloud.body(cloud.the("load test"))))
                .isEqualTo(withoutBoundary(recorded.get(0).rawText()));
        assertThat(ProvisionedCloud.body(cloud.the("start")))
                .isEqualTo(recorded.get(1).rawText());
        assertThat(requireNonNull(cloud.the("archive").getBody()).size()).isEqualTo(6144);
        assertThat(cloud.the("archive").getHeaders().get("Content-Length")).isEqualTo("6144");
        assertThat(ProvisionedCloud.body(cloud.the("logs-push"))).isEqualTo(logs.rawText());
        assertThat(ProvisionedCloud.body(cloud.the("notify")))
                .isEqualTo(recorded.getLast().rawText());
        assertThat(folder.toFile().list()).isEmpty();
    }

    /** What was logged so that the lines were pushed. */
    private static List<LogLine> linesOf(Recordings.Entry push) {
        List<LogLine> lines = new ArrayList<>();
        for (Object stream :
                Json.list(requireNonNull(Json.object(push.rawText())).get("streams"))) {
            Map<String, Object> fields = requireNonNull(Json.object(stream));
            boolean info = String.valueOf(fields.get("stream")).contains("info");
            for (Object value : Json.list(fields.get("values"))) {
                List<?> pair = Json.list(value);
                lines.add(new LogLine(
                        Long.parseLong(Json.text(pair.get(0))),
                        info ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
                        Json.text(pair.get(1)).replace(" source=console", ""),
                        Map.of("source", "console")));
            }
        }
        return lines;
    }

    private static String withoutBoundary(String form) {
        return form.replaceAll("--[0-9a-f-]{20,}", "--B");
    }

    /** As somebody else makes them of the test's options, who knows nothing of the cloud. */
    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> optionsWithoutCloud(String start) throws IOException {
        Map<String, Object> body = (Map<String, Object>)
                requireNonNull(JsonReader.of(new Buffer().writeUtf8(start)).readJsonValue());
        Map<String, @Nullable Object> options = (Map<String, @Nullable Object>) requireNonNull(body.get("options"));
        assertThat(options.put("cloud", null)).isNotNull();
        return options;
    }
}
