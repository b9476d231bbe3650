package dev.stampede.results;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.runs.RunStatus;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thresholds over several generators: judged on what all of them measured, and told to each of them. */
class MergedThresholdsTest {
    private static final long START = ManualClock.START;
    private static final String ABORTS = "{\"threshold\":\"count<15\",\"abortOnFail\":true}";

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private Service service;
    private Generator one;
    private Generator other;

    @BeforeEach
    void start() throws Exception {
        service = Service.of(ResultsOptions.in(folder).clock(clock));
        one = new Generator(service);
        other = new Generator(service);
    }

    @AfterEach
    void close() throws Exception {
        service.close();
    }

    /** What the service does once a second; doing it more often changes nothing. */
    private void judge() {
        service.server().runs().tick();
    }

    private String open(String thresholds) throws Exception {
        return Generator.open(service, "many", thresholds);
    }

    private Map<String, Object> verdict(String id) throws Exception {
        return service.get("/api/runs/" + id + "/verdict");
    }

    private Map<String, Object> run(String id) throws Exception {
        return service.get("/api/runs/" + id);
    }

    /** Each threshold and whether it failed. */
    private static List<String> states(Map<String, Object> answer) {
        return Json.list(answer.get("thresholds")).stream()
                .map(state -> requireNonNull(Json.object(state)))
                .map(state -> state.get("metric") + " " + state.get("expression") + " " + state.get("value") + " "
                        + state.get("failed"))
                .toList();
    }

    private static String reason(Map<String, Object> answer) {
        Map<String, Object> stop = Json.object(answer.get("stop"));
        return stop == null ? "" : stop.get("run_status") + " " + stop.get("reason");
    }

    private static String crossed(String metrics) {
        return "8 thresholds on metrics '" + metrics + "' were crossed; at least one has abortOnFail enabled,"
                + " stopping test prematurely";
    }

    // the answers

    @Test
    void pushToARunWithoutThresholds_isAnsweredWithoutABody() throws Exception {
        String id = open("{}");

        HttpResponse<String> answer = one.counter("hits", START, 1, Map.of()).send(id);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(verdict(id)).doesNotContainKey("stop").containsEntry("thresholds", List.of());
    }

