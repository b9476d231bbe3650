package dev.stampede.junit.internal;

import dev.stampede.ConfigException;
import dev.stampede.clock.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong, so that all of it is told at once. Not thread-safe. */
final class Problems {
    private final List<String> found = new ArrayList<>();

    /**
     * @param where such as {@code @LoadTest on CheckoutLoad.checkout()}
     * @param what is wrong, what was given, and from where
     * @param remedy what to do
     */
    void add(String where, String what, String remedy) {
        found.add(where + ": " + what + ". " + remedy);
    }

    /** Problems that say themselves where they are. */
    void addAll(List<String> problems) {
        found.addAll(problems);
    }

    /** The duration that was given; null, and a problem, when it is none. */
    @Nullable
    Duration duration(String where, String setting, Given<String> given) {
        try {
            return Durations.parse(given.value());
        } catch (IllegalArgumentException e) {
            add(
                    where,
                    e.getMessage() + ", given as " + given.quote(setting),
                    "Use numbers with units, such as \"300ms\", \"30s\" or \"1m30s\".");
            return null;
        }
    }

    boolean any() {
        return !found.isEmpty();
    }

    void throwIfAny() {
        if (any()) {
            throw new ConfigException(found);
        }
    }
}
