package dev.stampede.results.cloud;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.http.Request;
import dev.stampede.results.http.Response;
import dev.stampede.results.http.Routes;
import dev.stampede.results.runs.LoadTests;
import dev.stampede.results.runs.LoadTests.LoadTest;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunFacts;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The flow of {@code k6 cloud run --local-execution}: begin a run of a load test, look how it stands, say how it ended. */
final class ProvisionedFlow {
    /** Labels of log lines that travel as such; clients append others to the line, as k6 does by default. */
    private static final List<String> LABELS = List.of("level", "test_run_id");

    /** So that what is measured is seen, and judged, within some three seconds. */
    private static final Map<String, String> PROMPT =
            Map.of("push_interval", "1s", "aggregation_period", "1s", "aggregation_wait_period", "2s");

    private static final int LOG_LINES = 100;
    private static final int LOG_LINE_BYTES = 10_000;

    private final Runs runs;
    private final LoadTests loadTests;
    private final Issuer issuer;
    private final Archives archives;

    ProvisionedFlow(Runs runs, LoadTests loadTests, Issuer issuer, Archives archives) {
        this.runs = runs;
        this.loadTests = loadTests;
        this.issuer = issuer;
        this.archives = archives;
    }

    void addTo(Routes routes) {
        routes.add("POST", "/provisioning/v1/load_tests/{}/start_local_execution", Routes.Access.TOKEN, this::start)
                .add("GET", "/cloud/v6/test_runs/{}", Routes.Access.TOKEN, this::state)
                .add("POST", "/provisioning/v1/test_runs/{}/notify", Routes.Access.OPEN, this::end);
    }

    private Response start(Request request) throws Refusal, IOException {
        Map<String, Object> body = request.json();
        long size = archiveSize(body.get("archive_size"));
        Map<String, Object> options = Fields.object(body, "options");
        LoadTest test = loadTest(request.hole(0), Fields.object(options, "cloud"));
        Run run = runs.open(RunFacts.opened(
                test.name(),
                test.project(),
                Fields.number(body.get("max_vus")),
                Fields.number(body.get("total_duration")),
                Fields.thresholds(options.get("thresholds")),
                Callers.key(request)));
        String token = issuer.token(run, Callers.key(request));
        run.initialize();
        Map<String, @Nullable Object> reply = new LinkedHashMap<>();
        reply.put("test_run_id", Long.valueOf(run.id()));
        reply.put("archive_upload_url", size < 0 ? null : archives.url(request.base(), run.id(), size));
        reply.put("test_run_details_page_url", request.base() + "/runs/" + run.id());
        reply.put("takes_verdict", true);
        reply.put("runtime_config", runtimeConfig(request.base(), run.id(), token));
        return Response.json(200, reply);
    }

    private static long archiveSize(@Nullable Object announced) throws Refusal {
        if (announced == null) {
            return -1;
        }
        String text = Json.text(announced);
        if (!text.matches("[0-9]{1,15}")) {
            throw Fields.wrong("archive_size", "must be a number of bytes, or null");
        }
        if (Long.parseLong(text) > Archives.MOST) {
            throw Fields.wrong("archive_size", "must not be more than " + Archives.MOST + " bytes but is " + text);
        }
        return Long.parseLong(text);
    }

    /** One that is not known, such as of another service's folder, is the one that the run's options name. */
    private LoadTest loadTest(String id, Map<String, Object> cloud) throws Refusal, IOException {
        Optional<LoadTest> known = loadTests.find(id);
        if (known.isPresent()) {
            return known.get();
        }
        if (Json.text(cloud.get("name")).isBlank()) {
            throw new Refusal(404, "there is no such load test, and options.cloud.name does not name one");
        }
        long project = Fields.number(cloud.get("projectID"));
        return loadTests.findOrMake(project == 0 ? Catalog.DEFAULT_PROJECT : project, Fields.name(cloud.get("name")));
    }

    /** All that k6 wants to be there; what this service does not have is empty. */
    private static Map<String, @Nullable Object> runtimeConfig(String base, String id, String token) {
        Map<String, @Nullable Object> metrics = new LinkedHashMap<>();
        metrics.put("push_url", base + MetricsPush.PATH + id);
        for (String tuned : Arrays.asList(
                "push_interval",
                "push_concurrency",
                "aggregation_period",
                "aggregation_wait_period",
                "aggregation_min_samples",
                "max_samples_per_package")) {
            metrics.put(tuned, PROMPT.get(tuned));
        }
        Map<String, @Nullable Object> logs = new LinkedHashMap<>();
        logs.put("push_url", base + LogsPush.PATH);
        logs.put("tail_url", "");
        logs.put("limit", LOG_LINES);
        logs.put("push_period_seconds", "1s");
        logs.put("level", "info");
        logs.put("message_max_size", LOG_LINE_BYTES);
        logs.put("allowed_labels", LABELS);
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("test_run_token", token);
        config.put("metrics", metrics);
        config.put("logs", logs);
        config.put("secrets", Map.of("endpoint", "", "response_path", ""));
        config.put("traces", Map.of("push_url", "", "traces_metadata", Map.of(), "proto", ""));
        config.put("files", Map.of("push_url", "", "screenshots_base_path", "", "headers", Map.of(), "method", ""));
        return config;
    }

    private Response state(Request request) throws Refusal, IOException {
        Run run = Callers.run(runs, request.hole(0));
        long test = loadTests
                .find(run.facts().project(), run.facts().name())
                .map(LoadTest::id)
                .orElse(0L);
        return Response.json(200, RunState.of(run, test));
    }

    private Response end(Request request) throws Refusal, IOException {
        Run run = Callers.ownRun(runs, request.hole(0), request);
        Map<String, Object> body = request.json();
        if (!Json.text(body.get("event_type")).equals("script_execution_completed")) {
            throw Fields.wrong("event_type", "must be script_execution_completed");
        }
        Map<String, Object> error = Json.object(body.get("error"));
        String reason = error == null ? "" : Fields.reason(error.get("reason"));
        if (body.get("run_status") != null) { // as start() has asked for: it says more than the rest
            StreamFlow.end(run, body, reason);
        } else {
            run.end(Ending.of(run, error, reason), null, reason);
        }
        return Response.of(204);
    }
}
