package dev.stampede.results;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.runs.DeclaredThreshold;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunStatus;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xerial.snappy.Snappy;

/** The provisioned flow of a service that has a token. */
class ProvisionedFlowTest {
    private static final String START = "/provisioning/v1/load_tests/1/start_local_execution";

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private ResultsServer server;
    private Caller caller;
    /** Without the service's token. */
    private Caller stranger;

    @BeforeEach
    void start() throws Exception {
        server = ResultsServer.start(ResultsOptions.in(folder).token("s3cret").clock(clock));
        caller = new Caller(server).always("Authorization", "Bearer s3cret");
        stranger = new Caller(server);
    }

    @AfterEach
    void stop() throws Exception {
        caller.close();
        stranger.close();
        server.close();
    }

    private HttpResponse<String> make(String project, String name) throws Exception {
        String form = "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n" + name + "\r\n--B--\r\n";
        return caller.send(
                "POST",
                "/cloud/v6/projects/" + project + "/load_tests",
                form.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "multipart/form-data; boundary=B");
    }

    private Map<String, Object> begin(String body, String... headers) throws Exception {
        make("42", "checkout");
        HttpResponse<String> reply = caller.json(START, body, headers);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return Caller.fields(reply);
    }

    private Map<String, Object> begin() throws Exception {
        return begin("{\"options\":{},\"max_vus\":5,\"total_duration\":60,\"archive_size\":null}");
    }

    private static Map<String, Object> object(Map<String, Object> parent, String... path) {
        Map<String, Object> found = parent;
        for (String name : path) {
            found = requireNonNull(Json.object(found.get(name)), name);
        }
        return found;
    }

    private Run run() {
        return server.runs().find("1001").orElseThrow();
    }

    private String notified(String token, String body) throws Exception {
        HttpResponse<String> reply =
                stranger.json("/provisioning/v1/test_runs/1001/notify", body, "Authorization", "Bearer " + token);
        return reply.statusCode() == 204 ? "204" : Caller.error(reply);
    }

    // what is looked up before

    @Test
    void projects_areTheDefaultOneAndThoseOfLoadTests() throws Exception {
        make("42", "checkout");

        assertThat(caller.get("/cloud/v6/projects").body())
                .startsWith("{\"value\":[{\"id\":1,\"name\":\"Default project\",\"is_default\":true,")
                .contains("{\"id\":42,\"name\":\"Project 42\",\"is_default\":false,");
        assertThat(Caller.error(stranger.get("/cloud/v6/projects")))
                .isEqualTo("401/0 this service wants its token: send it as 'Authorization: Bearer <token>'");
    }

    @Test
    void auth_tellsStackAndProject() throws Exception {
        assertThat(Caller.fields(caller.get("/cloud/v6/auth", "X-Stack-Url", "https://x.example")))
                .isEqualTo(Map.of("stack_id", "1", "default_project_id", "1"));
        assertThat(Caller.error(stranger.get("/cloud/v6/auth", "Authorization", "Bearer wrong")))
                .isEqualTo("401/0 the token is not this service's");
    }

    @Test
    void validateToken_tellsWhetherItIsTheServices() throws Exception {
        assertThat(stranger.json("/v1/validate-token", "{\"token\":\"s3cret\"}").body())
                .isEqualTo("{\"is_valid\":true,\"message\":\"\",\"token-info\":\"\"}");
        assertThat(stranger.json("/v1/validate-token", "{\"token\":\"other\"}").body())
                .isEqualTo("{\"is_valid\":false,\"message\":\"the token is not this service's\",\"token-info\":\"\"}");
        assertThat(stranger.json("/v1/validate-token", "{}").body()).startsWith("{\"is_valid\":false");
    }

    @Test
    void loadTest_isMadeOnceInAProjectAndFoundByItsName() throws Exception {
        HttpResponse<String> made = make("42", "Größe \"1\" & <b>");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.body())
                .isEqualTo("{\"id\":1,\"project_id\":42,\"name\":\"Größe \\\"1\\\" & <b>\","
                        + "\"baseline_test_run_id\":null,"
                        + "\"created\":\"2027-01-15T08:00:00Z\",\"updated\":\"2027-01-15T08:00:00Z\"}");

        assertThat(Caller.error(make("42", "Größe \"1\" & <b>")))
                .isEqualTo("409/0 there is a load test 'Größe \"1\" & <b>' in project 42");
        assertThat(make("43", "other").body()).startsWith("{\"id\":2,\"project_id\":43");
        assertThat(caller.get("/cloud/v6/projects/42/load_tests?name=Gr%C3%B6%C3%9Fe+%221%22+%26+%3Cb%3E")
                        .body())
                .contains("\"id\":1,")
                .contains("\"@count\":1");
        assertThat(caller.get("/cloud/v6/projects/42/load_tests?name=other").body())
                .contains("\"value\":[]");

