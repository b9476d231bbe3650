package dev.stampede.http;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.util.List;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Parts of JSON documents as values of types, by Moshi. Thread-safe. */
final class TypedJson {
    private static final Moshi MOSHI =
            new Moshi.Builder().add(RecordReader::create).build();

    private TypedJson() {}

    /** The document is JSON, but not of this type. */
    static final class MismatchException extends IOException {
        private static final long serialVersionUID = 1L;

        MismatchException(JsonDataException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * Reads what a pointer leads to; what comes after it is not looked at.
     *
     * @param steps those of the pointer
     * @return null when nothing is there, or a JSON null is
     * @throws IllegalArgumentException if Moshi cannot read such a type
     */
    static <T> @Nullable T at(byte[] bytes, List<String> steps, Class<T> type) throws IOException {
        try (JsonReader reader = JsonReader.of(new Buffer().write(bytes))) {
            for (String step : steps) {
                if (!enter(reader, step)) {
                    return null;
                }
            }
            return MOSHI.adapter(type).nullSafe().fromJson(reader);
        } catch (JsonDataException e) {
            throw new MismatchException(e);
        }
    }

    /** Goes on to a member or an element; false if it is not there. */
    private static boolean enter(JsonReader reader, String step) throws IOException {
        switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                reader.beginObject();
                while (reader.hasNext()) {
                    if (reader.nextName().equals(step)) {
                        return true;
                    }
                    reader.skipValue();
                }
            }
            case BEGIN_ARRAY -> {
                int index = JsonDocument.index(step);
                reader.beginArray();
                for (int i = 0; index >= 0 && reader.hasNext(); i++) {
                    if (i == index) {
                        return true;
                    }
                    reader.skipValue();
                }
            }
            default -> {}
        }
        return false;
    }
}
