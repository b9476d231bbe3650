package dev.stampede.options;

import dev.stampede.engine.LoadProfile;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads lists of {@code {"duration": "30s", "target": 50, "name": "steady"}}; the name is not k6's. */
final class StageJson {
    private static final List<String> KEYS = List.of("duration", "target", "name");

    private StageJson() {}

    /** Those of the short options: what is left out is found later. */
    static @Nullable List<GivenStage> read(JsonNode node) {
        if (!node.isList()) {
            node.elements(); // which says so
            return null;
        }
        return node.list(StageJson::given);
    }

    private static GivenStage given(JsonNode node) {
        JsonObject stage = new JsonObject(node, KEYS);
        return new GivenStage(
                given(stage.get("duration"), JsonNode::duration, Duration.ZERO),
                given(stage.get("target"), JsonNode::count, 1),
                stage.get("name", JsonNode::text, ""));
    }

    /** A placeholder for what is wrong, so that it does not count as left out too. */
    private static <T> @Nullable Given<T> given(
            @Nullable JsonNode node, Function<JsonNode, @Nullable T> reader, T placeholder) {
        if (node == null) {
            return null;
        }
        T value = reader.apply(node);
        String text = node.isText() ? node.shown() : Given.shown(value == null ? placeholder : value);
        return new Given<>(value == null ? placeholder : value, node.source(), text);
    }

    /** Those of a scenario: nothing may be left out. (k6: {@code lib/executor/helpers.go}.) */
    static List<LoadProfile.Stage> complete(JsonNode node) {
        List<JsonNode> stages = node.elements();
        return IntStream.rangeClosed(1, stages.size())
                .mapToObj(number -> complete(number, new JsonObject(stages.get(number - 1), KEYS)))
                .toList();
    }

    private static LoadProfile.Stage complete(int number, JsonObject stage) {
        return new LoadProfile.Stage(
                stage.require(
                        "duration",
                        JsonNode::duration,
                        Duration.ZERO,
                        "stage " + number + " doesn't have a duration",
                        "Give it one, such as \"30s\"; \"0s\" jumps to the target."),
                stage.require(
                        "target",
                        JsonNode::count,
                        1,
                        "stage " + number + " doesn't have a target",
                        "Give it one, such as 10."),
                stage.get("name", JsonNode::text, ""));
    }
}
