package dev.stampede.junit.internal;

import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said about the load, as it was said; null for what was not. Immutable.
 *
 * @param vus number of virtual users
 * @param iterations number of iterations
 * @param duration time of the load
 * @param stages stages of a ramp, not empty
 * @param gracefulStop time for iterations to finish
 */
record LoadSettings(
        @Nullable Given<Integer> vus,
        @Nullable Given<Long> iterations,
        @Nullable Given<String> duration,
        @Nullable Given<List<Stage>> stages,
        @Nullable Given<String> gracefulStop) {

    /** What the annotation says. */
    static LoadSettings of(LoadTest annotation) {
        return new LoadSettings(
                annotation.vus() == -1 ? null : given(annotation.vus()),
                annotation.iterations() == -1 ? null : given(annotation.iterations()),
                text(annotation.duration()),
                annotation.stages().length == 0 ? null : given(List.of(annotation.stages())),
                text(annotation.gracefulStop()));
    }

    private static @Nullable Given<String> text(String value) {
        return value.isEmpty() ? null : given(value);
    }

    private static <T> Given<T> given(T value) {
        return new Given<>(value, Given.ANNOTATION);
    }
}
