package dev.stampede.http;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** A JSON document to be looked into by JSON pointers (RFC 6901). Immutable. */
final class JsonDocument {
    private final @Nullable Object root;

    private JsonDocument(@Nullable Object root) {
        this.root = root;
    }

    /**
     * Reads a document.
     *
     * @throws IOException if it is not JSON, or something follows
     */
    static JsonDocument parse(byte[] bytes) throws IOException {
        try (JsonReader reader = JsonReader.of(new Buffer().write(bytes))) {
            Object root = reader.readJsonValue();
            if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
                throw new IOException("something follows the document");
            }
            return new JsonDocument(root);
        } catch (JsonDataException e) {
            throw new IOException(e.getMessage(), e); // such as a key that comes twice
        }
    }

    /** Why something is not JSON; advice for those who use the parser is of no use to those who read this. */
    static String cause(IOException e) {
        return String.valueOf(e.getMessage())
                .replace("Use JsonReader.setLenient(true) to accept malformed JSON", "malformed");
    }

    /**
     * What a pointer leads to.
     *
     * @param steps those of the pointer
     * @return null when nothing is there, or a JSON null is
     */
    @Nullable
    Object at(List<String> steps) {
        Object here = root;
        for (String step : steps) {
            here = step(here, step);
        }
        return here;
    }

    /**
     * The names and indexes in a pointer.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    static List<String> steps(String pointer) {
        if (pointer.isEmpty()) {
            return List.of();
        }
        if (pointer.charAt(0) != '/') {
            throw new IllegalArgumentException("a JSON pointer is empty or starts with '/', but was '" + pointer + "'");
        }
        return Stream.of(pointer.substring(1).split("/", -1))
                .map(step -> unescape(step, pointer))
                .toList();
    }

    private static @Nullable Object step(@Nullable Object here, String step) {
        if (here instanceof Map<?, ?> object) {
            return object.get(step);
        }
        int index = here instanceof List<?> ? index(step) : -1;
        return index >= 0 && here instanceof List<?> array && index < array.size() ? array.get(index) : null;
    }

    /** The place in an array that a step stands for; -1 if it stands for none. */
    static int index(String step) {
        return step.matches("0|[1-9]\\d{0,8}") ? Integer.parseInt(step) : -1;
    }

    private static String unescape(String token, String pointer) {
        for (int i = token.indexOf('~'); i >= 0; i = token.indexOf('~', i + 1)) {
            if (i + 1 == token.length() || "01".indexOf(token.charAt(i + 1)) < 0) {
                throw new IllegalArgumentException(
                        "in a JSON pointer '~' is followed by 0 or 1, but not in '" + pointer + "'");
            }
        }
        return token.replace("~1", "/").replace("~0", "~");
    }
}
