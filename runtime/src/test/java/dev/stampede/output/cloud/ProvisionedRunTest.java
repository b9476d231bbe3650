package dev.stampede.output.cloud;

import static dev.stampede.output.cloud.ProvisionedCloud.body;
import static dev.stampede.output.cloud.ProvisionedCloud.reply;
import static dev.stampede.output.cloud.ProvisionedCloud.started;
import static dev.stampede.output.cloud.ProvisionedCloud.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stampede.ConfigException;
import dev.stampede.RunEnding;
import dev.stampede.ThresholdResult;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.output.RunArchive;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.config.CloudConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Opening and closing a run that the service provisions. */
@Timeout(60)
class ProvisionedRunTest {
    private static final String COULD_NOT = "could not create the cloud test run: ";

    @TempDir
    Path folder = Path.of("unset");

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final ProvisionedCloud cloud = new ProvisionedCloud();
    private final ManualClock clock = new ManualClock(1_795_206_633);
    private Optional<RunArchive> archive = Optional.empty();

    @BeforeEach
    void setDispatcher() {
        server.setDispatcher(cloud);
    }

    private CloudStream stream(String... settings) {
        Map<String, String> all = new LinkedHashMap<>(
                Map.of("hostv6", url("/"), "token", "secret-token", "stackID", "7", "projectID", "42"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new CloudStream(
                CloudConfig.builder().apply(all, key -> "the test").build(), clock, deadline -> {});
    }

    private String url(String path) {
        return server.url(path).toString();
    }

    private void start(CloudStream stream) {
        stream.start(
                new RunDescription(
                        "shop", 2, Duration.ofSeconds(34), Map.of(), SystemTag.DEFAULTS, folder, Map.of(), archive),
                (ending, reason) -> {});
    }

    private CloudStream opened(String... settings) {
        CloudStream stream = stream(settings);
        start(stream);
        return stream;
    }

    private String failure(CloudStream stream) {
        try {
            start(stream);
        } catch (ConfigException e) {
            return String.join("\n", e.problems()).replace(url("/"), "HOST/");
        }
        throw new AssertionError("it was opened");
    }

    private static RunOutcome outcome(RunEnding ending, ThresholdResult... thresholds) {
        return new RunOutcome(ending, List.of(thresholds));
    }

    /** Codes of the notifications, and their reasons. */
    private List<String> notified() {
        return cloud.seen().stream()
                .filter(request -> request.getUrl().encodedPath().endsWith("/notify"))
                .map(ProvisionedCloud::body)
                .toList();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(".gitignore"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "FINISHED             | null",
                "ABORTED_BY_USER      | {\"code\":8036,\"reason\":\"aborted by user\"}",
                "ABORTED_BY_THRESHOLD | {\"code\":8036,\"reason\":\"aborted by threshold\"}",
                "ABORTED_BY_ERROR     | {\"code\":8035,\"reason\":\"aborted by script error\"}",
                "TIMED_OUT            | {\"code\":8034,\"reason\":\"timed out\"}",
                "ABORTED_BY_SYSTEM    | {\"code\":8034,\"reason\":\"aborted by system\"}",
            })
    void ending_isNotified_whateverThresholdsSay(RunEnding ending, String error) {
        CloudStream stream = opened();

        stream.finish(outcome(ending, new ThresholdResult("checks", "rate>0.9", 0.5, 2, true, true)));

        RecordedRequest notify = cloud.the("notify");
        assertThat(body(notify)).isEqualTo("{\"error\":" + error + ",\"event_type\":\"script_execution_completed\"}\n");
        assertThat(notify.getHeaders().get("Authorization")).isEqualTo("Bearer run-token-1001");
        assertThat(stream.report()).containsExactly("sent 0 samples of 0 series in 0 batches (0 B), 0 retries");
    }

    /** As our own service does, which then knows the verdict of thresholds that it cannot judge. */
    @Test
    void serviceThatTakesTheVerdict_isToldAllOfIt() {
        cloud.answer("start", ProvisionedCloud.started(url("/"), "").replaceFirst("\\{", "{\"takes_verdict\": true,"));
        CloudStream stream = opened();

        stream.finish(outcome(
                RunEnding.FINISHED,
                new ThresholdResult("checks", "rate>0.9", 1, 2, false, true),
                new ThresholdResult("iterations_failed", "rate==0", 0.5, 2, true, false)));

        assertThat(body(cloud.the("notify")))
                .isEqualTo("{\"error\":null,\"event_type\":\"script_execution_completed\",\"result_status\":1,"
                        + "\"run_status\":3,\"thresholds\":{\"checks\":{\"rate\\u003e0.9\":false}}}\n");
    }

    @Test
    void run_isShownAsTheServiceSays() {
        CloudStream stream = opened();

        assertThat(stream.url()).contains("https://example.invalid/a/k6-app/runs/1001");
        assertThat(stream.runId()).contains("1001");
        stream.finish(outcome(RunEnding.FINISHED));
    }

    @Test
    void hostToStreamToAlone_isStreamedTo() {
        server.setDispatcher(new mockwebserver3.QueueDispatcher());
        server.enqueue(reply(201, "{\"reference_id\":\"1\"}"));
        server.enqueue(reply(200, ""));
        CloudStream stream = new CloudStream(
                CloudConfig.builder()
                        .apply(Map.of("host", url("/"), "stackID", "7"), key -> "the test")
                        .build(),
                clock,
                deadline -> {});

        start(stream);

        assertThat(stream.runId()).contains("1");
        stream.finish(outcome(RunEnding.FINISHED));
    }

    @Test
    void goingDown_notifiesBeforeSamplesAreSent() {
        CloudStream stream = opened();
        MetricRegistry registry = new MetricRegistry();
        Sink sink = new Sink.CounterSink();
        sink.add(1, 1_000_000_000L);
        stream.accept(1_795_206_633, registry.rootTags().series(registry.builtin().httpReqs), sink);

        stream.goingDown(outcome(RunEnding.ABORTED_BY_USER), Duration.ofSeconds(30));
        await().until(() -> cloud.kinds().contains("push"));
        stream.finish(outcome(RunEnding.ABORTED_BY_USER));

        assertThat(cloud.kinds()).containsExactly("load test", "start", "status", "notify", "push");
    }

    // the project and the load test

    @Test
    void loadTestThatIsThere_isFoundByItsExactName() {
        cloud.answer("load test", reply(409, ""));
        cloud.answer(
                "find",
                "{\"value\":[{\"id\":1,\"name\":\"shop 2\"},{\"id\":2,\"name\":\"SHOP\"}],\"@nextLink\":\""
                        + url("/cloud/v6/projects/42/load_tests?name=shop&$skip=2") + "\"}",
                "{\"value\":[{\"id\":3,\"name\":\"shop\"}]}");
        CloudStream stream = opened();

        assertThat(cloud.seen().get(1).getTarget()).isEqualTo("/cloud/v6/projects/42/load_tests?name=shop");
        assertThat(cloud.seen().get(2).getTarget()).isEqualTo("/cloud/v6/projects/42/load_tests?name=shop&$skip=2");
        assertThat(cloud.the("start").getTarget()).isEqualTo("/provisioning/v1/load_tests/3/start_local_execution");
        stream.finish(outcome(RunEnding.FINISHED));
    }

    @Test
    void loadTestThatIsSaidToBeThereButIsNot_isAnError() {
        cloud.answer("load test", reply(409, ""));
        cloud.answer("find", "{\"value\":[]}");

        assertThat(failure(stream()))
                .isEqualTo(COULD_NOT + "create or find load test: a load test 'shop' is said to be there, but is not in"
                        + " the list of HOST/cloud/v6/projects/42/load_tests\n"
                        + "Try again, or give the run another name with K6_CLOUD_NAME.");
        assertThat(notified()).isEmpty();
    }

    @Test
    void projectOfTheLogin_isUsedWithAWarning() {
        CloudConfig config = CloudConfig.builder()
                .apply(
                        Map.of(
                                "hostv6", url("/"),
                                "token", "t",
                                "stackID", "7",
                                "defaultProjectID", "9",
                                "stackURL", "https://team.grafana.net"),
                        key -> "the test")
                .build();
        CloudStream stream = new CloudStream(config, clock, deadline -> {});
        try (LogCapture log = new LogCapture("dev.stampede.output.cloud.runs.LoadTests")) {
            start(stream);
            assertThat(log.lines())
                    .containsExactly("WARNING No projectID specified, using default project of the"
                            + " https://team.grafana.net stack");
        }
        assertThat(cloud.seen().getFirst().getTarget()).isEqualTo("/cloud/v6/projects/9/load_tests");
        stream.finish(outcome(RunEnding.FINISHED));
    }

    @Test
    void defaultProject_isLookedUpPageByPage() {
        cloud.answer(
                "projects",
                "{\"value\":[{\"id\":1,\"is_default\":false}],\"@nextLink\":\"/cloud/v6/projects?page=2\"}",
                "{\"value\":[{\"id\":2,\"is_default\":true}]}");
        try (LogCapture log = new LogCapture("dev.stampede.output.cloud.runs.LoadTests")) {
            CloudStream stream = opened("projectID", "0");
            assertThat(log.lines())
                    .containsExactly("WARNING No projectID specified, using default project of the stack-7 stack");
            stream.finish(outcome(RunEnding.FINISHED));
        }
        assertThat(cloud.the("load test").getTarget()).isEqualTo("/cloud/v6/projects/2/load_tests");
        assertThat(cloud.seen().getFirst().getHeaders().get("X-Stack-Id")).isEqualTo("7");
    }

    @Test
    void noDefaultProject_isAnError() {
        cloud.answer("projects", "{\"value\":[{\"id\":1}]}");

        assertThat(failure(stream("projectID", "0")))
                .isEqualTo(
                        COULD_NOT + "default stack configured but the default project ID is not available - please run"
                                + " `k6 cloud login` to refresh your configuration\n"
                                + "Or set K6_CLOUD_PROJECT_ID to the project that the run shall belong to.");
    }

    @Test
    void pagesAtAnotherHost_areNotAskedFor() throws IOException {
        try (MockWebServer elsewhere = new MockWebServer()) {
            elsewhere.start();
            cloud.answer("projects", "{\"value\":[],\"@nextLink\":\"" + elsewhere.url("/cloud/v6/projects") + "\"}");

            assertThat(failure(stream("projectID", "0")))
                    .startsWith(
                            COULD_NOT + "find project: the reply of HOST/cloud/v6/projects goes on at another host, ");
            assertThat(elsewhere.getRequestCount()).isZero();
        }
    }

    @Test
    void pagesWithoutEnd_areGivenUp() {
        cloud.answer(
                "projects",
                Stream.generate(() -> "{\"value\":[],\"@nextLink\":\"/cloud/v6/projects\"}")
                        .limit(200)
                        .toArray(String[]::new));

        assertThat(failure(stream("projectID", "0"))).contains("has no end after 100 pages");
        assertThat(server.getRequestCount()).isEqualTo(100);
    }

    // the reply to the start

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                    | failed to get a reference ID: the reply of URL is empty",
                "<html>Welcome</html>  | failed to get a reference ID: the reply of URL is no JSON object",
                "{\"test_run_id\": 10  | failed to get a reference ID: the reply of URL is no JSON object",
                "{}                    | failed to get a reference ID: the reply of URL has no test_run_id",
                "{\"test_run_id\":[]}  | failed to get a reference ID: the reply of URL has a test_run_id that is none",
                "{\"test_run_id\":1}   | the reply of URL has no test_run_token that can be used",
                "{\"test_run_id\":1,\"runtime_config\":{\"test_run_token\":\"a b\"}} | the reply of URL has no test_run_token that can be used",
            })
    void uselessReply_isAnErrorThatSaysWhatWasWrong(String reply, String what) {
        cloud.answer("start", reply(200, reply));

        assertThat(failure(stream()))
                .isEqualTo(COULD_NOT + "start local execution: "
                        + what.replace("URL", "HOST/provisioning/v1/load_tests/77/start_local_execution")
                        + "\nCheck that HOST/, from the test, is the service's API host.");
        assertThat(notified()).isEmpty();
    }

