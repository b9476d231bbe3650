package dev.stampede.results.cloud;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.figures.Limits;
import dev.stampede.results.http.Request;
import dev.stampede.results.http.Response;
import dev.stampede.results.http.Routes;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.runs.StopAsked;
import dev.stampede.results.runs.Verdict;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells generators how the thresholds of their run stand by what all of them measured together, and whether they are to end. It is the
 * answer to their pushes, of whose body k6 takes no notice; and whoever does not push may ask for it.
 */
final class Verdicts {
    /** Most thresholds of an answer. */
    private static final int MOST = 1_000;

    private final Runs runs;

    Verdicts(Runs runs) {
        this.runs = runs;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/api/runs/{}/verdict", Routes.Access.OPEN, this::verdict)
                .add("POST", "/v1/tests/{}/thresholds", Routes.Access.TOKEN, this::declare);
    }

    private Response verdict(Request request) throws Refusal {
        Run run = Callers.ownRun(runs, request.hole(0), request);
        return Response.json(200, json(run.verdict()));
    }

    /** The answer to a push that was taken: without a body where there is nothing to be judged. */
    static Response taken(Run run) {
        Verdict verdict = run.verdict();
        return verdict.limits().isEmpty() && verdict.stop() == null
                ? Response.of(202)
                : Response.json(202, json(verdict));
    }

    /** When a run is opened, the protocol says which thresholds there are, but not which of them abort it. */
    private Response declare(Request request) throws Refusal, IOException {
        Run run = Callers.run(runs, request.hole(0));
        Map<String, Object> byMetric = Json.object(request.json().get("thresholds"));
        if (byMetric == null) {
            throw Fields.wrong("thresholds", "must be lists of thresholds by metric");
        }
        run.declare(Fields.thresholds(byMetric));
        return Response.of(204);
    }

    private static Map<String, @Nullable Object> json(Verdict verdict) {
        List<Limits.State> limits = verdict.limits();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("stop", stop(verdict.stop()));
        json.put(
                "thresholds",
                limits.subList(0, Math.min(MOST, limits.size())).stream()
                        .map(Verdicts::threshold)
                        .toList());
        return json;
    }

    private static @Nullable Map<String, Object> stop(@Nullable StopAsked stop) {
        if (stop == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run_status", stop.status().code());
        json.put("reason", stop.reason());
        return json;
    }

    private static Map<String, @Nullable Object> threshold(Limits.State state) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("metric", state.spec().metric());
        json.put("expression", state.spec().expression());
        json.put("value", state.observed());
        json.put("failed", state.failed());
        return json;
    }
}
