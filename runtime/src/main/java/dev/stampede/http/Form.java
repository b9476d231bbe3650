package dev.stampede.http;

import dev.stampede.HttpFile;
import java.lang.reflect.Array;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a form, in the order of its map: text or files. (k6: {@code js/modules/k6/http/request.go}.) Immutable.
 */
record Form(List<Field> fields) {

    /** One of them; {@code value} is a {@link String} or an {@link HttpFile}. */
    record Field(String name, Object value) {}

    /**
     * Takes fields as the test gives them.
     *
     * @param warnings is told of what a form cannot hold
     */
    static Form of(Map<String, ?> given, Consumer<String> warnings) {
        List<Field> fields = new ArrayList<>(given.size());
        given.forEach((name, value) -> {
            for (Object one : elements(value)) {
                fields.add(new Field(name, value(name, one, warnings)));
            }
        });
        return new Form(List.copyOf(fields));
    }

    private static List<? extends @Nullable Object> elements(@Nullable Object value) {
        if (value instanceof Iterable<?> many && !(value instanceof Path)) {
            List<@Nullable Object> all = new ArrayList<>();
            many.forEach(all::add);
            return all;
        }
        if (value != null && value.getClass().isArray()) {
            Object array = value;
            return IntStream.range(0, Array.getLength(array))
                    .mapToObj(i -> Array.get(array, i))
                    .toList();
        }
        List<@Nullable Object> single = new ArrayList<>(1);
        single.add(value);
        return single;
    }

    private static Object value(String name, @Nullable Object value, Consumer<String> warnings) {
        return switch (value) {
            case null -> "";
            case HttpFile file -> file;
            case Path path -> HttpFile.of(path);
            case Map<?, ?> nested -> {
                warnings.accept("The form field '" + name + "' is a map, which a form cannot hold; it is sent empty");
                yield "";
            }
            default -> value.toString();
        };
    }

    boolean hasFile() {
        return fields.stream().anyMatch(field -> field.value() instanceof HttpFile);
    }

    /** As {@code application/x-www-form-urlencoded}, sorted by name; fields of one name keep their order. */
    String encoded() {
        StringBuilder text = new StringBuilder();
        fields.stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(field -> text.append(text.isEmpty() ? "" : "&")
                        .append(encode(field.name()))
                        .append('=')
                        .append(encode(field.value().toString())));
        return text.toString();
    }

    /** As Go writes it: {@code *} is escaped and {@code ~} is not. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
