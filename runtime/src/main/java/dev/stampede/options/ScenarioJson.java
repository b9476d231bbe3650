package dev.stampede.options;

import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Scenario;
import dev.stampede.metrics.NearNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads scenarios by name. What is left out or of the wrong kind is found here; what the values must keep is checked when
 * layers are merged. (k6: {@code lib/executors.go}, {@code lib/executor/base_config.go}.)
 */
final class ScenarioJson {
    /** Keys of each executor; a list of the executors, too. */
    private static final Map<String, List<String>> EXECUTORS = Map.of(
            "shared-iterations", List.of("vus", "iterations", "maxDuration"),
            "per-vu-iterations", List.of("vus", "iterations", "maxDuration"),
            "constant-vus", List.of("vus", "duration"),
            "ramping-vus", List.of("startVUs", "stages", "gracefulRampDown"),
            "constant-arrival-rate", List.of("rate", "timeUnit", "duration", "preAllocatedVUs", "maxVUs"),
            "ramping-arrival-rate", List.of("startRate", "timeUnit", "stages", "preAllocatedVUs", "maxVUs"));

    private static final List<String> COMMON =
            List.of("executor", "startTime", "gracefulStop", "exec", "env", "tags", "options");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final LoadProfile PLACEHOLDER = new LoadProfile.PerVuIterations(1, 1, SECOND);

    private ScenarioJson() {}

    static List<Scenario> read(JsonNode node) {
        List<Scenario> scenarios = new ArrayList<>();
        node.members().forEach((name, member) -> scenarios.add(scenario(name, member)));
        return List.copyOf(scenarios);
    }

    private static Scenario scenario(String name, JsonNode node) {
        String executor = executor(name, node);
        List<String> own = executor == null ? null : EXECUTORS.get(executor);
        if (executor == null || own == null) {
            return Scenario.of(name, PLACEHOLDER); // it has its problem already
        }
        List<String> known = new ArrayList<>(own);
        known.addAll(COMMON);
        JsonObject o = new JsonObject(node, known);
        JsonNode env = o.get("env");
        return new Scenario(
                name,
                profile(executor, o),
                o.get("startTime", JsonNode::duration, Duration.ZERO),
                o.get("gracefulStop", JsonNode::duration, Scenario.DEFAULT_GRACEFUL_STOP),
                o.get("exec", JsonNode::text, Scenario.DEFAULT),
                env == null ? Map.of() : env.secretly().texts(),
                o.get("tags", JsonNode::texts, Map.of()));
    }

    /** The executor's type; null, and a problem, when it is none. */
    private static @Nullable String executor(String name, JsonNode node) {
        JsonNode type = node.members().entrySet().stream()
                .filter(member -> member.getKey().equalsIgnoreCase("executor"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        String all = String.join(", ", EXECUTORS.keySet().stream().sorted().toList());
        if (type == null) {
            node.wrong("scenario '" + name + "' doesn't have a specified executor type", "Use one of " + all + ".");
            return null;
        }
        String text = type.text();
        if (text != null && !EXECUTORS.containsKey(text)) {
            List<String> near = NearNames.of(text, EXECUTORS.keySet());
            type.wrong(
                    "unknown executor type '" + text + "'",
                    near.isEmpty() ? "Use one of " + all + "." : "Did you mean \"" + near.getFirst() + "\"?");
        }
        return text;
    }

    private static LoadProfile profile(String executor, JsonObject o) {
        return switch (executor) {
            case "shared-iterations" ->
                new LoadProfile.SharedIterations(vus(o), o.get("iterations", JsonNode::whole, 1L), maxDuration(o));
            case "per-vu-iterations" ->
                new LoadProfile.PerVuIterations(vus(o), o.get("iterations", JsonNode::whole, 1L), maxDuration(o));
            case "constant-vus" -> new LoadProfile.ConstantVus(vus(o), duration(o));
            case "ramping-vus" ->
                new LoadProfile.RampingVus(
                        o.get("startVUs", JsonNode::count, 1),
                        stages(o),
                        o.get("gracefulRampDown", JsonNode::duration, LoadProfile.DEFAULT_GRACEFUL_RAMP_DOWN));
            case "constant-arrival-rate" -> {
                int rate = o.require(
                        "rate", JsonNode::count, 1, "the iteration rate isn't specified", "Give rate, such as 10.");
                Duration duration = duration(o);
                int preAllocated = preAllocatedVus(o);
                yield new LoadProfile.ConstantArrivalRate(
                        rate, timeUnit(o), duration, preAllocated, maxVus(o, preAllocated));
            }
            case "ramping-arrival-rate" -> {
                int preAllocated = preAllocatedVus(o);
                yield new LoadProfile.RampingArrivalRate(
                        o.get("startRate", JsonNode::count, 0),
                        timeUnit(o),
                        stages(o),
                        preAllocated,
                        maxVus(o, preAllocated));
            }
            default -> throw new IllegalStateException(executor); // EXECUTORS has no other
        };
    }

    private static int vus(JsonObject o) {
        return o.get("vus", JsonNode::count, 1);
    }

    private static Duration maxDuration(JsonObject o) {
        return o.get("maxDuration", JsonNode::duration, LoadProfile.DEFAULT_MAX_DURATION);
    }

    private static Duration duration(JsonObject o) {
        return o.require(
                "duration",
                JsonNode::duration,
                SECOND,
                "the duration is unspecified",
                "Give duration, such as \"30s\".");
    }

    private static Duration timeUnit(JsonObject o) {
        return o.get("timeUnit", JsonNode::duration, SECOND);
    }

    private static List<LoadProfile.Stage> stages(JsonObject o) {
        JsonNode stages = o.get("stages");
        return stages == null ? List.of() : StageJson.complete(stages);
    }

    private static int preAllocatedVus(JsonObject o) {
        return o.require(
                "preAllocatedVUs",
                JsonNode::count,
                1,
                "the number of preAllocatedVUs isn't specified",
                "Give preAllocatedVUs, such as 10.");
    }

    private static int maxVus(JsonObject o, int preAllocated) {
        return o.get("maxVUs", JsonNode::count, preAllocated);
    }
}
