package dev.stampede.results.cloud;

import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunFacts;
import dev.stampede.results.runs.RunStatus;
import dev.stampede.results.runs.RunSummary;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a run stands, in the words and the shape of the cloud's API. What this service knows nothing of is null or empty. */
final class RunState {
    private RunState() {}

    static Map<String, @Nullable Object> of(Run run, long test) throws IOException {
        RunSummary summary = run.summary();
        RunFacts facts = run.facts();
        List<Map<String, @Nullable Object>> history = history(facts, summary);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", Long.valueOf(run.id()));
        json.put("test_id", test);
        json.put("project_id", facts.project());
        json.put("started_by", null);
        json.put("created", time(facts.created()));
        json.put("ended", facts.ended() == 0 ? null : time(facts.ended()));
        json.put("note", "");
        json.put("retention_expiry", null);
        json.put("cost", null);
        json.put("status", type(facts.status()));
        json.put("status_details", history.getLast());
        json.put("status_history", history);
        json.put("distribution", List.of());
        json.put("result", result(facts, summary));
        json.put("result_details", Map.of());
        json.put("options", Map.of());
        json.put("k6_dependencies", Map.of());
        json.put("k6_versions", Map.of());
        json.put("max_vus", facts.maxVus());
        json.put("max_browser_vus", 0);
        json.put("estimated_duration", facts.seconds());
        json.put("execution_duration", summary.lastSecond() - summary.firstSecond());
        json.put("is_starred", false);
        return json;
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static String type(RunStatus status) {
        return switch (status) {
            case CREATED -> "created";
            case INITIALIZING -> "initializing";
            case RUNNING -> "running";
            case FINISHED -> "completed";
            case TIMED_OUT,
                    ABORTED_BY_USER,
                    ABORTED_BY_SYSTEM,
                    ABORTED_BY_SCRIPT_ERROR,
                    ABORTED_BY_THRESHOLD,
                    ABORTED_BY_LIMIT -> "aborted";
        };
    }

    private static List<Map<String, @Nullable Object>> history(RunFacts facts, RunSummary summary) {
        List<Map<String, @Nullable Object>> history = new ArrayList<>();
        history.add(step("created", facts.created(), null));
        if (facts.status() == RunStatus.INITIALIZING) {
            history.add(step("initializing", facts.created(), null));
        }
        if (summary.firstSecond() > 0) {
            history.add(step("running", summary.firstSecond() * 1000, null));
        }
        String last = type(facts.status());
        switch (last) {
            case "completed" -> history.add(step(last, facts.ended(), null));
            case "aborted" ->
                history.add(step(
                        last,
                        facts.ended() > 0 ? facts.ended() : Math.max(facts.created(), facts.lastData()),
                        facts.note().isEmpty() ? facts.status().text() : facts.note()));
            default -> {} // it is there
        }
        return history;
    }

    private static Map<String, @Nullable Object> step(String type, long millis, @Nullable String message) {
        Map<String, @Nullable Object> step = new LinkedHashMap<>();
        step.put("type", type);
        step.put("entered", time(millis));
        if (message != null) {
            Map<String, @Nullable Object> extra = new LinkedHashMap<>();
            extra.put("by_user", null);
            extra.put("message", message);
            extra.put("code", null);
            step.put("extra", extra);
        }
        return step;
    }

    /** Null while it goes on. */
    private static @Nullable String result(RunFacts facts, RunSummary summary) {
        boolean failed = Boolean.TRUE.equals(facts.verdict(summary));
        if (facts.isLive()) {
            return null;
        }
        return failed ? "failed" : facts.status() == RunStatus.FINISHED ? "passed" : "error";
    }
}
