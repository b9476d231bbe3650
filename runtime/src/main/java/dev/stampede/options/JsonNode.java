package dev.stampede.options;

import dev.stampede.clock.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value in a file and its path, such as {@code scenarios.browse.vus}. Readers answer null, and add a problem, when it is
 * of another kind. Confined to one thread, as {@link Problems} are.
 */
final class JsonNode {
    private final Object value;
    private final String path;
    private final String source;
    private final Problems problems;
    private final boolean secret;

    private JsonNode(Object value, String path, String source, Problems problems, boolean secret) {
        this.value = value;
        this.path = path;
        this.source = source;
        this.problems = problems;
        this.secret = secret;
    }

    /** The value at a path of the file. */
    static JsonNode of(Object value, String path, String source, Problems problems) {
        return new JsonNode(value, path, source, problems, false);
    }

    /** The same, but messages do not quote it. */
    JsonNode secretly() {
        return new JsonNode(value, path, source, problems, true);
    }

    String path() {
        return path;
    }

    String source() {
        return source;
    }

    Problems problems() {
        return problems;
    }

    /** Something is wrong with it. */
    void wrong(String what, String remedy) {
        problems.add(source, path + ": " + what, remedy);
    }

    @Nullable
    Boolean flag() {
        if (value instanceof Boolean flag) {
            return flag;
        }
        mismatch("true or false", "Use true or false, without quotes.");
        return null;
    }

    @Nullable
    String text() {
        if (value instanceof String text) {
            return text;
        }
        mismatch("a text", "Put it in quotes.");
        return null;
    }

    /** A whole number, which may stand in quotes. (k6: {@code null.Int}.) */
    @Nullable
    Long whole() {
        if (value instanceof Long whole) {
            return whole;
        }
        if (value instanceof String text && text.matches("[-+]?[0-9]{1,18}")) {
            return Long.valueOf(text);
        }
        mismatch("a whole number", "Use a number such as 10.");
        return null;
    }

    @Nullable
    Integer count() {
        Long whole = whole();
        if (whole == null || whole == whole.intValue()) {
            return whole == null ? null : Integer.valueOf(whole.intValue());
        }
        mismatch("a whole number of at most " + Integer.MAX_VALUE, "Use a smaller number.");
        return null;
    }

    @Nullable
    Double number() {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        mismatch("a number", "Use a number such as 0.1.");
        return null;
    }

    /** A number of milliseconds, or a text such as {@code 1m30s}. */
    @Nullable
    Duration duration() {
        if (value instanceof String || value instanceof Long || value instanceof BigDecimal) {
            try {
                return Durations.parse(value.toString());
            } catch (IllegalArgumentException e) {
                wrong(
                        String.valueOf(e.getMessage()),
                        "Use numbers with units, such as \"300ms\", \"30s\" or \"1m30s\", or a number of milliseconds.");
                return null;
            }
        }
        mismatch("a duration", "Use numbers with units, such as \"30s\", or a number of milliseconds.");
        return null;
    }

    /** The elements, without those that are wrong; empty, too, when it is no list. */
    List<JsonNode> elements() {
        if (!(value instanceof List<?> list)) {
            mismatch("a list", "Put it in square brackets.");
            return List.of();
        }
        List<JsonNode> elements = new ArrayList<>();
        for (Object element : list) {
            elements.add(new JsonNode(element, path + "[" + elements.size() + "]", source, problems, secret));
        }
        return elements;
    }

    /** The elements, each read; those that are wrong left out. */
    <T> List<T> list(Function<JsonNode, @Nullable T> reader) {
        List<T> read = new ArrayList<>();
        for (JsonNode element : elements()) {
            T one = reader.apply(element);
            if (one != null) {
                read.add(one);
            }
        }
        return Collections.unmodifiableList(read);
    }

    boolean isList() {
        return value instanceof List<?>;
    }

    boolean isText() {
        return value instanceof String;
    }

    /** Its members by key, in order; empty, too, when it is no object. */
    Map<String, JsonNode> members() {
        if (!(value instanceof Map<?, ?> map)) {
            mismatch("an object", "Put it in curly brackets.");
            return Map.of();
        }
        Map<String, JsonNode> members = new LinkedHashMap<>();
        map.forEach((k, member) -> {
            String key = String.valueOf(k);
            String at = path.isEmpty() ? key : path + "." + key;
            members.put(key, new JsonNode(member, at, source, problems, secret));
        });
        return members;
    }

    /** An object whose members are texts. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        members().forEach((key, member) -> {
            String text = member.text();
            if (text != null) {
                texts.put(key, text);
            }
        });
        return Collections.unmodifiableMap(texts);
    }

    /** Whatever it is. */
    Object raw() {
        return value;
    }

    /** The value as the file has it, or nearly. */
    String shown() {
        return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    }

    private void mismatch(String expected, String remedy) {
        String was = secret || value instanceof Map || value instanceof List ? kind() : shown();
        problems.add(source, path + " must be " + expected + " but was " + was, remedy);
    }

    private String kind() {
        return switch (value) {
            case Map<?, ?> map -> "an object";
            case List<?> list -> "a list";
            case String text -> "a text";
            case Boolean flag -> "true or false";
            default -> "a number";
        };
    }
}
