package dev.stampede.results.cloud;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.http.Multipart;
import dev.stampede.results.http.Request;
import dev.stampede.results.http.Response;
import dev.stampede.results.http.Routes;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunFacts;
import dev.stampede.results.runs.RunStatus;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.store.ArchiveFile;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The flow of {@code k6 run --out cloud}: open a run, push metrics to it, say how it ended. */
final class StreamFlow {
    private static final String ARCHIVE = "file";

    private final Runs runs;
    private final Issuer issuer;
    private final Map<String, Object> overrides;

    /**
     * @param overrides settings of clients that the service overrides, by their names in the cloud's configuration
     */
    StreamFlow(Runs runs, Issuer issuer, Map<String, Object> overrides) {
        this.runs = runs;
        this.issuer = issuer;
        this.overrides = overrides;
    }

    void addTo(Routes routes) {
        routes.add("POST", "/v1/tests", Routes.Access.TOKEN, this::open)
                .add("POST", "/v1/tests/{}", Routes.Access.TOKEN, this::end);
    }

    private Response open(Request request) throws Refusal, IOException {
        if (!Multipart.is(request)) {
            return opened(request, open(request, request.json()));
        }
        try (ArchiveFile file = runs.upload()) {
            AtomicBoolean came = new AtomicBoolean();
            Map<String, String> fields = Multipart.read(request, (field, content) -> {
                if (field.equals(ARCHIVE)) {
                    Archives.take(file, content, 0);
                    came.set(true);
                }
            });
            Run run = open(request, Map.copyOf(fields));
            if (came.get()) {
                run.keep(file);
            }
            return opened(request, run);
        }
    }

    private Run open(Request request, Map<String, Object> fields) throws Refusal, IOException {
        return runs.open(RunFacts.opened(
                Fields.name(fields.get("name")),
                Fields.number(fields.get("project_id")),
                Fields.number(fields.get("vus")),
                Fields.number(fields.get("duration")),
                Fields.thresholds(fields.get("thresholds")),
                Callers.key(request)));
    }

    private Response opened(Request request, Run run) throws Refusal, IOException {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("reference_id", run.id());
        reply.put("test_run_token", issuer.token(run, Callers.key(request)));
        reply.put(
                "merged_thresholds", true); // not k6's: clients may say more of their thresholds, which are judged here
        if (!overrides.isEmpty()) {
            reply.put("config", overrides);
        }
        return Response.json(201, reply);
    }

    private Response end(Request request) throws Refusal, IOException {
        Run run = Callers.run(runs, request.hole(0));
        end(run, request.json(), "");
        return Response.json(200, Map.of());
    }

    /** The run is over, as these members of JSON say. */
    static void end(Run run, Map<String, Object> verdict, String why) throws Refusal, IOException {
        RunStatus status = RunStatus.of(Fields.number(verdict.get("run_status")))
                .filter(RunStatus::isEnd)
                .orElseThrow(() -> Fields.wrong("run_status", "is none with which a run ends"));
        Map<String, Object> thresholds = Fields.object(verdict, "thresholds");
        run.said((metric, expression) -> said(thresholds, metric, expression));
        run.end(status, Fields.number(verdict.get("result_status")) != 0, why);
    }

    private static @Nullable Boolean said(Map<String, Object> thresholds, String metric, String expression) {
        Map<String, Object> ofMetric = Json.object(thresholds.get(metric));
        return ofMetric == null ? null : ofMetric.get(expression) instanceof Boolean failed ? failed : null;
    }
}