    @Test
    void replyWithoutPushUrl_isAnErrorAndTheRunIsClosed() throws IOException {
        cloud.answer("start", started(url("/"), "").replace("\"push_url\": \"http", "\"push_url\": \"ftp"));

        assertThat(failure(stream()))
                .startsWith(COULD_NOT + "start local execution: the reply of"
                        + " HOST/provisioning/v1/load_tests/77/start_local_execution has no push_url for metrics that can"
                        + " be used\n");
        assertThat(notified()).singleElement().asString().contains("8034");
        assertThat(files()).isEmpty();
    }

    @Test
    void refusal_isToldWithWhatWasBeingDone() {
        cloud.answer("load test", reply(403, "{\"error\":{\"code\":7,\"message\":\"no such project\"}}"));

        assertThat(failure(stream()))
                .isEqualTo(COULD_NOT + "create or find load test: (403/E7) no such project\n"
                        + "Check that the access token, from the test, may run tests in project 42, from the test.");
    }

    @Test
    void serviceThatCannotBeReached_isNamed() {
        assertThat(failure(stream("hostv6", "http://127.0.0.1:1")))
                .startsWith(COULD_NOT + "create or find load test: http://127.0.0.1:1 cannot be reached: ");
    }

    @Test
    void redirect_isNotFollowed() {
        cloud.answer(
                "start",
                new MockResponse.Builder()
                        .code(307)
                        .addHeader("Location", "http://user:pass@127.0.0.1:1/portal?token=x")
                        .build());

        assertThat(failure(stream()))
                .startsWith(COULD_NOT + "start local execution: unexpected redirect from"
                        + " HOST/provisioning/v1/load_tests/77/start_local_execution to http://127.0.0.1:1/portal\n");
    }

