package dev.stampede.output.cloud.api;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Writes JSON as Go does, byte by byte. Pure functions. */
public final class GoJson {
    private static final double LONGEST_PLAIN = 1e21;

    private GoJson() {}

    /** Writes a document. */
    @FunctionalInterface
    public interface Writing {
        void to(JsonWriter json) throws IOException;
    }

    /** A document; the three characters that Go escapes stand in strings only. (Go: {@code encoding/json}, HTMLEscape.) */
    public static byte[] bytes(Writing writing) {
        Buffer buffer = new Buffer();
        try {
            JsonWriter json = JsonWriter.of(buffer);
            json.setSerializeNulls(true);
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return buffer.readUtf8()
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * An object of maps, lists, texts, numbers, booleans and null, keys in order, with the line break that ends what Go's
     * encoder writes.
     *
     * @throws IllegalArgumentException if there is anything else in it, or a number that JSON has no form of
     */
    public static byte[] line(Map<String, @Nullable Object> object) {
        byte[] text = bytes(json -> write(json, object));
        byte[] line = new byte[text.length + 1];
        System.arraycopy(text, 0, line, 0, text.length);
        line[text.length] = '\n';
        return line;
    }

    private static void write(JsonWriter json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.nullValue();
            case Map<?, ?> map -> {
                json.beginObject();
                TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
                map.forEach((key, member) -> sorted.put(String.valueOf(key), member));
                for (Map.Entry<String, @Nullable Object> member : sorted.entrySet()) {
                    json.name(member.getKey());
                    write(json, member.getValue());
                }
                json.endObject();
            }
            case Collection<?> list -> {
                json.beginArray();
                for (Object member : list) {
                    write(json, member);
                }
                json.endArray();
            }
            case CharSequence text -> json.value(text.toString());
            case Boolean flag -> json.value(flag);
            case Double number -> write(json, number.doubleValue());
            case Float number -> write(json, number.doubleValue());
            case Number number -> json.value(number);
            default -> throw new IllegalArgumentException("JSON has no form of a " + value.getClass());
        }
    }

    /** Whole ones without a fraction, as Go writes them. */
    private static void write(JsonWriter json, double number) throws IOException {
        if (number == Math.rint(number) && Math.abs(number) < LONGEST_PLAIN) {
            json.value(BigDecimal.valueOf(number).setScale(0).toBigInteger());
        } else {
            json.value(number);
        }
    }
}
