package dev.stampede.results.view;

import dev.stampede.results.runs.LogEntry;
import dev.stampede.results.runs.RunLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lines of a log that were asked for.
 *
 * @param more whether there are more of them
 */
public record LogView(List<Line> lines, boolean more) {
    private static final int UNKNOWN = Integer.MAX_VALUE;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * A line.
     *
     * @param n its number in the log, from 1
     * @param time milliseconds since 1970-01-01T00:00Z
     */
    public record Line(long n, long time, String level, String text, Map<String, String> labels) {}

    /**
     * @param level least level; empty for all
     * @param text what the line holds, in letters of either case; empty for anything
     * @param after number of the last line that is not wanted
     */
    static LogView of(RunLog log, String level, String text, long after, int limit) throws IOException {
        int least = rank(level) == UNKNOWN ? 0 : rank(level);
        String part = text.toLowerCase(Locale.ROOT);
        List<Line> lines = new ArrayList<>();
        boolean[] more = {false};
        log.read(after, (number, entry) -> {
            if (rank(entry.level()) >= least
                    && entry.text().toLowerCase(Locale.ROOT).contains(part)) {
                if (lines.size() == limit) {
                    more[0] = true;
                    return false;
                }
                lines.add(line(number, entry));
            }
            return true;
        });
        return new LogView(lines, more[0]);
    }

    private static Line line(long number, LogEntry entry) {
        return new Line(
                number,
                Math.floorDiv(entry.epochNanos(), NANOS_PER_MILLI),
                entry.level(),
                entry.text(),
                entry.labels());
    }

    /** A line of a level that nobody knows is always shown. */
    private static int rank(String level) {
        return switch (level.toLowerCase(Locale.ROOT)) {
            case "trace" -> 0;
            case "debug" -> 1;
            case "info" -> 2;
            case "warn", "warning" -> 3;
            case "error" -> 4;
            case "fatal" -> 5;
            case "panic" -> 6;
            default -> UNKNOWN;
        };
    }
}