    @Test
    void tuning_winsOverDefaults_andMalformedIsWarnedOf() {
        cloud.answer(
                "start",
                started(url("/"), "")
                        .replace("\"push_interval\": null", "\"push_interval\": \"2 parsecs\"")
                        .replace("\"push_concurrency\": null", "\"push_concurrency\": 0"));
        try (LogCapture log = new LogCapture("dev.stampede.output.cloud.runs.ServiceSettings")) {
            CloudStream stream = opened();

            assertThat(log.lines())
                    .hasSize(2)
                    .anyMatch(line -> line.startsWith("WARNING A setting in the service's reply is not used:"
                            + " metricPushInterval must be a duration such as 3s, 1m30s or 500ms but was '2 parsecs'"))
                    .anyMatch(line -> line.startsWith("WARNING A setting in the service's reply is not used:"
                            + " metrics push concurrency must be a positive number but is 0"));
            stream.finish(outcome(RunEnding.FINISHED));
        }
    }

    // the archive

    @Test
    void withoutArchive_nothingIsUploaded() {
        opened().finish(outcome(RunEnding.FINISHED));

        assertThat(cloud.kinds()).containsExactly("load test", "start", "status", "notify");
        assertThat(body(cloud.the("start")))
                .isEqualTo("{\"archive_size\":null,\"max_vus\":2,\"options\":{},\"total_duration\":34}\n");
    }

