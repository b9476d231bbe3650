package dev.stampede.options;

import dev.stampede.ConfigException;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.thresholds.ScopeRules;
import dev.stampede.thresholds.ThresholdSpec;
import dev.stampede.thresholds.Thresholds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"http_req_duration": ["p(95)<500", {"threshold": "avg<200", "abortOnFail": true, "over": "30s"}]}}. {@code
 * over}, {@code after} and {@code during} are not k6's. (k6: {@code metrics/thresholds.go}.)
 */
final class ThresholdJson {
    private static final List<String> KEYS =
            List.of("threshold", "abortOnFail", "delayAbortEval", "over", "after", "during");

    private ThresholdJson() {}

    static List<ThresholdSpec> read(JsonNode node) {
        List<ThresholdSpec> specs = new ArrayList<>();
        node.members().forEach((metric, list) -> {
            for (JsonNode element : list.elements()) {
                ThresholdSpec spec = spec(metric, element);
                if (spec != null) {
                    check(spec, element);
                    specs.add(spec);
                }
            }
        });
        return List.copyOf(specs);
    }

    private static @Nullable ThresholdSpec spec(String metric, JsonNode node) {
        if (node.isText()) {
            return ThresholdSpec.of(metric, String.valueOf(node.text()));
        }
        JsonObject object = new JsonObject(node, KEYS);
        String expression = object.require(
                "threshold",
                JsonNode::text,
                "",
                "a threshold needs an expression",
                "Give it one, such as \"threshold\": \"p(95)<500\".");
        if (expression.isEmpty()) {
            return null;
        }
        JsonNode delay = object.get("delayAbortEval");
        return new ThresholdSpec(
                metric,
                expression,
                object.get("abortOnFail", JsonNode::flag, false),
                delay == null ? null : delay(delay),
                true,
                optional(object.get("over"), JsonNode::duration),
                optional(object.get("after"), JsonNode::duration),
                optional(object.get("during"), JsonNode::text));
    }

    private static <T> @Nullable T optional(@Nullable JsonNode node, Function<JsonNode, @Nullable T> reader) {
        return node == null ? null : reader.apply(node);
    }

    private static @Nullable Duration delay(JsonNode node) {
        Duration delay = node.duration();
        if (delay != null && delay.isNegative()) {
            node.wrong(
                    "delayAbortEval can't be negative, given as " + node.shown(),
                    "Use a time such as \"10s\", or leave it out to abort at the first evaluation.");
        }
        return delay;
    }

    /** The run would find these too, but without knowing where they stand. */
    private static void check(ThresholdSpec spec, JsonNode node) {
        try {
            Thresholds unused = Thresholds.compile(List.of(spec), new MetricRegistry());
        } catch (ConfigException e) {
            for (String problem : e.problems()) {
                node.wrong(
                        problem + (problem.endsWith("?") ? " It was given as " : ", given as ") + "\"" + spec.metric()
                                + "\": \"" + spec.expression() + "\"",
                        "Correct or remove it.");
            }
        }
        for (ScopeRules.Broken broken : ScopeRules.problems(spec)) {
            node.wrong(
                    broken.what() + ", given as \"" + broken.attribute() + "\": "
                            + ScopeRules.value(spec, broken.attribute()),
                    broken.remedy());
        }
    }
}
