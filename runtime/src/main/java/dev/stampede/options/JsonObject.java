package dev.stampede.options;

import dev.stampede.metrics.NearNames;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An object of which all keys are known; their case does not matter. (Go: {@code encoding/json}.) */
final class JsonObject {
    private final JsonNode node;
    private final Map<String, JsonNode> members = new LinkedHashMap<>();

    /**
     * The members of an object; each that is not known is a problem.
     *
     * @param known keys, as they are written
     */
    JsonObject(JsonNode node, Collection<String> known) {
        this.node = node;
        Map<String, String> byLowerCase = new LinkedHashMap<>();
        known.forEach(key -> byLowerCase.put(key.toLowerCase(Locale.ROOT), key));
        node.members().forEach((key, member) -> {
            String found = byLowerCase.get(key.toLowerCase(Locale.ROOT));
            if (found == null) {
                unknown(key, known);
            } else if (members.put(found, member) != null) {
                member.wrong("\"" + found + "\" is given twice", "Remove one of them.");
            }
        });
    }

    private void unknown(String key, Collection<String> known) {
        List<String> near = NearNames.of(key, known);
        String at = node.path().isEmpty() ? "" : node.path() + ": ";
        node.problems()
                .add(
                        node.source(),
                        at + "json: unknown field \"" + key + "\"",
                        near.isEmpty()
                                ? "Remove it; known are " + String.join(", ", known) + "."
                                : "Did you mean \"" + String.join("\" or \"", near) + "\"?");
    }

    JsonNode node() {
        return node;
    }

    @Nullable
    JsonNode get(String key) {
        return members.get(key);
    }

    Map<String, JsonNode> members() {
        return members;
    }

    /** The member, or the default when it is not there or wrong. */
    <T> T get(String key, Function<JsonNode, @Nullable T> reader, T standard) {
        JsonNode member = members.get(key);
        T value = member == null ? null : reader.apply(member);
        return value == null ? standard : value;
    }

    /** The member, which must be there; a placeholder, and a problem, when it is not or is wrong. */
    <T> T require(String key, Function<JsonNode, @Nullable T> reader, T placeholder, String missing, String remedy) {
        if (!members.containsKey(key)) {
            node.wrong(missing, remedy);
        }
        return get(key, reader, placeholder);
    }
}