    @Test
    void archive_isUploadedWithoutAnythingOfTheServicesCalls() throws IOException {
        archive = Optional.of(out -> out.write(new byte[100]));
        opened().finish(outcome(RunEnding.FINISHED));

        RecordedRequest put = cloud.the("archive");
        assertThat(put.getTarget()).isEqualTo("/archive/1001?sig=s3cr3t");
        assertThat(put.getHeaders().get("Content-Type")).isEqualTo("application/x-tar");
        assertThat(put.getHeaders().get("Authorization")).isNull();
        assertThat(put.getHeaders().get("X-Stack-Id")).isNull();
        assertThat(body(cloud.the("start"))).contains("\"archive_size\":100,");
        assertThat(files()).isEmpty();
    }

    @Test
    void refusedArchive_isAnErrorWithoutTheSignatureAndTheRunIsClosed() throws IOException {
        archive = Optional.of(out -> out.write(new byte[100]));
        cloud.answer("archive", reply(403, "<Error>SignatureDoesNotMatch</Error>"));
        cloud.answer(
                "archive",
                new MockResponse.Builder()
                        .code(302)
                        .addHeader("Location", "/login?sig=s3cr3t")
                        .build());

        assertThat(failure(stream()))
                .isEqualTo(
                        COULD_NOT + "upload archive: archive upload failed: not allowed to upload result to k6 Cloud\n"
                                + "Set K6_NO_ARCHIVE_UPLOAD=true to run without it.");
        assertThat(failure(stream()))
                .isEqualTo(COULD_NOT + "upload archive: archive upload failed: unexpected redirect from"
                        + " HOST/archive/1001 to HOST/login\nSet K6_NO_ARCHIVE_UPLOAD=true to run without it.");
        assertThat(notified()).hasSize(2).allMatch(body -> body.contains("8034"));
        assertThat(files()).isEmpty();
    }

