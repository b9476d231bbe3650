package dev.stampede.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The URLs of a run that have been parsed already: its virtual users ask for the same ones again and again, and each would
 * begin by parsing them. Thread-safe.
 */
public final class Targets {
    /** Beyond that all are forgotten. */
    private static final int MOST = 4096;

    /** In characters: longer ones are hardly asked for again, and 4,096 of them are much memory. */
    private static final int LONGEST = 1024;

    private final Map<String, Target> known = new ConcurrentHashMap<>();

    /** None yet. */
    public Targets() {}

    /**
     * Parses a URL, or finds it parsed.
     *
     * @throws IllegalArgumentException as {@link Target#parse}
     */
    Target of(String url) {
        Target found = known.get(url);
        if (found == null) {
            found = Target.parse(url);
            if (url.length() > LONGEST) {
                return found;
            }
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(url, found);
        }
        return found;
    }
}
