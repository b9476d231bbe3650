package dev.stampede.output.cloud.runs;

import dev.stampede.metrics.Printable;
import dev.stampede.output.cloud.api.ErrorText;
import dev.stampede.output.cloud.api.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a service that judges thresholds on the samples of all generators says in its answers to pushes: such as <code>
 * {"thresholds":[…],"stop":{"run_status":8,"reason":"…"}}</code>. The cloud answers with nothing of the kind. Pure functions.
 */
public final class StopOrder {
    /** Aborted by threshold. */
    private static final String BY_THRESHOLD = "8";

    private StopOrder() {}

    /** Why thresholds want the run to end at once, for people; empty if they do not, or the answer is another. */
    public static Optional<String> in(String answer) {
        Map<String, Object> fields = answer.startsWith("{") ? Json.object(answer) : null;
        if (fields == null || !(fields.get("thresholds") instanceof List)) {
            return Optional.empty();
        }
        Map<String, Object> stop = Json.object(fields.get("stop"));
        return stop == null || !Json.text(stop.get("run_status")).equals(BY_THRESHOLD)
                ? Optional.empty()
                : Optional.of(Printable.lines(ErrorText.cut(Json.text(stop.get("reason")))));
    }
}
