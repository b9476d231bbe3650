package dev.stampede.options;

import dev.stampede.ConfigException;
import dev.stampede.clock.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong, so that all of it is told at once. Not thread-safe. */
public final class Problems {
    private final List<String> found = new ArrayList<>();

    /**
     * One more: {@code where: what. remedy}
     *
     * @param where such as {@code @LoadTest on CheckoutLoad.checkout()}
     * @param what is wrong, what was given, and from where; may end with a question
     * @param remedy what to do, a sentence
     */
    public void add(String where, String what, String remedy) {
        found.add(where + ": " + what + (what.endsWith("?") ? " " : ". ") + remedy);
    }

    /** Problems that say themselves where they are. */
    public void addAll(List<String> problems) {
        found.addAll(problems);
    }

    /** The duration that was given; null, and a problem, when it is none. */
    public @Nullable Duration duration(String where, String setting, Given<String> given) {
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

    /** Whether there are some. */
    public boolean any() {
        return !found.isEmpty();
    }

    /** All of them, in the order found. */
    public List<String> all() {
        return List.copyOf(found);
    }

    /**
     * Ends here if there are some.
     *
     * @throws ConfigException with all of them
     */
    public void throwIfAny() {
        if (any()) {
            throw new ConfigException(found);
        }
    }
}
