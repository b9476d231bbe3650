package dev.stampede.options;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonEncodingException;
import com.squareup.moshi.JsonReader;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into maps, lists, strings, booleans and numbers (Long where they are whole, else BigDecimal). Nulls are left
 * out: they are the same as nothing.
 */
final class JsonTree {
    private JsonTree() {}

    /**
     * The value in a text; null when it is {@code null}.
     *
     * @throws IllegalArgumentException if the text is not JSON; the message says where it goes wrong, but quotes nothing
     */
    static @Nullable Object read(String json) {
        try (JsonReader reader = JsonReader.of(new Buffer().writeUtf8(json))) {
            Object value = value(reader);
            if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
                throw new IllegalArgumentException("not JSON: something follows the end of the value");
            }
            return value;
        } catch (EOFException e) {
            throw new IllegalArgumentException("not JSON: it ends too early", e);
        } catch (IOException | JsonDataException e) {
            throw new IllegalArgumentException("not JSON: " + fault(e), e);
        }
    }

    /** Moshi's message without its advice to its own callers. */
    private static String fault(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.replace("Use JsonReader.setLenient(true) to accept malformed JSON at", "malformed at");
    }

    private static @Nullable Object value(JsonReader reader) throws IOException {
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> object(reader);
            case BEGIN_ARRAY -> list(reader);
            case STRING -> reader.nextString();
            case NUMBER -> number(reader.nextString());
            case BOOLEAN -> reader.nextBoolean();
            case NULL -> reader.nextNull();
            case NAME, END_OBJECT, END_ARRAY, END_DOCUMENT ->
                throw new JsonEncodingException("no value at " + reader.getPath());
        };
    }

    private static Map<String, Object> object(JsonReader reader) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            Object member = value(reader);
            if (member != null && object.put(name, member) != null) {
                throw new JsonDataException("\"" + name + "\" is given twice, the second time at " + reader.getPath());
            }
        }
        reader.endObject();
        return object;
    }

    private static List<Object> list(JsonReader reader) throws IOException {
        List<Object> list = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            Object member = value(reader);
            if (member != null) {
                list.add(member);
            }
        }
        reader.endArray();
        return list;
    }

    private static Object number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) { // a fraction, an exponent, or more than a long holds
            return new BigDecimal(text);
        }
    }
}