        stop();
        start();
        assertThat(make("42", "third").body()).startsWith("{\"id\":3,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "42 | ' ' | 400/0 the request cannot be taken {name=[must not be blank]}",
                "0  | x   | 404/0 there is no such project",
                "-1 | x   | 404/0 there is no such project",
                "..%2f..%2fetc | x | 404/0 there is no such project"
            })
    void loadTestThatCannotBe_isRefused(String project, String name, String error) throws Exception {
        assertThat(Caller.error(make(project, name))).isEqualTo(error);
    }

    @Test
    void formThatIsNone_isRefused() throws Exception {
        assertThat(Caller.error(caller.json("/cloud/v6/projects/42/load_tests", "{\"name\":\"x\"}")))
                .isEqualTo("415/0 Content-Type must be multipart/form-data with a boundary but is application/json");
        assertThat(Caller.error(caller.send(
                        "POST",
                        "/cloud/v6/projects/42/load_tests",
                        "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx"
                                .getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "multipart/form-data; boundary=B")))
                .isEqualTo("400/0 the form breaks off");
    }

    // the start

    @Test
    void start_repliesWithAllThatK6Wants() throws Exception {
        Map<String, Object> reply = begin();

        assertThat(reply).containsEntry("test_run_id", "1001").doesNotContainKey("archive_upload_url");
        assertThat(reply).containsEntry("test_run_details_page_url", server.url() + "/runs/1001");
        Map<String, Object> config = object(reply, "runtime_config");
        assertThat(Json.text(config.get("test_run_token"))).matches("[0-9a-f]{64}");
        assertThat(object(config, "metrics"))
                .isEqualTo(Map.of(
                        "push_url", server.url() + "/metrics-push/1001",
                        "push_interval", "1s",
                        "aggregation_period", "1s",
                        "aggregation_wait_period", "2s"));
        assertThat(object(config, "logs"))
                .isEqualTo(Map.of(
                        "push_url", server.url() + "/logs-push",
                        "tail_url", "",
                        "limit", "100",
                        "push_period_seconds", "1s",
                        "level", "info",
                        "message_max_size", "10000",
                        "allowed_labels", List.of("level", "test_run_id")));
        assertThat(config).containsKeys("secrets", "traces", "files");
        assertThat(run().facts().name()).isEqualTo("checkout");
        assertThat(run().facts().project()).isEqualTo(42);
        assertThat(run().facts().maxVus()).isEqualTo(5);
        assertThat(run().facts().seconds()).isEqualTo(60);
    }

    /** k6's generated client refuses a reply in which one is missing, even if it may be null. */
    @Test
    void start_hasFieldsThatAreNull() throws Exception {
        make("42", "checkout");

        String reply = caller.json(START, "{\"options\":{}}").body();

        for (String field : List.of(
                "archive_upload_url", "push_concurrency", "aggregation_min_samples", "max_samples_per_package")) {
            assertThat(reply).contains("\"" + field + "\":null");
        }
    }

    @Test
    void thresholdsOfTheOptions_areDeclared() throws Exception {
        begin("""
                {"options": {"thresholds": {"checks": ["rate>0.9"], "http_req_duration{name:home}": [
                  {"threshold": "p(95)<500", "abortOnFail": true, "delayAbortEval": "1m30s"},
                  {"threshold": "max<9", "abortOnFail": false, "delayAbortEval": null},
                  {"threshold": "avg<9", "abortOnFail": true, "delayAbortEval": 250}, 7, {}, null],
                 "odd": "avg<1"}}}""");

        assertThat(run().facts().thresholds())
                .containsExactly(
                        new DeclaredThreshold("checks", "rate>0.9", false, 0, null),
                        new DeclaredThreshold("http_req_duration{name:home}", "p(95)<500", true, 90_000, null),
                        new DeclaredThreshold("http_req_duration{name:home}", "max<9", false, 0, null),
                        new DeclaredThreshold("http_req_duration{name:home}", "avg<9", true, 250, null),
                        new DeclaredThreshold("http_req_duration{name:home}", "7", false, 0, null));
        stop();
        start();
        assertThat(run().facts().thresholds().get(1).delayMillis()).isEqualTo(90_000);
    }

    @Test
    void repeatedStart_getsTheSameRunAndToken() throws Exception {
        Map<String, Object> first = begin("{\"options\":{},\"archive_size\":10}", "K6-Idempotency-Key", "d912be9f");
        Map<String, Object> again = begin("{\"options\":{},\"archive_size\":10}", "K6-Idempotency-Key", "d912be9f");
        Map<String, Object> other = begin("{\"options\":{},\"archive_size\":10}", "K6-Idempotency-Key", "d912be9e");

        assertThat(again).isEqualTo(first);
        assertThat(other).containsEntry("test_run_id", "1002");
        assertThat(object(other, "runtime_config").get("test_run_token"))
                .isNotEqualTo(object(first, "runtime_config").get("test_run_token"));
    }

    @Test
    void startRepeatedAfterARestart_getsTheSameRunAndATokenThatIsGood() throws Exception {
        begin("{\"options\":{}}", "K6-Idempotency-Key", "d912be9f");
        stop();
        start();
        Map<String, Object> again = begin("{\"options\":{}}", "K6-Idempotency-Key", "d912be9f");

        assertThat(again).containsEntry("test_run_id", "1001");
        String token = Json.text(object(again, "runtime_config").get("test_run_token"));
        assertThat(notified(token, "{\"event_type\":\"script_execution_completed\",\"error\":null}"))
                .isEqualTo("204");
    }

    @Test
    void loadTestThatIsNotKnown_isTheOneThatTheOptionsName() throws Exception {
        HttpResponse<String> named = caller.json(
                "/provisioning/v1/load_tests/77/start_local_execution",
                "{\"options\":{\"cloud\":{\"name\":\"moved\",\"projectID\":42}}}");
        HttpResponse<String> unnamed =
                caller.json("/provisioning/v1/load_tests/78/start_local_execution", "{\"options\":{}}");

        assertThat(named.statusCode()).isEqualTo(200);
        assertThat(run().facts().name()).isEqualTo("moved");
        assertThat(Caller.error(make("42", "moved"))).startsWith("409/0");
        assertThat(Caller.error(unnamed))
                .isEqualTo("404/0 there is no such load test, and options.cloud.name does not name one");
    }

    // the archive

    private static final String WITH_ARCHIVE = "{\"options\":{},\"archive_size\":5}";

    private HttpResponse<String> put(String url, String content) throws Exception {
        return stranger.send("PUT", url, content.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/x-tar");
    }

    @Test
    void archive_isPutToItsSignedUrlWithoutAToken() throws Exception {
        String url = Json.text(begin(WITH_ARCHIVE).get("archive_upload_url"));
        assertThat(url).matches(server.url() + "/archive/1001\\?size=5&signature=[0-9a-f]{64}");

        assertThat(put(url, "12345").statusCode()).isEqualTo(204);

        assertThat(run().archive().orElseThrow()).content().isEqualTo("12345");
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void archiveOfAnotherSize_isRefusedAndNothingOfItKept() throws Exception {
        String url = Json.text(begin(WITH_ARCHIVE).get("archive_upload_url"));

        assertThat(Caller.error(put(url, "123456"))).isEqualTo("400/0 the archive has 6 bytes where 5 were announced");
        HttpRequest.BodyPublisher chunked = HttpRequest.BodyPublishers.ofByteArrays(List.of(new byte[3]));
        assertThat(Caller.error(stranger.send("PUT", url, chunked)))
                .isEqualTo("400/0 the archive has 3 bytes where 5 were announced");
        assertThat(run().archive()).isEmpty();
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void archiveWithoutTheSignature_isRefused() throws Exception {
        String url = Json.text(begin(WITH_ARCHIVE).get("archive_upload_url"));
        String refused = "403/0 this is no upload URL that the service has given out since it was started";

        assertThat(Caller.error(put(url.replace("size=5", "size=6"), "123456"))).isEqualTo(refused);
        assertThat(Caller.error(put(url.replace("1001", "1002"), "12345"))).isEqualTo(refused);
        assertThat(Caller.error(put("/archive/1001", "12345"))).isEqualTo(refused);
        assertThat(Caller.error(put("/archive/1001?size=5&signature=", "12345")))
                .isEqualTo(refused);
        assertThat(run().archive()).isEmpty();
    }

    @Test
    void archiveThatWouldBeTooLarge_isRefusedAtTheStart() throws Exception {
        make("42", "checkout");

        assertThat(Caller.error(caller.json(START, "{\"archive_size\":268435457}")))
                .isEqualTo("400/0 the request cannot be taken"
                        + " {archive_size=[must not be more than 268435456 bytes but is 268435457]}");
        assertThat(Caller.error(caller.json(START, "{\"archive_size\":-1}")))
                .isEqualTo("400/0 the request cannot be taken {archive_size=[must be a number of bytes, or null]}");
        assertThat(server.runs().all()).isEmpty();
    }

    // how it stands, and ends

    @Test
    void state_isThatOfTheCloudsApi() throws Exception {
        String token = Json.text(object(begin(), "runtime_config").get("test_run_token"));
        Map<String, Object> begun = Caller.fields(caller.get("/cloud/v6/test_runs/1001"));
        assertThat(begun)
                .containsEntry("id", "1001")
                .containsEntry("test_id", "1")
                .containsEntry("project_id", "42")
                .containsEntry("status", "initializing")
                .containsEntry("max_browser_vus", "0")
                .containsEntry("is_starred", false)
                .doesNotContainKeys("result", "ended");

        stranger.pushTo(
                "/metrics-push/1001",
                Snappy.compress(Caller.requests("1001", 3, ManualClock.START).toByteArray()),
                "Authorization",
                "Bearer " + token);
        assertThat(Caller.fields(caller.get("/cloud/v6/test_runs/1001"))).containsEntry("status", "running");

        notified(token, "{\"event_type\":\"script_execution_completed\",\"error\":null}");
        String ended = caller.get("/cloud/v6/test_runs/1001").body();
        assertThat(ended)
                .contains("\"status\":\"completed\",\"status_details\":{\"type\":\"completed\","
                        + "\"entered\":\"2027-01-15T08:00:00Z\"}")
                .contains("\"status_history\":[{\"type\":\"created\",\"entered\":\"2027-01-15T08:00:00Z\"},"
                        + "{\"type\":\"running\",\"entered\":\"2027-01-15T08:00:00Z\"},{\"type\":\"completed\"")
                .contains("\"result\":\"passed\"");
    }

    @Test
    void stateOfAnAbortedRun_saysWhy() throws Exception {
        String token = Json.text(object(begin(), "runtime_config").get("test_run_token"));

        notified(
                token, "{\"event_type\":\"script_execution_completed\",\"error\":{\"code\":8035,\"reason\":\"boom\"}}");

        assertThat(caller.get("/cloud/v6/test_runs/1001").body())
                .contains("\"status\":\"aborted\"")
                .contains("\"extra\":{\"by_user\":null,\"message\":\"boom\",\"code\":null}")
                .contains("\"result\":\"error\"");
    }

    @ParameterizedTest
    @CsvSource({
        "8036, aborted by user, , ABORTED_BY_USER",
        "8036, 'test run was aborted because k6 received a ''interrupt'' signal', aborts, ABORTED_BY_USER",
        "8036, test aborted: enough, , ABORTED_BY_USER",
        "8036, aborted by threshold, aborts, ABORTED_BY_THRESHOLD",
        "8036, aborted by threshold, , ABORTED_BY_THRESHOLD",
        "8036, 'thresholds on metrics ''http_reqs'' were crossed; at least one has abortOnFail enabled', aborts,"
                + " ABORTED_BY_THRESHOLD",
        "8036, 'thresholds on metrics ''checks'' were crossed; at least one has abortOnFail enabled', ,"
                + " ABORTED_BY_THRESHOLD",
        "8036, stopped, aborts, ABORTED_BY_THRESHOLD",
        "8036, stopped, , ABORTED_BY_USER",
        "8035, TypeError, , ABORTED_BY_SCRIPT_ERROR",
        "8034, setup() execution timed out after 60 seconds, , ABORTED_BY_LIMIT",
        "8034, the cloud takes no more, , ABORTED_BY_SYSTEM",
        "0, something else, , ABORTED_BY_SYSTEM",
        "4711, new, , ABORTED_BY_SYSTEM"
    })
    void errorOfTheEnd_isTheRunsStatus(String code, String reason, String aborts, RunStatus status) throws Exception {
        String token = Json.text(object(
                        begin("{\"options\":{\"thresholds\":{\"http_reqs\":[{\"threshold\":\"count<1\",\"abortOnFail\":"
                                + (aborts != null) + "}]}}}"),
                        "runtime_config")
                .get("test_run_token"));
        caller.push("1001", Caller.requests("1001", 3, ManualClock.START));

        notified(
                token,
                "{\"event_type\":\"script_execution_completed\",\"error\":{\"code\":" + code + ",\"reason\":\"" + reason
                        + "\"}}");

        assertThat(run().facts().status()).isEqualTo(status);
        assertThat(run().facts().note()).isEqualTo(reason);
        assertThat(run().summary().failed()).isTrue();
    }

    @Test
    void repeatedEnd_changesNothing() throws Exception {
        String token = Json.text(object(begin(), "runtime_config").get("test_run_token"));
        String error = "{\"event_type\":\"script_execution_completed\",\"error\":{\"code\":8036,\"reason\":\"x\"}}";

        assertThat(notified(token, error)).isEqualTo("204");
        long ended = run().facts().ended();
        clock.forward(Duration.ofSeconds(9));
        assertThat(notified(token, "{\"event_type\":\"script_execution_completed\",\"error\":null}"))
                .isEqualTo("204");

        assertThat(run().facts().status()).isEqualTo(RunStatus.ABORTED_BY_USER);
        assertThat(run().facts().ended()).isEqualTo(ended);
    }

    @Test
    void endOfAnotherKind_isRefused() throws Exception {
        String token = Json.text(object(begin(), "runtime_config").get("test_run_token"));

        assertThat(notified(token, "{\"event_type\":\"other\"}"))
                .isEqualTo("400/0 the request cannot be taken {event_type=[must be script_execution_completed]}");
        assertThat(notified("wrong", "{\"event_type\":\"script_execution_completed\"}"))
                .isEqualTo("401/0 the token is neither this service's nor that of the test run");
    }

    // logs

    @Test
    void logs_areOfTheRunThatTheyNameOrElseOfTheToken() throws Exception {
        String token = Json.text(object(begin(), "runtime_config").get("test_run_token"));
        String lines = "\"values\":[[\"1800000000000000001\",\"a <b>line</b>\"]]";

        assertThat(stranger.json(
                                "/logs-push",
                                "{\"streams\":[{\"stream\":{\"test_run_id\":\"1001\",\"level\":\"warning\",\"vu\":\"7\"},"
                                        + lines + "},{\"stream\":{}," + lines + "}]}",
                                "Authorization",
                                "Bearer " + token)
                        .statusCode())
                .isEqualTo(204);

        List<String> kept = new ArrayList<>();
        run().log()
                .read(
                        0,
                        (number, entry) -> kept.add(number + " " + entry.epochNanos() + " " + entry.level() + " "
                                + entry.text() + " " + entry.labels()));
        assertThat(kept)
                .containsExactly(
                        "1 1800000000000000001 warning a <b>line</b> {vu=7}",
                        "2 1800000000000000001 info a <b>line</b> {}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wrong  | {} | 401/0 the token is neither this service's nor that of a test run",
                "s3cret | [] | 400/0 the body is no JSON object",
                "s3cret | {\"streams\":[7]} | 400/0 the request cannot be taken {streams=[must be objects]}",
                "s3cret | {\"streams\":[{\"stream\":{}}]}"
                        + " | 400/0 the request cannot be taken {streams=[must have the label test_run_id]}",
                "s3cret | {\"streams\":[{\"stream\":{\"test_run_id\":\"9\"}}]} | 404/0 there is no such test run",
                "s3cret | {\"streams\":[{\"stream\":{\"test_run_id\":\"1001\"},\"values\":[[\"soon\",\"x\"]]}]}"
                        + " | 400/0 the request cannot be taken"
                        + " {streams=[must have values of a time in nanoseconds and a line]}",
            })
    void logsThatCannotBeTaken_areRefused(String token, String body, String error) throws Exception {
        begin();

        assertThat(Caller.error(stranger.json("/logs-push", body, "Authorization", "Bearer " + token)))
                .isEqualTo(error);
        assertThat(run().log().lines()).isZero();
    }

    // tokens

    @Test
    void tokenOfARun_isGoodForThatRunOnlyAndKeptAsAHash() throws Exception {
        String token = Json.text(object(begin(), "runtime_config").get("test_run_token"));
        String other = caller.open("other");
        byte[] body =
                Snappy.compress(Caller.requests("1001", 3, ManualClock.START).toByteArray());

        assertThat(stranger.pushTo("/metrics-push/1001", body, "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(202);
        assertThat(stranger.pushTo("/v2/metrics/1001", body, "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(202);
        for (String path : List.of("/metrics-push/" + other, "/metrics-push/4711", "/v2/metrics/" + other)) {
            assertThat(Caller.error(stranger.pushTo(path, body, "Authorization", "Bearer " + token)))
                    .isEqualTo("401/0 the token is neither this service's nor that of the test run");
        }
        assertThat(stranger.get("/cloud/v6/test_runs/1001", "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(401);
        String kept = Files.readString(folder.resolve("runs/1001/run.json"));
        assertThat(kept).doesNotContain(token).containsPattern("\"token_hash\": \"[0-9a-f]{64}\"");
    }
}
