package dev.stampede.output.cloud.api;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonEncodingException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Writes JSON files, and reads JSON into maps, lists, strings and booleans; numbers stay as they were written, nulls are left out. */
public final class Json {
    private Json() {}

    /** The object in a text; null when the text is not JSON or no object. */
    public static @Nullable Map<String, Object> object(String text) {
        try (JsonReader reader = JsonReader.of(new Buffer().writeUtf8(text))) {
            Object value = value(reader);
            return value == null || reader.peek() != JsonReader.Token.END_DOCUMENT ? null : object(value);
        } catch (IOException | JsonDataException e) {
            return null;
        }
    }

    /** The value as an object; null if it is none. */
    @SuppressWarnings("unchecked") // this class makes no other maps
    public static @Nullable Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map ? (Map<String, Object>) value : null;
    }

    /** The value as a list; empty if it is none. */
    public static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /** The value as text; empty if it is none. */
    public static String text(@Nullable Object value) {
        return value instanceof String || value instanceof Boolean ? value.toString() : "";
    }

    /** An object as a file for programs and people: indented, in the order of its members; ends with a line break. */
    public static String file(SequencedMap<String, ?> object) {
        Buffer buffer = new Buffer();
        try {
            JsonWriter writer = JsonWriter.of(buffer);
            writer.setIndent("  ");
            writer.jsonValue(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return buffer.writeUtf8("\n").readUtf8();
    }

    private static @Nullable Object value(JsonReader reader) throws IOException {
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                reader.beginObject();
                while (reader.hasNext()) {
                    String name = reader.nextName();
                    Object member = value(reader);
                    if (member != null) {
                        object.put(name, member);
                    }
                }
                reader.endObject();
                yield object;
            }
            case BEGIN_ARRAY -> {
                List<Object> list = new ArrayList<>();
                reader.beginArray();
                while (reader.hasNext()) {
                    Object member = value(reader);
                    if (member != null) {
                        list.add(member);
                    }
                }
                reader.endArray();
                yield list;
            }
            case STRING, NUMBER -> reader.nextString();
            case BOOLEAN -> reader.nextBoolean();
            case NULL -> reader.nextNull();
            case NAME, END_OBJECT, END_ARRAY, END_DOCUMENT ->
                throw new JsonEncodingException("no value at " + reader.getPath());
        };
    }
}
