package dev.stampede.results.runs;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.thresholds.ThresholdSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A threshold of a run.
 *
 * @param metric metric or sub-metric
 * @param expression limit
 * @param abortOnFail whether the run is to be stopped when it fails
 * @param delayMillis how long the run must have gone on before it may be stopped
 * @param failed how it ended, as whoever ran the run said; null while nobody did
 */
public record DeclaredThreshold(
        String metric,
        String expression,
        boolean abortOnFail,
        long delayMillis,
        @Nullable Boolean failed) {

    DeclaredThreshold failed(boolean said) {
        return new DeclaredThreshold(metric, expression, abortOnFail, delayMillis, said);
    }

    ThresholdSpec spec() {
        return new ThresholdSpec(
                metric, expression, abortOnFail, delayMillis > 0 ? Duration.ofMillis(delayMillis) : null, true);
    }

    Map<String, ?> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metric", metric);
        json.put("expression", expression);
        json.put("abort_on_fail", abortOnFail);
        json.put("delay_ms", delayMillis);
        if (failed != null) {
            json.put("failed", failed);
        }
        return json;
    }

    static Optional<DeclaredThreshold> of(Object value) {
        Map<String, Object> json = Json.object(value);
        if (json == null) {
            return Optional.empty();
        }
        return Optional.of(new DeclaredThreshold(
                Json.text(json.get("metric")),
                Json.text(json.get("expression")),
                json.get("abort_on_fail") instanceof Boolean abort && abort,
                json.get("delay_ms") instanceof String text && text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0,
                json.get("failed") instanceof Boolean said ? said : null));
    }
}
