package dev.stampede.junit.internal;

import org.jspecify.annotations.Nullable;

/** What is left of several exceptions, of which only one can be thrown. */
final class Thrown {
    private Thrown() {}

    /** The first of the two, the later one suppressed in it. */
    static Throwable first(@Nullable Throwable first, Throwable later) {
        if (first == null) {
            return later;
        }
        if (first != later) {
            first.addSuppressed(later);
        }
        return first;
    }
}
