package dev.stampede.output.cloud;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.ConfigException;
import dev.stampede.RunEnding;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.runs.LeftSpools;
import dev.stampede.output.cloud.runs.LeftSpools.Push;
import dev.stampede.output.cloud.runs.OpenJournals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushing later what runs have left. */
class LeftSpoolsTest {
    private static final long START = 1_795_206_225;

    @TempDir
    Path folder = Path.of("unset");

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final MetricRegistry registry = new MetricRegistry();
    private final List<RecordedRequest> pushes = new CopyOnWriteArrayList<>();
    private final List<String> finishes = new CopyOnWriteArrayList<>();
    private volatile Function<RecordedRequest, MockResponse> onPush = request -> answer(503, "");
    private volatile int finishStatus = 200;

    private static MockResponse answer(int code, String body) {
        return new MockResponse.Builder().code(code).body(body).build();
    }

    @BeforeEach
    void serve() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String path = request.getUrl().encodedPath();
                if (path.equals("/v1/tests")) {
                    return answer(201, "{\"reference_id\":\"9\"}");
                }
                if (path.startsWith("/v1/tests/")) {
                    finishes.add(requireNonNull(request.getBody()).utf8());
                    return answer(finishStatus, "");
                }
                pushes.add(request);
                return onPush.apply(request);
            }
        });
    }

    /** Three batches that the service did not take. */
    private CloudStream leave(String... settings) {
        Map<String, String> all =
                new HashMap<>(Map.of("host", server.url("/").toString(), "token", "tok", "maxTimeSeriesInBatch", "1"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        CloudStream stream = new CloudStream(
                CloudConfig.builder().apply(all, key -> "the test").build(), new ManualClock(START), deadline -> {});
        stream.start(
                new RunDescription("shop", 1, Duration.ofSeconds(30), Map.of(), SystemTag.DEFAULTS, folder),
                (ending, reason) -> {});
        for (String name : List.of("a", "b", "c")) {
            Sink sink = new Sink.CounterSink();
            sink.add(1, START * 1_000_000_000L);
            TimeSeries series = registry.rootTags().with("name", name).series(registry.builtin().httpReqs);
            stream.accept(START, series, sink);
        }
        stream.finish(new RunOutcome(RunEnding.ABORTED_BY_THRESHOLD, List.of()));
        pushes.clear();
        return stream;
    }

    private static CloudConfig service(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return CloudConfig.builder().apply(all, key -> "the test").build();
    }

    private List<Push> push() {
        return LeftSpools.pushAll(OpenJournals.runs(folder), service("token", "tok"));
    }

    private Path run() {
        return folder.resolve("runs").resolve("shop-9");
    }

    private static List<String> keys(List<RecordedRequest> requests) {
        return requests.stream()
                .map(request -> requireNonNull(request.getHeaders().get("K6-Idempotency-Key")))
                .toList();
    }

    @Test
    void whatIsLeftOfARunThatIsClosed_isPushedInOrderWithTheKeysOfBefore() throws IOException {
        CloudStream stream = leave();
        assertThat(stream.report().get(1))
                .startsWith("SPOOLED 3 samples of 3 series: stampede cloud push " + run().toRealPath() + "\n");
        assertThat(stream.delivery().orElseThrow().spooledSeries()).isEqualTo(3);
        List<String> headers = List.of(header("0000000001"), header("0000000002"), header("0000000003"));
        onPush = request -> answer(202, "");

        assertThat(push())
                .containsExactly(
                        new Push(true, "pushed 3 batches with 3 samples to shop (9): https://app.k6.io/runs/9"));

        assertThat(pushes).hasSize(3).allSatisfy(push -> {
            assertThat(push.getRequestLine()).isEqualTo("POST /v2/metrics/9 HTTP/1.1");
            assertThat(push.getHeaders().get("Authorization")).isEqualTo("Token tok");
            assertThat(push.getHeaders().get("Content-Encoding")).isEqualTo("snappy");
            assertThat(push.getHeaders().get("K6-Metrics-Protocol-Version")).isEqualTo("2.0");
        });
        for (int i = 0; i < 3; i++) {
            assertThat(headers.get(i)).contains("\"key\":\"" + keys(pushes).get(i) + "\"");
        }
        assertThat(finishes).as("it was closed when it ended").hasSize(1);
        assertThat(folder.resolve("runs")).doesNotExist();
        assertThat(push()).isEmpty();
    }

    private String header(String batch) throws IOException {
        byte[] all = Files.readAllBytes(run().resolve("spool/" + batch + ".batch"));
        return new String(all, StandardCharsets.ISO_8859_1).lines().findFirst().orElseThrow();
    }

    @Test
    void runThatCouldNotBeClosedEither_isClosedAsItHadEnded_afterThePush() {
        finishStatus = 500;
        leave();
        finishStatus = 200;
        finishes.clear();
        onPush = request -> answer(202, "");

        assertThat(push())
                .extracting(Push::text)
                .containsExactly(
                        "pushed 3 batches with 3 samples to shop (9): https://app.k6.io/runs/9",
                        "closed shop (9) as it had ended: https://app.k6.io/runs/9");
        assertThat(finishes).containsExactly("{\"result_status\":1,\"run_status\":8,\"thresholds\":{}}");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void serviceThatIsStillAway_leavesTheRestAndTheRunOpen() throws IOException {
        finishStatus = 500;
        leave();
        finishes.clear();
        onPush = request -> pushes.size() == 1 ? answer(202, "") : answer(404, "");

        List<Push> result = push();

        assertThat(result).singleElement().satisfies(push -> {
            assertThat(push.isDone()).isFalse();
            assertThat(push.text())
                    .isEqualTo("could not push to shop (9): unexpected HTTP error from " + server.url("/v2/metrics/9")
                            + ": 404 Client Error; 2 batches stay in " + run()
                            + ", after 1 batch with 1 sample were pushed");
        });
        assertThat(finishes).isEmpty();
        finishStatus = 200;
        onPush = request -> answer(202, "");
        assertThat(push()).extracting(Push::isDone).containsExactly(true, true);
        assertThat(pushes).hasSize(4); // one, a second that failed, two
        assertThat(keys(pushes).get(2)).isEqualTo(keys(pushes).get(1));
    }

    @Test
    void batchThatIsRefusedOrDamaged_isSetAsideAndTheOthersGoOn() throws IOException {
        leave();
        Files.write(run().resolve("spool/0000000001.batch"), new byte[] {1, 2, 3});
        Files.writeString(run().resolve("spool/0000000004.tmp"), "half a batch");
        onPush = request -> pushes.size() == 1 ? answer(400, "{\"error\":{\"message\":\"bad\"}}") : answer(202, "");

        List<Push> result = push();

        assertThat(result).hasSize(2);
        assertThat(result.getFirst().isDone()).isFalse();
        assertThat(result.getFirst().text())
                .startsWith("set aside 2 batches of shop (9) in " + run().resolve("spool/refused") + ": ")
                .endsWith("0000000001.batch is no batch, or one of another version");
        assertThat(result.getLast().text()).startsWith("pushed 1 batch with 1 sample");
        assertThat(run().resolve("spool/refused"))
                .isDirectoryContaining("glob:**0000000001.batch")
                .isDirectoryContaining("glob:**0000000002.batch");
        assertThat(push()).as("what is set aside is nothing to push").isEmpty();
    }

    @Test
    void runThatSomebodyElseOpened_isPushedToAndNotClosed() {
        leave("pushRefID", "77");
        assertThat(folder.resolve("runs/shop-77/journal.json")).doesNotExist();
        onPush = request -> answer(202, "");

        assertThat(push())
                .extracting(Push::text)
                .containsExactly("pushed 3 batches with 3 samples to shop (77): https://app.k6.io/runs/77");
        assertThat(pushes.getFirst().getRequestLine()).isEqualTo("POST /v2/metrics/77 HTTP/1.1");
        assertThat(finishes).isEmpty();
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void provisionedRun_isPushedToWithItsOwnToken_whichGoesAwayThen() throws Exception {
        ProvisionedCloud away = new ProvisionedCloud();
        for (int i = 0; i < 500; i++) {
            away.answer("push", answer(503, ""));
        }
        server.setDispatcher(away);
        leave("hostv6", server.url("/").toString(), "host", "https://ingest.k6.io", "stackID", "7", "projectID", "42");
        Path run = folder.resolve("runs/shop-1001");
        assertThat(run.resolve("journal.json")).as("it is closed").doesNotExist();
        assertThat(run.resolve("run.token")).exists();
        ProvisionedCloud back = new ProvisionedCloud();
        server.setDispatcher(back);

        assertThat(push())
                .extracting(Push::text)
                .containsExactly("pushed 3 batches with 3 samples to shop (1001):"
                        + " https://example.invalid/a/k6-app/runs/1001");
        assertThat(back.seen()).hasSize(3).allSatisfy(push -> {
            assertThat(push.getRequestLine()).isEqualTo("POST /metrics-push/1001 HTTP/1.1");
            assertThat(push.getHeaders().get("Authorization")).isEqualTo("Bearer " + ProvisionedCloud.RUN_TOKEN);
            assertThat(push.getHeaders().get("K6-Idempotency-Key")).isNull();
        });
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void runOfOthersWithAPushUrlOfItsOwn_isPushedToWhenBothAreGivenAgain() {
        String url = server.url("/v2/push").toString();
        leave("pushRefID", "77", "metricsPushURL", url, "testRunToken", "its-token");
        onPush = request -> answer(202, "");

        assertThat(LeftSpools.pushAll(
                        OpenJournals.runs(folder),
                        service("token", "tok", "metricsPushURL", url, "testRunToken", "its-token")))
                .extracting(Push::isDone)
                .containsExactly(true);
        assertThat(pushes).hasSize(3).allSatisfy(push -> {
            assertThat(push.getRequestLine()).isEqualTo("POST /v2/push HTTP/1.1");
            assertThat(push.getHeaders().get("Authorization")).isEqualTo("Bearer its-token");
        });
    }

    @Test
    void token_isSentToNoOtherHostThanItsOwn() throws IOException {
        leave();
        redirect("https://elsewhere.test/");

        assertThat(push())
                .containsExactly(
                        new Push(
                                false,
                                "could not push to shop (9): it is at https://elsewhere.test/, and the token is for"
                                        + " https://ingest.k6.io. If that is the service, give --host https://elsewhere.test/"));
    }

    @Test
    void pushUrlThatIsNotTheHosts_getsNoToken() throws IOException {
        leave();
        Path about = run().resolve("spool/spool.json");
        Files.writeString(about, Files.readString(about).replace("v2/metrics/9", "elsewhere"));

        assertThat(push()).singleElement().satisfies(push -> {
            assertThat(push.isDone()).isFalse();
            assertThat(push.text()).startsWith("could not push to shop (9): its metrics go to ");
        });
        assertThat(pushes).isEmpty();
    }

    @Test
    void missingToken_isAnErrorBeforeAnythingIsPushed() throws IOException {
        leave();
        redirect("https://ingest.k6.io/");

        assertThatThrownBy(() -> LeftSpools.pushAll(OpenJournals.runs(folder), service()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Running cloud tests requires auth settings: access token not configured.\n"
                        + "Set the environment variable K6_CLOUD_TOKEN to an access token for https://ingest.k6.io,"
                        + " which has to take what is unsent of: shop (9)");
    }

    private void redirect(String host) throws IOException {
        Path about = run().resolve("spool/spool.json");
        Files.writeString(about, Files.readString(about).replace(server.url("/").toString(), host));
    }

    @Test
    void unsent_isToldWithWhatToDo() {
        leave();

        assertThat(LeftSpools.unsent(folder))
                .containsExactly("shop (9) has 3 batches unsent: stampede cloud push " + run());
        assertThat(LeftSpools.unsent(folder.resolve("none"))).isEmpty();
    }
}
