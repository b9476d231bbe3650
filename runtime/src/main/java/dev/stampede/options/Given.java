package dev.stampede.options;

import static java.util.Objects.requireNonNull;

import dev.stampede.clock.Durations;
import java.time.Duration;

/**
 * A setting that somebody gave, not a default. Immutable.
 *
 * @param value what was given
 * @param source where, such as {@code environment variable K6_VUS}; messages put {@code from} before it
 * @param text the value as messages show it, as it was written where that is known; masked if it is secret
 */
public record Given<T>(T value, String source, String text) {
    /** The source of what annotations say. */
    public static final String ANNOTATION = "the annotation";

    public Given {
        requireNonNull(value, "value");
        requireNonNull(source, "source");
        requireNonNull(text, "text");
    }

    /** A value that is shown as it is: texts and times in quotes. */
    public Given(T value, String source) {
        this(value, source, shown(value));
    }

    /** As messages quote it: {@code vus = 0 (from the annotation)}. */
    public String quote(String setting) {
        return setting + " = " + text + " (from " + source + ")";
    }

    static String shown(Object value) {
        return switch (value) {
            case String text -> "\"" + text + "\"";
            case Duration duration -> "\"" + Durations.format(duration) + "\"";
            default -> value.toString();
        };
    }
}
