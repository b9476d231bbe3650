package dev.stampede.output.cloud;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.ConfigException;
import dev.stampede.RunEnding;
import dev.stampede.ThresholdResult;
import dev.stampede.metrics.SystemTag;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.config.CloudConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okio.Buffer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Opening and closing a run. */
class CloudStreamTest {
    @TempDir
    Path folder = Path.of("unset");

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final ManualClock clock = new ManualClock(1_795_206_225);

    private CloudStream stream(Map<String, String> settings) {
        Map<String, String> all =
                new LinkedHashMap<>(Map.of("host", server.url("/").toString(), "token", "tok", "projectID", "42"));
        all.putAll(settings);
        return new CloudStream(
                CloudConfig.builder().apply(all, key -> "the test").build(), clock, deadline -> {});
    }

    /** The facts of the recorded run. */
    private RunDescription description() {
        Map<String, List<String>> thresholds = new LinkedHashMap<>();
        thresholds.put("http_req_duration", List.of("p(95)<500", "avg<200"));
        thresholds.put("checks", List.of("rate>0.9"));
        thresholds.put("http_req_duration{status:200}", List.of("max<1000"));
        return new RunDescription("capture one", 3, Duration.ofMillis(36_999), thresholds, SystemTag.DEFAULTS, folder);
    }

    private static RunOutcome outcome(RunEnding ending, ThresholdResult... thresholds) {
        return new RunOutcome(ending, List.of(thresholds));
    }

    private static ThresholdResult threshold(String metric, String expression, boolean failed) {
        return new ThresholdResult(metric, expression, 0, 1, failed, true);
    }

    private void answer(int code, String body) {
        server.enqueue(new MockResponse.Builder().code(code).body(body).build());
    }

    private void start(CloudStream stream) {
        stream.start(description(), (ending, reason) -> {});
    }

    private String failure(CloudStream stream) {
        try {
            start(stream);
        } catch (ConfigException e) {
            return String.join("\n", e.problems()).replace(server.url("/").toString(), "HOST/");
        }
        return "none";
    }

    private static String body(RecordedRequest request) {
        return requireNonNull(request.getBody()).utf8();
    }

    private String url(String path) {
        return server.url(path).toString();
    }

    @Test
    void run_isOpenedAndClosedWithTheRecordedBytes() throws Exception {
        answer(201, "{\"reference_id\":\"1001\"}");
        answer(200, "{}");
        CloudStream stream = stream(Map.of());

        start(stream);
        stream.finish(outcome(
                RunEnding.FINISHED,
                threshold("http_req_duration", "p(95)<500", false),
                threshold("http_req_duration", "avg<200", false),
                threshold("checks", "rate>0.9", true),
                threshold("http_req_duration{status:200}", "max<1000", false),
                new ThresholdResult("iterations_failed", "rate==0", 0, 1, false, false)));

        var create = server.takeRequest();
        assertThat(create.getRequestLine()).isEqualTo("POST /v1/tests HTTP/1.1");
        assertThat(body(create)).isEqualTo(Recordings.streamRun().get(0).rawText());
        assertThat(create.getHeaders().get("Authorization")).isEqualTo("Token tok");
        var finish = server.takeRequest();
        assertThat(finish.getRequestLine()).isEqualTo("POST /v1/tests/1001 HTTP/1.1");
        assertThat(body(finish)).isEqualTo(Recordings.streamRun().get(2).rawText());
        assertThat(finish.getHeaders().get("K6-Idempotency-Key"))
                .isNotEqualTo(create.getHeaders().get("K6-Idempotency-Key"));
        assertThat(stream.report()).containsExactly("sent 0 samples of 0 series in 0 batches (0 B), 0 retries");
    }

