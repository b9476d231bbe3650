package dev.stampede.http;

import com.squareup.moshi.Json;
import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON objects as records. Moshi's own reader wants them public, which the records of a test seldom are. Thread-safe.
 */
final class RecordReader extends JsonAdapter<Object> {
    private final Constructor<?> constructor;
    private final RecordComponent[] components;
    private final JsonAdapter<?>[] adapters;
    private final JsonReader.Options names;

    private RecordReader(Class<?> type, Moshi moshi) {
        components = type.getRecordComponents();
        try {
            constructor = type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + type, e);
        }
        constructor.setAccessible(true);
        adapters = Stream.of(components)
                .map(component -> moshi.adapter(component.getGenericType()))
                .toArray(JsonAdapter<?>[]::new);
        names = JsonReader.Options.of(
                Stream.of(components).map(RecordReader::name).toArray(String[]::new));
    }

    /** The adapter of a record; null for any other type. */
    static @Nullable JsonAdapter<?> create(Type type, Set<? extends Annotation> annotations, Moshi moshi) {
        return type instanceof Class<?> raw && raw.isRecord() && annotations.isEmpty()
                ? new RecordReader(raw, moshi).nullSafe()
                : null;
    }

    private static String name(RecordComponent component) {
        Json json = component.getAnnotation(Json.class);
        return json == null || json.name().equals(Json.UNSET_NAME) ? component.getName() : json.name();
    }

    @Override
    public Object fromJson(JsonReader reader) throws IOException {
        @Nullable Object[] values = new @Nullable Object[components.length];
        reader.beginObject();
        while (reader.hasNext()) {
            int index = reader.selectName(names);
            if (index < 0) {
                reader.skipName();
                reader.skipValue();
            } else {
                values[index] = adapters[index].fromJson(reader);
            }
        }
        reader.endObject();
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null && components[i].getType().isPrimitive()) {
                throw new JsonDataException(
                        "Required value '" + name(components[i]) + "' missing at " + reader.getPath());
            }
        }
        return create(values);
    }

    private Object create(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new JsonDataException(String.valueOf(e.getCause()), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record that cannot be made: " + constructor, e);
        }
    }

    @Override
    public void toJson(JsonWriter writer, @Nullable Object value) {
        throw new UnsupportedOperationException("records are only read");
    }
}
