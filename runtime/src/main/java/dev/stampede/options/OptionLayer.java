package dev.stampede.options;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one place says about a load test: a file, an annotation, the environment. Immutable. */
public final class OptionLayer {
    private final Map<Setting<?>, Given<?>> values;
    private final List<String> ignored;
    private final List<String> warnings;

    private OptionLayer(Builder b) {
        values = new LinkedHashMap<>(b.values);
        ignored = List.copyOf(b.ignored);
        warnings = List.copyOf(b.warnings);
    }

    /** A layer that says nothing, to be filled. */
    public static Builder builder() {
        return new Builder();
    }

    /** What it says about a setting; null for nothing. */
    @SuppressWarnings("unchecked") // put in under the same type
    public <T> @Nullable Given<T> get(Setting<T> setting) {
        return (Given<T>) values.get(setting);
    }

    /** The layer as if it said nothing about a setting. */
    public OptionLayer without(Setting<?> setting) {
        Builder rest = builder();
        rest.values.putAll(values);
        rest.values.remove(setting);
        rest.ignored.addAll(ignored);
        rest.warnings.addAll(warnings);
        return rest.build();
    }

    Map<Setting<?>, Given<?>> values() {
        return values;
    }

    /** What it says that has no influence here: option and source, a line each. */
    public List<String> ignored() {
        return ignored;
    }

    /** What may not be what was meant. */
    List<String> warnings() {
        return warnings;
    }

    /** Makes an {@link OptionLayer}. Not thread-safe. */
    public static final class Builder {
        private final Map<Setting<?>, Given<?>> values = new LinkedHashMap<>();
        private final List<String> ignored = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        private Builder() {}

        /**
         * Says something; what was said before about the same setting is gone.
         *
         * @param source where it was said, such as {@code the annotation}
         */
        public <T> Builder set(Setting<T> setting, T value, String source) {
            return set(setting, new Given<>(value, source, setting.show(value)));
        }

        /** Says something that is known as it was written. */
        public <T> Builder set(Setting<T> setting, Given<T> given) {
            values.put(requireNonNull(setting, "setting"), requireNonNull(given, "given"));
            return this;
        }

        /**
         * Says what a text says, written as in environment variables: what a flag, a variable or a parameter holds. What is
         * wrong is added to the problems.
         *
         * @param source where it was said, such as {@code environment variable K6_VUS}
         */
        public <T> Builder read(Setting<T> setting, String text, String source, Problems problems) {
            Given<T> given = TextReader.read(setting, text, source, problems);
            return given == null ? this : set(setting, given);
        }

        Builder ignore(String line) {
            ignored.add(line);
            return this;
        }

        Builder warn(String line) {
            warnings.add(line);
            return this;
        }

        /** The layer. */
        public OptionLayer build() {
            return new OptionLayer(this);
        }
    }
}