    private RunDescription withOptions() {
        Map<String, @Nullable Object> options = Map.of(
                "thresholds", Map.of("hits", List.of("count>1", Map.of("threshold", "count<15", "abortOnFail", true))));
        return new RunDescription(
                "mine",
                1,
                Duration.ofSeconds(10),
                Map.of("hits", List.of("count>1", "count<15")),
                SystemTag.DEFAULTS,
                folder,
                options,
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"204", "400"}) // what comes of it is a warning at most
    void serviceThatJudgesThresholds_isToldWhichOfThemAbort(int status) throws Exception {
        answer(201, "{\"reference_id\":\"1\",\"merged_thresholds\":true}");
        answer(status, "");
        answer(200, "");
        CloudStream stream = stream(Map.of());

        try (LogCapture log = new LogCapture("dev.stampede.output.cloud.runs")) {
            stream.start(withOptions(), (e, r) -> {});
            assertThat(log.lines())
                    .hasSize(status == 204 ? 0 : 1)
                    .allMatch(text ->
                            text.startsWith("WARNING The results service does not know which thresholds abort the"
                                    + " run, and will stop no other generator: "));
        }
        stream.finish(outcome(RunEnding.FINISHED));

        assertThat(server.takeRequest().getRequestLine()).isEqualTo("POST /v1/tests HTTP/1.1");
        var declaration = server.takeRequest();
        assertThat(declaration.getRequestLine()).isEqualTo("POST /v1/tests/1/thresholds HTTP/1.1");
        assertThat(declaration.getHeaders().get("Authorization")).isEqualTo("Token tok");
        assertThat(Json.object(body(declaration)))
                .isEqualTo(Map.of(
                        "thresholds",
                        Map.of("hits", List.of("count>1", Map.of("threshold", "count<15", "abortOnFail", true)))));
        assertThat(server.takeRequest().getRequestLine()).isEqualTo("POST /v1/tests/1 HTTP/1.1");
    }

    @Test
    void cloud_isToldNoMoreThanByK6() throws Exception {
        answer(201, "{\"reference_id\":\"1\"}");
        answer(200, "");
        CloudStream stream = stream(Map.of());

        stream.start(withOptions(), (e, r) -> {});
        stream.finish(outcome(RunEnding.ABORTED_BY_THRESHOLD));

        assertThat(server.takeRequest().getRequestLine()).isEqualTo("POST /v1/tests HTTP/1.1");
        assertThat(body(server.takeRequest())).isEqualTo("{\"result_status\":1,\"run_status\":8,\"thresholds\":{}}");
    }

