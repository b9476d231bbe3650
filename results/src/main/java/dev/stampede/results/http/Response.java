package dev.stampede.results.http;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param headers headers beside those that every answer has
 * @param length bytes of the body; -1 for none, 0 when it is not known before
 * @param body writes the body
 */
public record Response(int status, Map<String, String> headers, long length, Body body) {

    /** Writes a body. */
    public interface Body {
        /** Writes all of it. The stream is closed by whoever calls. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Without a body. */
    public static Response of(int status) {
        return new Response(status, Map.of(), -1, out -> {});
    }

    /** Of maps, records, lists, texts, numbers, booleans and nulls. */
    public static Response json(int status, Object value) {
        return bytes(status, "application/json", jsonBytes(value));
    }

    /** The value as JSON; a number that is none as null. */
    public static byte[] jsonBytes(Object value) {
        Buffer buffer = new Buffer();
        try (JsonWriter writer = JsonWriter.of(buffer)) {
            writer.setSerializeNulls(true);
            write(writer, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return buffer.readByteArray();
    }

    private static void write(JsonWriter writer, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> writer.nullValue();
            case Map<?, ?> members -> {
                writer.beginObject();
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    writer.name(String.valueOf(member.getKey()));
                    write(writer, member.getValue());
                }
                writer.endObject();
            }
            case Iterable<?> list -> {
                writer.beginArray();
                for (Object member : list) {
                    write(writer, member);
                }
                writer.endArray();
            }
            case Record record -> write(writer, members(record));
            case double[] numbers -> {
                writer.beginArray();
                for (double number : numbers) {
                    write(writer, number);
                }
                writer.endArray();
            }
            case Double number -> {
                if (Double.isFinite(number)) {
                    writer.value(number);
                } else {
                    writer.nullValue();
                }
            }
            case Number number -> writer.value(number);
            case Boolean flag -> writer.value(flag);
            default -> writer.value(value.toString());
        }
    }

    /** What a record has, by name. */
    public static Map<String, @Nullable Object> members(Record record) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            members.put(component.getName(), valueOf(component, record));
        }
        return members;
    }

    private static @Nullable Object valueOf(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("a record that is not public: " + record.getClass(), e);
        }
    }

    /** A body that is there as a whole. */
    public static Response bytes(int status, String type, byte[] body) {
        return new Response(
                status, Map.of("Content-Type", type), body.length == 0 ? -1 : body.length, out -> out.write(body));
    }

    /** A body that is written as it is made. */
    public static Response stream(String type, Body body) {
        return new Response(200, Map.of("Content-Type", type), 0, body);
    }

    /** The same, whose body has so many bytes. */
    public Response sized(long bytes) {
        return new Response(status, headers, bytes == 0 ? -1 : bytes, body);
    }

    /** The same with one more header. */
    public Response with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, length, body);
    }
}