    @Test
    void serviceThatWantsNoArchive_isAWarning() {
        archive = Optional.of(out -> out.write(new byte[100]));
        cloud.answer("start", started(url("/"), "\"archive_size\":null"));
        try (LogCapture log = new LogCapture("dev.stampede.output.cloud.runs.ProvisionedFlow")) {
            opened().finish(outcome(RunEnding.FINISHED));
            assertThat(log.lines())
                    .containsExactly(
                            "WARNING archive present but provisioning API returned no upload URL; skipping archive"
                                    + " upload");
        }
    }

    @Test
    void archiveThatCannotBeWritten_isAnErrorAndNothingIsOpened() throws IOException {
        archive = Optional.of(out -> {
            throw new IOException("no space left on device");
        });

        assertThat(failure(stream()))
                .startsWith(COULD_NOT + "the archive of the test cannot be written in " + folder)
                .endsWith(": java.io.IOException: no space left on device\n"
                        + "Make room there, or set K6_NO_ARCHIVE_UPLOAD=true to run without it.");
        assertThat(cloud.kinds()).containsExactly("load test");
        assertThat(files()).isEmpty();
    }

    @Test
    void folderThatCannotBeWrittenTo_doesNotKeepTheArchiveBack() throws IOException {
        folder = Files.createFile(folder.resolve("file")).resolve("below");
        archive = Optional.of(out -> out.write(new byte[100]));

        opened().finish(outcome(RunEnding.FINISHED));

        assertThat(body(cloud.the("start"))).contains("\"archive_size\":100,");
        assertThat(cloud.kinds()).containsExactly("load test", "start", "archive", "status", "notify");
    }

    // waiting

