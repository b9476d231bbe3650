package dev.stampede.summary;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import okio.Buffer;

/** Maps, texts, numbers and booleans as JSON, laid out as {@code JSON.stringify(value, null, 4)} does it. */
final class JsonText {
    private static final double MOST_EXACT_WHOLE = 1L << 53;

    private JsonText() {}

    static String of(Object value) {
        Buffer buffer = new Buffer();
        try (JsonWriter writer = JsonWriter.of(buffer)) {
            writer.setIndent("    ");
            writer.setSerializeNulls(true);
            write(writer, value);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing can go wrong in memory", e);
        }
        return buffer.readUtf8();
    }

    private static void write(JsonWriter writer, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> members -> {
                writer.beginObject();
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    writer.name((String) member.getKey());
                    write(writer, member.getValue());
                }
                writer.endObject();
            }
            case Double number -> write(writer, number.doubleValue());
            case Number number -> writer.value(number.longValue());
            case Boolean flag -> writer.value(flag.booleanValue());
            default -> writer.value(value.toString());
        }
    }

    /** As JavaScript does: whole numbers without decimals, and what is no number as null. */
    private static void write(JsonWriter writer, double number) throws IOException {
        if (!Double.isFinite(number)) {
            writer.nullValue();
        } else if (number == Math.rint(number) && Math.abs(number) <= MOST_EXACT_WHOLE) {
            writer.value((long) number);
        } else {
            writer.value(number);
        }
    }
}
