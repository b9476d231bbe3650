package dev.stampede.results.cloud;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.http.Request;
import dev.stampede.results.http.Response;
import dev.stampede.results.http.Routes;
import dev.stampede.results.runs.DeclaredThreshold;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunFacts;
import dev.stampede.results.runs.RunStatus;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.wire.MetricsBody;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The flow of {@code k6 run --out cloud}: open a run, push metrics to it, say how it ended. */
public final class StreamFlow {
    private static final String KEY = "K6-Idempotency-Key";

    private final Runs runs;

    /** For these runs. */
    public StreamFlow(Runs runs) {
        this.runs = runs;
    }

    /** Adds its routes. */
    public void addTo(Routes routes) {
        routes.add("POST", "/v1/tests", Routes.Access.TOKEN, this::open)
                .add("POST", "/v1/tests/{}", Routes.Access.TOKEN, this::end)
                .add("POST", "/v2/metrics/{}", Routes.Access.TOKEN, this::push);
    }

    private Response open(Request request) throws Refusal, IOException {
        Map<String, Object> body = request.json();
        String name = Json.text(body.get("name"));
        if (name.isBlank()) {
            throw new Refusal(400, 0, "the run cannot be opened", Map.of("name", List.of("must not be blank")));
        }
        Run run = runs.open(RunFacts.opened(
                name,
                number(body.get("project_id")),
                number(body.get("vus")),
                number(body.get("duration")),
                thresholds(body.get("thresholds")),
                request.header(KEY)));
        return Response.json(201, Map.of("reference_id", run.id()));
    }

    private static List<DeclaredThreshold> thresholds(@Nullable Object value) {
        List<DeclaredThreshold> declared = new ArrayList<>();
        Map<String, Object> byMetric = Json.object(value);
        if (byMetric != null) {
            byMetric.forEach((metric, expressions) -> Json.list(expressions)
                    .forEach(one -> declared.add(new DeclaredThreshold(metric, Json.text(one), false, 0, null))));
        }
        return declared;
    }

    private static long number(@Nullable Object value) {
        String text = Json.text(value);
        return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
    }

    private Response push(Request request) throws Refusal, IOException {
        run(request).push(request.header(KEY), request.encoding(), request.body(MetricsBody.MOST_PACKED_BYTES));
        return Response.of(202);
    }

    private Response end(Request request) throws Refusal, IOException {
        Run run = run(request);
        Map<String, Object> body = request.json();
        RunStatus status = RunStatus.of(number(body.get("run_status")))
                .filter(RunStatus::isEnd)
                .orElseThrow(() -> new Refusal(400, "run_status is none with which a run ends"));
        Map<String, Object> thresholds = Json.object(body.get("thresholds"));
        run.said((metric, expression) -> said(thresholds, metric, expression));
        run.end(status, number(body.get("result_status")) != 0, "");
        return Response.json(200, Map.of());
    }

    private static @Nullable Boolean said(@Nullable Map<String, Object> thresholds, String metric, String expression) {
        Map<String, Object> ofMetric = thresholds == null ? null : Json.object(thresholds.get(metric));
        if (ofMetric == null) {
            return null;
        }
        return ofMetric.get(expression) instanceof Boolean failed ? failed : null;
    }

    private Run run(Request request) throws Refusal {
        return runs.find(request.hole(0)).orElseThrow(() -> new Refusal(404, "there is no such test run"));
    }
}
