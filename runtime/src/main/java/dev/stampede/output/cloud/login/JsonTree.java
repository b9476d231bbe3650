package dev.stampede.output.cloud.login;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** JSON as maps, lists, texts, booleans, nulls and numbers as they were written: what is read is what is written again. */
final class JsonTree {
    private JsonTree() {}

    /** A number as it was written. */
    record Figure(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** @throws IOException if it is no JSON; the message quotes nothing of it */
    static @Nullable Object read(String text) throws IOException {
        try (JsonReader reader = JsonReader.of(new Buffer().writeUtf8(text))) {
            Object tree = value(reader);
            if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
                throw new IOException("there is something behind the end");
            }
            return tree;
        } catch (JsonDataException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static @Nullable Object value(JsonReader reader) throws IOException {
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                reader.beginObject();
                while (reader.hasNext()) {
                    String name = reader.nextName();
                    object.put(name, value(reader));
                }
                reader.endObject();
                yield object;
            }
            case BEGIN_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                reader.beginArray();
                while (reader.hasNext()) {
                    list.add(value(reader));
                }
                reader.endArray();
                yield list;
            }
            case STRING -> reader.nextString();
            case NUMBER -> new Figure(reader.nextString());
            case BOOLEAN -> reader.nextBoolean();
            case NULL -> reader.nextNull();
            case NAME, END_OBJECT, END_ARRAY, END_DOCUMENT ->
                throw new IOException("no value at path " + reader.getPath());
        };
    }

    /** Indented by two blanks, and as Go writes it: these three characters, which stand in texts only, are escaped. */
    static String write(Object tree) {
        Buffer buffer = new Buffer();
        try (JsonWriter writer = JsonWriter.of(buffer)) {
            writer.setIndent("  ");
            writer.setSerializeNulls(true);
            write(writer, tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return buffer.readUtf8().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    private static void write(JsonWriter writer, @Nullable Object tree) throws IOException {
        switch (tree) {
            case null -> writer.nullValue();
            case Map<?, ?> object -> {
                writer.beginObject();
                for (Map.Entry<?, ?> member : object.entrySet()) {
                    writer.name(String.valueOf(member.getKey()));
                    write(writer, member.getValue());
                }
                writer.endObject();
            }
            case List<?> list -> {
                writer.beginArray();
                for (Object member : list) {
                    write(writer, member);
                }
                writer.endArray();
            }
            case Figure number -> {
                try (BufferedSink raw = writer.valueSink()) {
                    raw.writeUtf8(number.text());
                }
            }
            case Boolean bool -> writer.value(bool);
            default -> writer.value(tree.toString());
        }
    }
}
