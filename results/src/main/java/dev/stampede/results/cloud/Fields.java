package dev.stampede.results.cloud;

import dev.stampede.clock.Durations;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.runs.DeclaredThreshold;
import dev.stampede.results.wire.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads fields of requests. Pure functions. */
final class Fields {
    private static final int LONGEST_NAME = 1_000;
    private static final int LONGEST_REASON = 4_000;

    private Fields() {}

    /** A whole number that is not negative; 0 when it is none. */
    static long number(@Nullable Object value) {
        String text = Json.text(value);
        return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
    }

    /**
     * The name of a test.
     *
     * @throws Refusal if it is none
     */
    static String name(@Nullable Object value) throws Refusal {
        String name = Json.text(value);
        if (name.isBlank()) {
            throw wrong("name", "must not be blank");
        }
        if (name.length() > LONGEST_NAME) {
            throw wrong("name", "must not be longer than " + LONGEST_NAME + " characters");
        }
        return name;
    }

    /** A field is wrong. */
    static Refusal wrong(String field, String why) {
        return new Refusal(400, 0, "the request cannot be taken", Map.of(field, List.of(why)));
    }

    /** So much of a text as anybody will read. */
    static String reason(@Nullable Object value) {
        String text = Json.text(value);
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
    }

    /** The object of a name; empty when there is none. */
    static Map<String, Object> object(Map<String, Object> parent, String name) {
        return Optional.ofNullable(Json.object(parent.get(name))).orElse(Map.of());
    }

    /** Thresholds as they stand in k6's options: expressions, or objects that also say when to abort. */
    static List<DeclaredThreshold> thresholds(@Nullable Object value) {
        List<DeclaredThreshold> declared = new ArrayList<>();
        Map<String, Object> byMetric = Json.object(value);
        if (byMetric != null) {
            byMetric.forEach((metric, all) -> Json.list(all).forEach(one -> {
                DeclaredThreshold threshold = threshold(metric, one);
                if (!threshold.expression().isEmpty()) {
                    declared.add(threshold);
                }
            }));
        }
        return declared;
    }

    private static DeclaredThreshold threshold(String metric, Object value) {
        Map<String, Object> object = Json.object(value);
        return object == null
                ? new DeclaredThreshold(metric, Json.text(value), false, 0, null)
                : new DeclaredThreshold(
                        metric,
                        Json.text(object.get("threshold")),
                        Boolean.TRUE.equals(object.get("abortOnFail")),
                        millis(Json.text(object.get("delayAbortEval"))),
                        null);
    }

    private static long millis(String duration) {
        try {
            return duration.isEmpty()
                    ? 0
                    : Math.max(0, Durations.parse(duration).toMillis());
        } catch (IllegalArgumentException e) { // the client would not have begun with it
            return 0;
        }
    }
}
