package dev.stampede.examples.shop;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records to JSON and back. Thread-safe. */
final class Json {
    private static final Moshi MOSHI = new Moshi.Builder().build();

    private Json() {}

    static String write(Object value) {
        return MOSHI.adapter((Type) value.getClass()).toJson(value);
    }

    static <T> T read(Class<T> type, String json) {
        try {
            return present(MOSHI.adapter(type).fromJson(json));
        } catch (IOException | JsonDataException e) {
            throw new BadRequestException("not the JSON that was expected: " + e.getMessage(), e);
        }
    }

    /** The fields of a form, read as if they were a JSON object. */
    static <T> T read(Class<T> type, Map<String, String> fields) {
        try {
            return present(MOSHI.adapter(type).fromJsonValue(fields));
        } catch (JsonDataException e) {
            throw new BadRequestException("not the fields that were expected: " + e.getMessage(), e);
        }
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new BadRequestException("null is not what was expected", null);
        }
        return value;
    }
}
