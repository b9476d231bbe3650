package dev.stampede.health;

import java.util.Locale;

/** What becomes of a run that the load generator, this process on its machine, could not drive. */
public enum GeneratorHealth {
    /** It is inconclusive: neither passed nor failed by its thresholds. */
    FAIL,
    /** The summary says so; otherwise the run is judged like any other. */
    WARN,
    /** Nobody looks: nothing is measured. */
    OFF;

    /**
     * Reads a setting.
     *
     * @param text {@code fail}, {@code warn} or {@code off}
     * @throws IllegalArgumentException if it is something else
     */
    public static GeneratorHealth parse(String text) {
        return switch (text) {
            case "fail" -> FAIL;
            case "warn" -> WARN;
            case "off" -> OFF;
            default -> throw new IllegalArgumentException("no way to treat generator health: '" + text + "'");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
