package dev.stampede.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file of k6 options says: the JSON of {@code export const options}, taken as it is. (k6: {@code lib/options.go},
 * {@code lib/executor/*.go}.)
 */
public final class JsonLayer {
    private JsonLayer() {}

    /**
     * Reads it. Nulls say nothing; the case of keys does not matter; a key that is not known is a problem.
     *
     * @param source what messages call it, such as {@code options file load.json}
     * @param problems to which what is wrong is added, each with its path, such as {@code scenarios.browse.vus}
     */
    public static OptionLayer read(String json, String source, Problems problems) {
        OptionLayer.Builder layer = OptionLayer.builder();
        Object root;
        try {
            root = JsonTree.read(json);
        } catch (IllegalArgumentException e) {
            problems.add(source, String.valueOf(e.getMessage()), "Correct it; options are a JSON object.");
            return layer.build();
        }
        if (!(root instanceof Map)) {
            problems.add(
                    source, "there must be a JSON object in it, but there is none", "Put options in curly brackets.");
            return layer.build();
        }
        JsonObject options = new JsonObject(JsonNode.of(root, "", source, problems), keys());
        for (Setting<?> setting : Setting.all()) {
            read(setting, options.get(setting.key()), layer);
        }
        for (OtherOption other : OtherOption.ALL) {
            JsonNode node = options.get(other.key());
            if (node != null) {
                other.given(node.raw(), node.shown(), source, layer, problems);
            }
        }
        return layer.build();
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (Setting<?> setting : Setting.all()) {
            if (setting.form().json() != null) {
                keys.add(setting.key());
            }
        }
        OtherOption.ALL.forEach(other -> keys.add(other.key()));
        return keys;
    }

    private static <T> void read(Setting<T> setting, @Nullable JsonNode node, OptionLayer.Builder layer) {
        Form.JsonForm<T> form = setting.form().json();
        if (form == null || node == null) {
            return;
        }
        boolean secret = setting == Setting.ENV || setting == Setting.CLOUD || setting == Setting.TLS_AUTH;
        T value = form.read(secret ? node.secretly() : node);
        if (value != null) {
            String text = node.isText() && !secret ? node.shown() : setting.show(value);
            layer.set(setting, new Given<>(value, node.source(), text));
        }
    }
}
