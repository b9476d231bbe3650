package dev.stampede.results.cloud;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.http.Credentials;
import dev.stampede.results.http.Request;
import dev.stampede.results.http.Response;
import dev.stampede.results.http.Routes;
import dev.stampede.results.runs.LogEntry;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes log lines, in streams of lines with the same labels; the label {@code test_run_id} says of which run they are. */
final class LogsPush {
    static final String PATH = "/logs-push";

    private static final String RUN = "test_run_id";
    private static final String LEVEL = "level";

    private final Runs runs;

    LogsPush(Runs runs) {
        this.runs = runs;
    }

    void addTo(Routes routes) {
        routes.add("POST", PATH, Routes.Access.OPEN, this::push);
    }

    private Response push(Request request) throws Refusal, IOException {
        // before the body is read: whoever has no token at all is not listened to
        if (!request.isTrusted() && ofToken(request) == null) {
            throw new Refusal(401, "the token is neither this service's nor that of a test run");
        }
        Map<Run, List<LogEntry>> byRun = new LinkedHashMap<>();
        for (Object stream : Json.list(request.json().get("streams"))) {
            Map<String, Object> fields = Json.object(stream);
            if (fields == null) {
                throw Fields.wrong("streams", "must be objects");
            }
            Map<String, Object> labels = Fields.object(fields, "stream");
            byRun.computeIfAbsent(run(request, Json.text(labels.get(RUN))), run -> new ArrayList<>())
                    .addAll(entries(labels, fields.get("values")));
        }
        for (Map.Entry<Run, List<LogEntry>> one : byRun.entrySet()) {
            one.getKey().log(one.getValue());
        }
        return Response.of(204);
    }

    private Run run(Request request, String id) throws Refusal {
        if (!id.isEmpty()) {
            return Callers.ownRun(runs, id, request);
        }
        Run run = ofToken(request);
        if (run == null) {
            throw Fields.wrong("streams", "must have the label " + RUN);
        }
        return run;
    }

    private @Nullable Run ofToken(Request request) {
        String token = Credentials.of(request);
        return runs.all().stream().filter(run -> run.isToken(token)).findFirst().orElse(null);
    }

    private static List<LogEntry> entries(Map<String, Object> labels, @Nullable Object values) throws Refusal {
        Map<String, String> others = new TreeMap<>();
        labels.forEach((name, value) -> {
            if (!name.equals(RUN) && !name.equals(LEVEL)) {
                others.put(name, Json.text(value));
            }
        });
        String level = Json.text(labels.get(LEVEL));
        List<LogEntry> entries = new ArrayList<>();
        for (Object value : Json.list(values)) {
            List<?> pair = Json.list(value);
            String time = pair.size() < 2 ? "" : Json.text(pair.get(0));
            if (!time.matches("[0-9]{1,18}|[1-8][0-9]{18}")) {
                throw Fields.wrong("streams", "must have values of a time in nanoseconds and a line");
            }
            entries.add(new LogEntry(
                    Long.parseLong(time), level.isEmpty() ? "info" : level, Json.text(pair.get(1)), others));
        }
        return entries;
    }
}
