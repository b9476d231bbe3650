package dev.stampede.options;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How values of one kind are written.
 *
 * @param example ends the advice to use something else: {@code a whole number such as 10}
 * @param text reads them from environment variables, configuration parameters and flags; null when they cannot be given so
 * @param json reads them from a file; null when they cannot be given so
 * @param show writes them for people, without secrets
 */
record Form<T>(
        String example,
        @Nullable TextForm<T> text,
        @Nullable JsonForm<T> json,
        Function<T, String> show) {

    /** Reads what stands in an environment variable. */
    @FunctionalInterface
    interface TextForm<T> {
        /**
         * The value; null when the text says none.
         *
         * @throws IllegalArgumentException if it cannot be read; the message is k6's
         */
        @Nullable
        T read(String text);
    }

    /** Reads what stands in a file. */
    @FunctionalInterface
    interface JsonForm<T> {
        /** The value; null, and a problem, when it cannot be read. */
        @Nullable
        T read(JsonNode node);
    }
}
