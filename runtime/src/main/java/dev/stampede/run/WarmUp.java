package dev.stampede.run;

import java.util.Locale;

/**
 * Whether the engine makes requests to itself before the run begins, so that its code is compiled when the first request that
 * counts is due. Nothing of it is seen: no sample, no connection to anybody else, no line in the log.
 */
public enum WarmUp {
    /** When the load is such that a cold start would show in it: many users, or many iterations that start in a second. */
    AUTO,
    /** Whatever the load. */
    ON,
    /** Never. */
    OFF;

    /**
     * Reads a setting.
     *
     * @param text {@code auto}, {@code on} or {@code off}
     * @throws IllegalArgumentException if it is something else
     */
    public static WarmUp parse(String text) {
        return switch (text) {
            case "auto" -> AUTO;
            case "on" -> ON;
            case "off" -> OFF;
            default -> throw new IllegalArgumentException("no way to warm up: '" + text + "'");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