    @Test
    void push_isAnsweredWithHowTheThresholdsStoodWhenTheyWereLastJudged() throws Exception {
        String id = open("{\"hits\":[\"count<15\",\"count>=5\"]}");

        HttpResponse<String> first = one.counter("hits", START, 10, Map.of()).send(id);
        judge();
        HttpResponse<String> second = other.counter("hits", START, 10, Map.of()).send(id);
        judge();
        Map<String, Object> third =
                Caller.fields(one.counter("misses", START, 1, Map.of()).send(id));

        assertThat(first.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(states(Caller.fields(second)))
                .containsExactly("hits count<15 10.0 false", "hits count>=5 10.0 false");
        assertThat(states(third)).containsExactly("hits count<15 20.0 true", "hits count>=5 20.0 false");
        assertThat(third).doesNotContainKey("stop"); // null
        assertThat(verdict(id)).isEqualTo(third);
    }

    @Test
    void repeatedPush_isAnsweredLikeTheFirst() throws Exception {
        String id = open("{\"http_reqs\":[" + ABORTS + "]}");
        try (Caller caller = new Caller(service.server())) {
            String[] key = {"K6-Idempotency-Key", "00c0ffee00c0ffee"};
            caller.push(id, Caller.requests(id, 20, START), key);
            judge();

            assertThat(reason(Caller.fields(caller.push(id, Caller.requests(id, 20, START), key))))
                    .isEqualTo(crossed("http_reqs"));
        }
    }

    @Test
    void verdict_isToldToWhoeverHasTheTokenOfTheServiceOrOfTheRun() throws Exception {
        service.close();
        service = Service.of(ResultsOptions.in(folder).token("s3cret").clock(clock));
        try (Caller caller = new Caller(service.server())) {
            HttpResponse<String> opened =
                    caller.json("/v1/tests", "{\"name\":\"many\",\"thresholds\":{}}", "Authorization", "Token s3cret");
            String token = Json.text(Caller.fields(opened).get("test_run_token"));
            for (String good : List.of("Token s3cret", "Bearer " + token)) {
                assertThat(caller.get("/api/runs/1001/verdict", "Authorization", good)
                                .body())
                        .isEqualTo("{\"stop\":null,\"thresholds\":[]}");
            }
            for (String path : List.of("/api/runs/1001/verdict", "/api/runs/1002/verdict")) {
                assertThat(Caller.error(caller.get(path, "Authorization", "Bearer wrong")))
                        .isEqualTo("401/0 the token is neither this service's nor that of the test run");
            }
            assertThat(caller.json("/v1/tests/1001/thresholds", "{}", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    // the judging

    @Test
    void percentile_isThatOfAllSamplesTogether() throws Exception {
        String id = open("{\"http_req_duration\":[{\"threshold\":\"p(95)<500\",\"abortOnFail\":true}],"
                + "\"http_req_duration{status:200}\":[\"max<2000\"]}");

        one.requests(START, 990, 10).push(id);
        other.requests(START, 10, 1000).push(id); // alone it would fail
        judge();
        assertThat(reason(verdict(id))).isEmpty();

        other.requests(START + 3, 90, 1000).push(id);
        judge();
        Map<String, Object> verdict = verdict(id);
        assertThat(reason(verdict)).isEqualTo(crossed("http_req_duration"));
        assertThat(states(verdict).get(1)).isEqualTo("http_req_duration{status:200} max<2000 1000.0 false");
    }

    @Test
    void rateOfACounter_isOfAllGenerators() throws Exception {
        String id = open("{\"hits\":[{\"threshold\":\"rate>=10\",\"abortOnFail\":true}]}");

        one.counter("hits", START, 20, Map.of());
        other.counter("hits", START, 20, Map.of());
        one.push(id);
        other.push(id);
        judge();

        assertThat(states(verdict(id)))
                .singleElement()
                .asString()
                .startsWith("hits rate>=10 13.3")
                .endsWith(" false");
        one.counter("hits", START + 3, 1, Map.of()).push(id);
        judge();
        assertThat(reason(verdict(id))).isEqualTo(crossed("hits"));
    }

    @Test
    void subMetric_countsItsTagsOnly() throws Exception {
        String id = open("{\"hits{kind:odd}\":[" + ABORTS + "]}");

        one.counter("hits", START, 10, Map.of("kind", "odd"))
                .counter("hits", START, 50, Map.of("kind", "even"))
                .push(id);
        judge();
        assertThat(states(verdict(id))).containsExactly("hits{kind:odd} count<15 10.0 false");

        other.counter("hits", START, 10, Map.of("kind", "odd")).push(id);
        judge();
        assertThat(reason(verdict(id))).isEqualTo(crossed("hits{kind:odd}"));
    }

    @Test
    void metricThatNeverComes_stopsNobody() throws Exception {
        String id = open("{\"hits\":[{\"threshold\":\"count>5\",\"abortOnFail\":true}],"
                + "\"lost\":[{\"threshold\":\"rate<0.1\",\"abortOnFail\":true}]}");

        one.counter("other", START, 1, Map.of()).push(id);
        judge();

        assertThat(states(verdict(id))).containsExactly("hits count>5 null null", "lost rate<0.1 null null");
        assertThat(reason(verdict(id))).isEmpty();
    }

    @Test
    void thresholdThatCannotBeJudged_stopsNobody() throws Exception {
        String id = open("{\"hits\":[{\"threshold\":\"p(95)<1\",\"abortOnFail\":true},"
                + "{\"threshold\":\"cou\",\"abortOnFail\":true}]}");

        one.counter("hits", START, 10, Map.of()).push(id);
        judge();

        assertThat(reason(verdict(id))).isEmpty();
    }

    @Test
    void reason_namesAllThatAreCrossed() throws Exception {
        String id = open("{\"more\":[\"count<1\"],\"also\":[\"count<1\",\"count<2\"],\"hits\":[" + ABORTS
                + "],\"fine\":[\"count>0\"]}");

        one.counter("hits", START, 15, Map.of())
                .counter("also", START, 5, Map.of())
                .counter("more", START, 5, Map.of())
                .counter("fine", START, 5, Map.of())
                .push(id);
        judge();

        assertThat(reason(verdict(id))).isEqualTo(crossed("also, hits, more"));
    }

    @Test
    void withoutAbortOnFail_nobodyIsStopped() throws Exception {
        String id = open("{\"hits\":[\"count<15\"]}");

        one.counter("hits", START, 15, Map.of()).push(id);
        judge();

        assertThat(states(verdict(id))).containsExactly("hits count<15 15.0 true");
        assertThat(reason(verdict(id))).isEmpty();
    }

    @Test
    void delayAbortEval_countsFromTheFirstSample() throws Exception {
        String id = open("{\"hits\":[{\"threshold\":\"count<15\",\"abortOnFail\":true,\"delayAbortEval\":\"10s\"}]}");
        clock.forward(Duration.ofSeconds(30)); // nobody has begun
        one.counter("hits", START + 30, 20, Map.of()).push(id);

        for (int second = 0; second < 10; second++) {
            judge();
            assertThat(reason(verdict(id))).isEmpty();
            clock.forward(Duration.ofSeconds(1));
        }
        judge();
        assertThat(reason(verdict(id))).isEmpty(); // it must be over, not just reached
        clock.forward(Duration.ofSeconds(1));
        judge();
        assertThat(reason(verdict(id))).isEqualTo(crossed("hits"));
    }

    @ParameterizedTest
    @CsvSource({"-3600", "3600"})
    void delayAbortEval_countsFromTheOpeningWhenAGeneratorsClockIsWrong(long off) throws Exception {
        String id = open("{\"hits\":[{\"threshold\":\"count<15\",\"abortOnFail\":true,\"delayAbortEval\":\"10s\"}]}");
        one.counter("hits", START + off, 20, Map.of()).push(id);
        clock.forward(Duration.ofSeconds(10));
        judge();
        assertThat(reason(verdict(id))).isEmpty();

        clock.forward(Duration.ofSeconds(1));
        judge();

        assertThat(reason(verdict(id))).isEqualTo(crossed("hits"));
    }

    // the stop

    @Test
    void stop_isToldToEachGeneratorAndShownAndKept() throws Exception {
        String id = open("{\"hits\":[" + ABORTS + "]}");
        one.counter("hits", START, 10, Map.of()).push(id);
        judge();
        assertThat(reason(verdict(id))).isEmpty();
        clock.forward(Duration.ofSeconds(3));
        other.counter("hits", START, 10, Map.of()).push(id);
        judge();

        assertThat(reason(Caller.fields(
                        one.counter("hits", START + 3, 1, Map.of()).send(id))))
                .isEqualTo(crossed("hits"));
        assertThat(reason(Caller.fields(
                        other.counter("hits", START + 3, 1, Map.of()).send(id))))
                .isEqualTo(crossed("hits"));
        Map<String, Object> run = run(id);
        assertThat(run).containsEntry("statusText", "running").containsEntry("failed", true);
        assertThat(requireNonNull(Json.object(run.get("stop"))))
                .containsEntry("status", "8")
                .containsEntry("statusText", "aborted by threshold")
                .containsEntry("at", Long.toString((START + 3) * 1000));
        assertThat("8 " + run.get("note")).isEqualTo(crossed("hits"));

        service.close();
        service = Service.of(ResultsOptions.in(folder).clock(clock));
        one = new Generator(service);

        assertThat(reason(verdict(id))).isEqualTo(crossed("hits"));
        assertThat(reason(Caller.fields(
                        one.counter("hits", START + 3, 1, Map.of()).send(id))))
                .isEqualTo(crossed("hits"));
    }

    @Test
    void stop_holdsAlsoWhenTheThresholdDoesAgain() throws Exception {
        String id = open("{\"checks\":[{\"threshold\":\"rate>0.5\",\"abortOnFail\":true}]}");
        one.rate("checks", START, 1, 10, Map.of()).push(id);
        judge();
        other.rate("checks", START, 100, 100, Map.of()).push(id);
        judge();

        assertThat(states(verdict(id))).singleElement().asString().endsWith(" false");
        assertThat(reason(verdict(id))).isEqualTo(crossed("checks"));
    }

    @Test
    void generatorThatIsLate_isStoppedWhenTheRunIsOver() throws Exception {
        String id = open("{\"hits\":[" + ABORTS + "]}");
        one.counter("hits", START, 20, Map.of()).push(id);
        judge();
        end(id, 8, 1, "{\"hits\":{\"count<15\":true}}");

        assertThat(reason(
                        Caller.fields(other.counter("hits", START, 1, Map.of()).send(id))))
                .isEqualTo(crossed("hits"));
    }

    @Test
    void runThatItsOpenerAbortsForAThreshold_stopsTheOthers() throws Exception {
        String id = open("{\"hits\":[\"count<15\"],\"checks\":[\"rate>0.5\"]}");
        one.counter("hits", START, 20, Map.of()).push(id);
        end(id, 8, 1, "{\"hits\":{\"count<15\":true},\"checks\":{\"rate>0.5\":false}}");

        assertThat(reason(
                        Caller.fields(other.counter("hits", START, 1, Map.of()).send(id))))
                .isEqualTo(crossed("hits"));
    }

    @ParameterizedTest
    @CsvSource({"3,finished", "5,aborted by user", "7,aborted by script error"})
    void runThatEndsOtherwise_stopsNobody(int status, String text) throws Exception {
        String id = open("{\"hits\":[\"count<15\"]}");
        one.counter("hits", START, 20, Map.of()).push(id);
        end(id, status, 1, "{\"hits\":{\"count<15\":true}}");

        assertThat(reason(
                        Caller.fields(other.counter("hits", START, 1, Map.of()).send(id))))
                .isEmpty();
        assertThat(run(id)).containsEntry("statusText", text).doesNotContainKey("stop");
    }

    @Test
    void runThatIsOver_isNotStoppedForWhatComesLater() throws Exception {
        String id = open("{\"hits\":[" + ABORTS + "]}");
        one.counter("hits", START, 10, Map.of()).push(id);
        end(id, 3, 0, "{\"hits\":{\"count<15\":false}}");
        other.counter("hits", START, 10, Map.of()).push(id);
        judge();

        assertThat(states(verdict(id))).containsExactly("hits count<15 20.0 true");
        assertThat(reason(verdict(id))).isEmpty();
    }

    // the end

    @Test
    void end_showsWhatTheOpenerSaidAndWhatWasJudged() throws Exception {
        String id = open("{\"hits\":[\"count>=15\"]}");
        one.gauge("vus", START, 3, 1).counter("hits", START, 10, Map.of()).push(id);
        other.gauge("vus", START, 3, 1).counter("hits", START, 10, Map.of()).push(id);
        end(id, 3, 1, "{\"hits\":{\"count>=15\":true}}"); // it knows of its own ten only

        Map<String, Object> run = run(id);
        assertThat(run).containsEntry("failed", false);
        assertThat(Json.object(run.get("verdicts"))).isEqualTo(Map.of("said", true, "judged", false));
        Map<String, Object> threshold =
                requireNonNull(Json.object(Json.list(run.get("thresholds")).getFirst()));
        assertThat(threshold).containsEntry("failed", false).containsEntry("said", true);
    }

    @ParameterizedTest
    @CsvSource({
        // generators, result, told of the threshold, verdict
        "1, 1, true, true", // it knows better: what travels is rounded to buckets
        "2, 1, true, false",
        "2, 1, false, true", // of windows, which only generators judge
        "2, 0, false, false",
    })
    void verdict_isOfWhoeverKnowsBest(int generators, int result, boolean told, boolean failed) throws Exception {
        String id = open("{\"hits\":[\"count>=15\"]}");
        for (int i = 0; i < generators; i++) {
            one.gauge("vus", START, 3, 1).push(id);
        }
        one.counter("hits", START, 20, Map.of()).push(id);
        end(id, 3, result, "{\"hits\":{\"count>=15\":" + told + "}}");

        assertThat(run(id)).containsEntry("failed", failed);
    }

    // which thresholds abort

    @Test
    void opening_asksForMoreOfTheThresholds() throws Exception {
        try (Caller caller = new Caller(service.server())) {
            HttpResponse<String> opened =
                    caller.json("/v1/tests", "{\"name\":\"many\",\"thresholds\":{\"hits\":[\"count<15\"]}}");

            assertThat(Caller.fields(opened)).containsEntry("merged_thresholds", true);
        }
    }

    @Test
    void declaredThresholds_takeThePlaceOfThoseOfTheOpening() throws Exception {
        String id = open("{\"hits\":[\"count<15\"]}");
        assertThat(states(verdict(id))).hasSize(1);
        assertThat(declare(id, "{\"thresholds\":{\"hits{kind:odd}\":[" + ABORTS + "],\"hits\":[\"count>1\"]}}"))
                .isEqualTo("204");
        one.counter("hits", START, 20, Map.of("kind", "odd")).push(id);
        judge();

        assertThat(states(verdict(id))).containsExactly("hits{kind:odd} count<15 20.0 true", "hits count>1 20.0 false");
        assertThat(reason(verdict(id))).isEqualTo(crossed("hits{kind:odd}"));
        assertThat(service.server().runs().find(id).orElseThrow().facts().status())
                .isEqualTo(RunStatus.RUNNING);
    }

    @Test
    void thresholds_areDeclaredBeforeTheFirstMetrics() throws Exception {
        String id = open("{\"hits\":[\"count<15\"]}");
        one.counter("hits", START, 20, Map.of()).push(id);

        assertThat(declare(id, "{\"thresholds\":{\"hits\":[" + ABORTS + "]}}"))
                .isEqualTo("409/0 thresholds are to be declared before the first metrics are pushed");
        assertThat(declare(id, "{\"thresholds\":{\"hits\":[\"count<15\"]}}")).isEqualTo("204"); // nothing new
        assertThat(declare(id, "{\"thresholds\":7}"))
                .isEqualTo("400/0 the request cannot be taken {thresholds=[must be lists of thresholds by metric]}");
        assertThat(declare("4711", "{\"thresholds\":{}}")).isEqualTo("404/0 there is no such test run");
    }

    private String declare(String id, String body) throws Exception {
        try (Caller caller = new Caller(service.server())) {
            HttpResponse<String> answer = caller.json("/v1/tests/" + id + "/thresholds", body);
            return answer.statusCode() == 204 ? "204" : Caller.error(answer);
        }
    }

    private void end(String id, int status, int result, String thresholds) throws Exception {
        try (Caller caller = new Caller(service.server())) {
            assertThat(caller.json(
                                    "/v1/tests/" + id,
                                    "{\"result_status\":" + result + ",\"run_status\":" + status + ",\"thresholds\":"
                                            + thresholds + "}")
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
