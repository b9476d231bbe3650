package dev.stampede.output;

import java.util.Map;

/**
 * A line of the test's log, or the first failure of a check.
 *
 * @param epochNanos when, in nanoseconds since 1970-01-01T00:00Z
 * @param level how serious
 * @param text the line without time and level; secrets are redacted already
 * @param fields what else is known, such as {@code source}, {@code scenario} and {@code vu}; secrets are redacted
 */
public record LogLine(long epochNanos, System.Logger.Level level, String text, Map<String, String> fields) {}
