package dev.stampede.results.runs;

import dev.stampede.output.cloud.api.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The generators of a run are to end. Immutable.
 *
 * @param status what the run then ends with
 * @param reason for people
 * @param at since when, in milliseconds since 1970-01-01T00:00Z
 */
public record StopAsked(RunStatus status, String reason, long at) {

    Map<String, ?> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", status.code());
        json.put("reason", reason);
        json.put("at", at);
        return json;
    }

    static @Nullable StopAsked of(@Nullable Object value) {
        Map<String, Object> json = Json.object(value);
        if (json == null) {
            return null;
        }
        try {
            Optional<RunStatus> status = RunStatus.of(Long.parseLong(Json.text(json.get("status"))));
            return status.filter(RunStatus::isEnd).isEmpty()
                    ? null
                    : new StopAsked(
                            status.get(), Json.text(json.get("reason")), Long.parseLong(Json.text(json.get("at"))));
        } catch (NumberFormatException e) { // of another version
            return null;
        }
    }
}