    @Test
    void withoutProjectOrThresholds_theBodySaysNothingOfThem() throws Exception {
        answer(201, "{\"reference_id\":\"1\"}");
        answer(200, "");
        CloudStream nameless = new CloudStream(
                CloudConfig.builder()
                        .apply(Map.of("host", url("/"), "name", "a & \"b\" \u00e9"), key -> "the test")
                        .build(),
                clock,
                deadline -> {});

        nameless.start(
                new RunDescription("mine", 1, Duration.ofSeconds(10), Map.of(), SystemTag.DEFAULTS, folder),
                (e, r) -> {});
        nameless.finish(outcome(RunEnding.FINISHED));

        assertThat(body(server.takeRequest()))
                .isEqualTo("{\"name\":\"a \\u0026 \\\"b\\\" \u00e9\",\"vus\":1,\"thresholds\":{},\"duration\":10}");
        assertThat(body(server.takeRequest())).isEqualTo("{\"result_status\":0,\"run_status\":3,\"thresholds\":{}}");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void archive_goesWithTheRunIfItIsAskedFor(boolean asked) throws Exception {
        answer(201, "{\"reference_id\":\"1\"}");
        answer(200, "");
        CloudStream stream = stream(asked ? Map.of("noArchiveUpload", "false") : Map.of());
        stream.start(
                new RunDescription(
                        "shop",
                        3,
                        Duration.ofSeconds(36),
                        Map.of("checks", List.of("rate>0.9")),
                        SystemTag.DEFAULTS,
                        folder,
                        Map.of(),
                        Optional.of(out -> out.write("a tar".getBytes(StandardCharsets.US_ASCII)))),
                (ending, reason) -> {});
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("runs");
        stream.finish(outcome(RunEnding.FINISHED));

        String body = body(server.takeRequest());
        if (asked) {
            assertThat(body.replaceAll("--[0-9a-f-]{30,}", "--B").replace("\r\n", "\n"))
                    .startsWith("""
                            --B
                            Content-Disposition: form-data; name="name"

                            shop
                            --B
                            Content-Disposition: form-data; name="project_id"

                            42
                            --B
                            Content-Disposition: form-data; name="vus"

                            3
                            --B
                            Content-Disposition: form-data; name="duration"

                            36
                            --B
                            Content-Disposition: form-data; name="file"; filename="archive.tar"
                            Content-Type: application/octet-stream

                            a tar
                            --B""");
        } else {
            assertThat(body).startsWith("{\"name\":\"shop\"").contains("rate\\u003e0.9");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FINISHED, 3",
        "ABORTED_BY_USER, 5",
        "ABORTED_BY_SYSTEM, 6",
        "ABORTED_BY_ERROR, 7",
        "ABORTED_BY_THRESHOLD, 8",
        "TIMED_OUT, 9"
    })
    void ending_isToldAsItsStatusAndResultApart(RunEnding ending, int status) throws Exception {
        answer(201, "{\"reference_id\":\"1\"}");
        answer(200, "");
        CloudStream stream = stream(Map.of());
        start(stream);

        stream.finish(outcome(ending, new ThresholdResult("checks", "rate>0.9", 0.5, 2, true, true)));

        server.takeRequest();
        assertThat(body(server.takeRequest()))
                .isEqualTo("{\"result_status\":1,\"run_status\":" + status
                        + ",\"thresholds\":{\"checks\":{\"rate\\u003e0.9\":true}}}");
    }

    @ParameterizedTest
    @CsvSource({"FINISHED, 3, 1", "ABORTED_BY_ERROR, 7, 0"})
    void defaultThreshold_isNotToldByName_andTaintsOnlyWhatCameToItsEnd(RunEnding ending, int status, int result)
            throws Exception {
        answer(201, "{\"reference_id\":\"1\"}");
        answer(200, "");
        CloudStream stream = stream(Map.of());
        start(stream);

        stream.finish(outcome(ending, new ThresholdResult("iterations_failed", "rate==0", 0.5, 2, true, false)));

        server.takeRequest();
        assertThat(body(server.takeRequest()))
                .isEqualTo("{\"result_status\":" + result + ",\"run_status\":" + status + ",\"thresholds\":{}}");
    }

    @Test
    void thresholdOfWindows_isNotToldByName_butTaints() throws Exception {
        answer(201, "{\"reference_id\":\"1\"}");
        answer(200, "");
        CloudStream stream = stream(Map.of());
        start(stream);

        stream.finish(outcome(
                RunEnding.FINISHED,
                threshold("checks", "rate>0.9", false),
                new ThresholdResult("checks", "rate>0.9", 0.5, 2, true, true, "in any 30s", null)));

        server.takeRequest();
        assertThat(body(server.takeRequest()))
                .isEqualTo("{\"result_status\":1,\"run_status\":3,"
                        + "\"thresholds\":{\"checks\":{\"rate\\u003e0.9\":false}}}");
    }

    @Test
    void secondFinish_saysNothing() {
        answer(201, "{\"reference_id\":\"1\"}");
        answer(200, "");
        CloudStream stream = stream(Map.of());
        start(stream);

        stream.finish(outcome(RunEnding.FINISHED));
        stream.finish(outcome(RunEnding.ABORTED_BY_USER));

        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void interruptedCaller_stillClosesTheRunAndStaysInterrupted() {
        answer(201, "{\"reference_id\":\"1\"}");
        answer(200, "");
        CloudStream stream = stream(Map.of());
        start(stream);

        Thread.currentThread().interrupt();
        stream.finish(outcome(RunEnding.ABORTED_BY_USER));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void closingThatFails_isReportedAndNotThrown() {
        answer(201, "{\"reference_id\":\"1\"}");
        answer(404, "{\"error\":{\"code\":3,\"message\":\"no such run\"}}");
        CloudStream stream = stream(Map.of());
        start(stream);

        stream.finish(outcome(RunEnding.FINISHED));

        assertThat(stream.report())
                .last()
                .isEqualTo("NOT CLOSED: could not finish the cloud test run: (404/E3) no such run\n"
                        + "The service will call it timed out, unless 'stampede cloud finish' closes it before.");
    }

    @Test
    void runOfSomeoneElse_isNeitherOpenedNorClosed() {
        CloudStream stream = stream(Map.of("pushRefID", "77"));

        start(stream);
        assertThat(stream.url()).contains("https://app.k6.io/runs/77");
        stream.finish(outcome(RunEnding.FINISHED));

        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void url_isThePageOfTheRunOrWhatTheSettingsSay() {
        answer(201, "{\"reference_id\":\"12\"}");
        CloudStream stream = stream(Map.of("webAppURL", "http://pages"));
        assertThat(stream.describe()).isEqualTo("cloud (" + url("/") + ")");
        start(stream);
        assertThat(stream.url()).contains("http://pages/runs/12");
        assertThat(stream.describe()).isEqualTo("cloud (http://pages/runs/12)");

        answer(201, "{\"reference_id\":\"13\"}");
        CloudStream elsewhere = stream(Map.of("testRunDetails", "http://there"));
        start(elsewhere);
        assertThat(elsewhere.url()).contains("http://there");
        answer(200, "");
        answer(200, "");
        stream.finish(outcome(RunEnding.FINISHED));
        elsewhere.finish(outcome(RunEnding.FINISHED));
    }

    @Test
    void settingsInTheReply_winFieldByField() {
        answer(
                201,
                "{\"reference_id\":\"5\",\"config\":{\"webAppURL\":\"http://theirs\",\"AGGREGATIONPERIOD\":\"soon\","
                        + "\"metricPushConcurrency\":0,\"name\":null,\"unknown\":{\"a\":1}}}");
        answer(200, "");
        CloudStream stream = stream(Map.of("webAppURL", "http://ours"));
        try (LogCapture log = new LogCapture("dev.stampede.output.cloud.runs.ServiceSettings")) {
            start(stream);
            assertThat(log.lines())
                    .containsExactly(
                            "WARNING A setting in the service's reply is not used: aggregationPeriod must be a duration"
                                    + " such as 3s, 1m30s or 500ms but was 'soon' (from the service's reply). Correct it,"
                                    + " or remove it to use 3s (default).",
                            "WARNING A setting in the service's reply is not used:"
                                    + " metrics push concurrency must be a positive number but is 0\n"
                                    + "metricPushConcurrency is from the service's reply. Use 1 or more.");
        }
        assertThat(stream.url()).contains("http://theirs/runs/5");
        stream.finish(outcome(RunEnding.FINISHED));
    }

    @Test
    void logsInTheReply_arePrintedAtTheirLevel() {
        answer(
                201,
                "{\"reference_id\":\"5\",\"logs\":[{\"level\":\"info\",\"message\":\"a\"},"
                        + "{\"level\":\"warning\",\"message\":\"b\"},{\"level\":\"loud\",\"message\":\"c\"}]}");
        answer(200, "");
        CloudStream stream = stream(Map.of());
        try (LogCapture log = new LogCapture(CloudStream.class)) {
            start(stream);
            assertThat(log.lines()).containsExactly("INFO a", "WARNING b", "SEVERE c");
        }
        stream.finish(outcome(RunEnding.FINISHED));
    }

    @Test
    void allProblems_areNamedBeforeAnyCall() {
        CloudStream stream = stream(Map.of("metricPushConcurrency", "0", "timeout", "soon"));

        assertThatThrownBy(() -> stream.start(
                        new RunDescription(
                                "x",
                                1,
                                Duration.ofSeconds(1),
                                Map.of(),
                                EnumSet.of(SystemTag.NAME, SystemTag.METHOD),
                                folder),
                        (ending, reason) -> {}))
                .isInstanceOfSatisfying(
                        ConfigException.class, e -> assertThat(e.problems()).hasSize(3));
        assertThat(server.getRequestCount()).isZero();
        stream.finish(outcome(RunEnding.FINISHED)); // was never opened
        assertThat(stream.report()).isEmpty();
    }

    @Test
    void refusedToken_saysWhereItIsFrom() {
        answer(401, "{\"error\":{\"code\":5,\"message\":\"unknown token\",\"details\":{\"token\":[\"expired\"]}}}");

        assertThat(failure(stream(Map.of())))
                .isEqualTo("could not create the cloud test run: (401/E5) unknown token\n token: expired\n"
                        + "Check the access token, which is from the test.");
    }

    @Test
    void missingTokenThatIsWanted_saysWhatToSet() {
        answer(401, "");
        CloudStream anonymous = new CloudStream(
                CloudConfig.builder()
                        .apply(Map.of("host", url("/")), key -> "the test")
                        .build(),
                clock,
                deadline -> {});

        assertThat(failure(anonymous))
                .isEqualTo("could not create the cloud test run: failed to authenticate with k6 Cloud\n"
                        + "Set K6_CLOUD_TOKEN: HOST/ wants an access token.");
    }

    @Test
    void forbiddenProject_isNamed() {
        answer(403, "");

        assertThat(failure(stream(Map.of())))
                .isEqualTo("could not create the cloud test run: not allowed to upload result to k6 Cloud\n"
                        + "Check that the access token, from the test, may run tests in project 42, from the test.");
    }

    @Test
    void otherRefusals_tellTheServicesWords() {
        answer(422, "{\"error\":{\"code\":8,\"message\":\"too many VUs\"}}");
        assertThat(failure(stream(Map.of())))
                .isEqualTo("could not create the cloud test run: (422/E8) too many VUs\n"
                        + "The service refused the run as it is described.");

        answer(404, "");
        assertThat(failure(stream(Map.of())))
                .isEqualTo("could not create the cloud test run: unexpected HTTP error from HOST/v1/tests: 404 Client"
                        + " Error\nCheck that HOST/, from the test, is the service's ingest host.");
    }

    @Test
    void serviceAtFault_isToldAfterThreeAttempts() {
        for (int i = 0; i < 3; i++) {
            answer(503, "");
        }
        assertThat(failure(stream(Map.of())))
                .isEqualTo("could not create the cloud test run: unexpected HTTP error from HOST/v1/tests: 503 Server"
                        + " Error\nThe service is at fault or busy; three attempts were made.");
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                 | has no reference_id",
                "{\"reference_id\":null}             | has no reference_id",
                "''                                 | is empty",
                "<html><body>Welcome</body></html>  | is no JSON object",
                "[\"reference_id\"]                 | is no JSON object",
                "{\"reference_id\":\"1                | is no JSON object",
                "{\"reference_id\":\"\"}              | has a reference_id that is none",
                "{\"reference_id\":{\"a\":1}}         | has a reference_id that is none",
                "{\"reference_id\":\"..\"}            | has a reference_id that is none",
                "{\"reference_id\":\"a/b\"}           | has a reference_id that is none",
            })
    void replyWithoutReferenceId_isAnErrorThatSaysWhatWasWrong(String reply, String what) {
        answer(201, reply);

        assertThat(failure(stream(Map.of())))
                .isEqualTo("could not create the cloud test run: failed to get a reference ID: the reply of"
                        + " HOST/v1/tests " + what + "\n"
                        + "Check that HOST/, from the test, is the service's ingest host.");
    }

    @Test
    void invalidUtf8_isNoReferenceId() {
        server.enqueue(new MockResponse.Builder()
                .code(201)
                .addHeader("Content-Type", "application/json; charset=no-such")
                .body(new Buffer()
                        .writeUtf8("{\"reference_id\":\"")
                        .writeByte(0xff)
                        .writeUtf8("\"}"))
                .build());

        assertThat(failure(stream(Map.of()))).contains("has a reference_id that is none");
    }

    @Test
    void replyWithoutEnd_isCutOff() {
        Buffer endless = new Buffer().writeUtf8("{\"reference_id\":\"");
        endless.write(new byte[5 << 20]);
        server.enqueue(new MockResponse.Builder().code(201).body(endless).build());

        assertThat(failure(stream(Map.of()))).contains("the reply of HOST/v1/tests is no JSON object");
    }

    @Test
    void hostThatCannotBeReached_isNamedWithCauseAndWhatToCheck() {
        CloudStream stream = stream(Map.of("host", "http://127.0.0.1:1"));

        assertThat(failure(stream))
                .matches("could not create the cloud test run: http://127\\.0\\.0\\.1:1 cannot be reached:"
                        + " java\\.net\\.ConnectException: .*\n"
                        + "Check that the service is up and that network and proxies let this machine through; the host"
                        + " is from the test\\.");
    }

    @Test
    void redirect_isRefused() {
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", "http://127.0.0.1:1/portal")
                .build());

        assertThatThrownBy(() -> start(stream(Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("could not create the cloud test run: unexpected redirect from "
                        + server.url("/v1/tests") + " to http://127.0.0.1:1/portal");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    /** Interrupts the thread of the test while the service is opening the run, and answers when that has been heard. */
    private void interruptWhileOpening(MockResponse answer) {
        Thread caller = Thread.currentThread();
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                if (!request.getTarget().equals("/v1/tests")) {
                    return new MockResponse.Builder().build();
                }
                Awaitility.await().until(() -> caller.getState() == Thread.State.WAITING);
                caller.interrupt();
                Awaitility.await().until(() -> !caller.isInterrupted());
                return answer;
            }
        });
    }

    @Test
    void interrupt_endsTheWaitForTheService() {
        CloudStream stream = stream(Map.of());
        interruptWhileOpening(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());

        assertThatThrownBy(() -> start(stream))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "could not create the cloud test run: interrupted while waiting for the answer of http://");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void runThatWasBeingOpenedWhenInterrupted_isClosed() {
        CloudStream stream = stream(Map.of());
        interruptWhileOpening(new MockResponse.Builder()
                .code(201)
                .body("{\"reference_id\":\"1001\"}")
                .build());

        start(stream);
        stream.finish(outcome(RunEnding.ABORTED_BY_USER));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(stream.runId()).hasValue("1001");
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void interruptedThread_opensNoRun() {
        CloudStream stream = stream(Map.of());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> start(stream))
                .isInstanceOf(ConfigException.class)
                .hasMessage("could not create the cloud test run: interrupted before " + url("/") + " was asked");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void refusalWithoutToken_saysToSetOne() {
        answer(403, "");

        assertThatThrownBy(() -> start(stream(Map.of("token", ""))))
                .hasMessageContaining("No access token is set: set K6_CLOUD_TOKEN.");
    }
}
