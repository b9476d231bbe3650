package dev.stampede.results.runs;

import java.util.Map;

/**
 * A line of a run's log. Immutable.
 *
 * @param epochNanos when it was said
 * @param level such as {@code info}
 * @param labels what else is known of it
 */
public record LogEntry(long epochNanos, String level, String text, Map<String, String> labels) {
    public LogEntry {
        labels = Map.copyOf(labels);
    }
}