    @Test
    void load_waitsUntilTheServiceLetsItBegin() {
        cloud.answer("status", status("created"), status("queued"), status("queued"), status("unheard of"));
        try (LogCapture log = new LogCapture("dev.stampede.output.cloud.runs.Readiness")) {
            CloudStream stream = opened();

            assertThat(clock.sleeps()).hasSize(4).containsOnly(Duration.ofSeconds(2));
            assertThat(log.lines())
                    .containsExactly(
                            "INFO The cloud has the run waiting: created",
                            "INFO The cloud has the run waiting: queued",
                            "INFO The cloud has the run waiting: unheard of");
            stream.finish(outcome(RunEnding.FINISHED));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"status\":\"aborted\",\"status_history\":[{\"type\":\"created\"},{\"type\":\"aborted\",\"extra\":{\"message\":\"no quota\"}}]}"
                        + " | test run aborted before starting: no quota",
                "{\"status\":\"aborted\",\"status_history\":[5]} | test run aborted before starting",
                "{\"status\":\"completed\"}                      | test run completed before the load could start",
            })
    void runThatTheServiceHasEnded_isAnErrorAndNotClosedAgain(String reply, String text) throws IOException {
        cloud.answer("status", reply);

        assertThat(failure(stream()))
                .isEqualTo(COULD_NOT + "wait for test run ready: " + text
                        + "\nThe run's page in the cloud may say more of it.");
        assertThat(notified()).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void runThatWaitsTooLong_isClosed() {
        cloud.answer("status", Stream.generate(() -> status("queued")).limit(10).toArray(MockResponse[]::new));
        cloud.onRequest(kind -> clock.advance(Duration.ofMinutes(kind.equals("status") ? 5 : 0)));

        assertThat(failure(stream()))
                .isEqualTo(COULD_NOT + "wait for test run ready: it is still 'queued' after 15m0s\n"
                        + "See in the cloud what it waits for: other runs that have to end first, or a quota.");
        assertThat(notified()).singleElement().asString().contains("8034");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<html> | is no JSON object",
                "{\"status\":7.5e} | is no JSON object",
                "{\"status\":null} | has no status"
            })
    void uselessStatus_isAnErrorAndTheRunIsClosed(String reply, String what) {
        cloud.answer("status", reply);

        assertThat(failure(stream()))
                .startsWith(COULD_NOT
                        + "wait for test run ready: fetching test status: the reply of HOST/cloud/v6/test_runs/1001 "
                        + what);
        assertThat(notified()).hasSize(1);
    }

    @Test
    void interruptWhileItWaits_closesTheRunAsAbortedByTheUser() throws IOException {
        Thread caller = Thread.currentThread();
        cloud.answer(
                "status",
                new MockResponse.Builder()
                        .onResponseStart(SocketEffect.Stall.INSTANCE)
                        .build());
        cloud.onRequest(kind -> {
            if (kind.equals("status")) {
                await().until(() -> caller.getState() == Thread.State.WAITING);
                caller.interrupt();
            }
        });

        assertThat(failure(stream())).isEqualTo(COULD_NOT + "interrupted while waiting for the answer of HOST/");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(notified()).singleElement().asString().contains("\"code\":8036");
        assertThat(files()).isEmpty();
    }

    @Test
    void interruptWhileItIsStarted_closesWhatWasStarted() {
        Thread caller = Thread.currentThread();
        cloud.onRequest(kind -> {
            if (kind.equals("start")) {
                await().until(() -> caller.getState() == Thread.State.WAITING);
                caller.interrupt();
                await().until(() -> !caller.isInterrupted());
            }
        });

        assertThat(failure(stream())).startsWith(COULD_NOT + "interrupted while waiting");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(notified()).singleElement().asString().contains("\"code\":8036");
    }

