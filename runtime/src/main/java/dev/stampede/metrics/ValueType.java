package dev.stampede.metrics;

import java.util.Locale;

/** What the numbers of a metric are. (k6: {@code metrics/value_type.go}.) */
public enum ValueType {
    /** Plain numbers. */
    DEFAULT,
    /** Milliseconds. */
    TIME,
    /** Bytes. */
    DATA;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Name as k6 writes it, in small letters. */
    public String text() {
        return text;
    }
}
