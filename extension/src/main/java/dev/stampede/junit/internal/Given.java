package dev.stampede.junit.internal;

/**
 * A setting that somebody gave, not a default.
 *
 * @param value what was given
 * @param source where, such as {@code the annotation}
 */
record Given<T>(T value, String source) {
    static final String ANNOTATION = "the annotation";

    /** As messages quote it: {@code vus = 0 (from the annotation)}. */
    String quote(String setting) {
        return setting + " = " + (value instanceof String ? "\"" + value + "\"" : value) + " (from " + source + ")";
    }
}