    @Test
    void processThatGoesDownWhileItWaits_closesTheRunAtOnce() {
        CloudStream stream = stream();
        cloud.answer(
                "status",
                new MockResponse.Builder()
                        .onResponseStart(SocketEffect.Stall.INSTANCE)
                        .build());
        cloud.onRequest(kind -> {
            if (kind.equals("status")) {
                stream.giveUpStart(outcome(RunEnding.ABORTED_BY_USER), Duration.ofSeconds(30));
            }
        });

        assertThat(failure(stream)).isEqualTo(COULD_NOT + "the process was told to end while HOST/ was opening it");
        assertThat(notified()).singleElement().asString().contains("\"code\":8036");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "load test | load test",
                "start | load test,start,notify",
                "archive | load test,start,archive,notify"
            })
    void processThatGoesDownWhileItIsStarted_beginsNothingMore(String during, String calls) throws IOException {
        archive = Optional.of(out -> out.write(new byte[10]));
        CloudStream stream = stream();
        cloud.onRequest(kind -> {
            if (kind.equals(during)) {
                stream.giveUpStart(outcome(RunEnding.ABORTED_BY_USER), Duration.ofSeconds(30));
            }
            if (kind.equals("start")) {
                // the run is open by now, but not here
                await().until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("stampede-cloud-going-down")));
            }
        });

        assertThat(failure(stream)).isEqualTo(COULD_NOT + "the process was told to end while HOST/ was opening it");
        assertThat(cloud.kinds()).isEqualTo(List.of(calls.split(",")));
        assertThat(notified()).allMatch(body -> body.contains("\"code\":8036"));
        assertThat(files()).isEmpty();
    }

    // what it leaves behind, and says

    @Test
    void openRun_hasAJournalWithoutTheToken_whichIsKeptApart() throws IOException {
        CloudStream stream = opened();

        Path own = folder.resolve("runs/shop-1001");
        assertThat(Files.readString(own.resolve("journal.json"))).isEqualTo("""
                        {
                          "version": 1,
                          "flow": "provisioned",
                          "state": "open",
                          "name": "shop",
                          "id": "1001",
                          "host": "%1$s",
                          "metrics": "%1$smetrics-push/1001",
                          "stack": "7",
                          "url": "https://example.invalid/a/k6-app/runs/1001",
                          "opened": "2026-11-20T20:30:33Z"
                        }
                        """.formatted(url("/")));
        Path token = own.resolve("run.token");
        assertThat(token).content().contains("run-token-1001");
        if (Files.getFileStore(token).supportsFileAttributeView("posix")) {
            assertThat(Files.getPosixFilePermissions(token)).hasToString("[OWNER_READ, OWNER_WRITE]");
        }
        stream.finish(outcome(RunEnding.FINISHED));
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void runThatCouldNotBeClosed_keepsItsTokenForLater() throws IOException {
        CloudStream stream = opened();
        cloud.answer("notify", reply(400, "{}"));

        stream.finish(outcome(RunEnding.ABORTED_BY_ERROR));

        assertThat(files()).containsExactly("journal.json", "run.token");
        assertThat(stream.report().getLast())
                .isEqualTo("NOT CLOSED: could not finish the cloud test run: unexpected HTTP error from "
                        + url("/provisioning/v1/test_runs/1001/notify") + ": 400 Client Error\n"
                        + "The service will call it timed out, unless 'stampede cloud finish' closes it before.");
    }

    @Test
    void noTextHoldsAToken() {
        archive = Optional.of(out -> out.write(new byte[10]));
        cloud.answer("push", reply(403, "{\"error\":{\"code\":4,\"message\":\"no more\"}}"));
        cloud.answer("notify", reply(500, ""), reply(500, ""), reply(500, ""));
        List<String> told = new CopyOnWriteArrayList<>();
        List<String> stops = new CopyOnWriteArrayList<>();
        try (LogCapture log = LogCapture.everything("dev.stampede.output.cloud")) {
            CloudStream stream = stream("stopOnError", "true");
            stream.start(
                    new RunDescription(
                            "shop", 2, Duration.ofSeconds(34), Map.of(), SystemTag.DEFAULTS, folder, Map.of(), archive),
                    (ending, reason) -> stops.add(ending + " " + reason));
            MetricRegistry registry = new MetricRegistry();
            Sink sink = new Sink.CounterSink();
            sink.add(1, 1_000_000_000L);
            stream.accept(1_795_206_633, registry.rootTags().series(registry.builtin().httpReqs), sink);
            stream.finish(outcome(RunEnding.FINISHED));
            told.addAll(log.lines());
            told.addAll(stream.report());
            told.add(stream.describe());
        }

        assertThat(stops)
                .containsExactly("ABORTED_BY_SYSTEM The cloud takes no more metrics of this run: (403/E4) no more");
        assertThat(told)
                .isNotEmpty()
                .noneMatch(line -> line.contains("secret-token") || line.contains("run-token-1001"));
    }
}
