package dev.stampede.logs;

import java.time.Instant;
import java.util.function.Supplier;

/**
 * What a logging library was given. The text is made when it is asked for: most lines are wanted by nobody.
 *
 * @param level one of TRACE, DEBUG, INFO, WARNING and ERROR
 * @param source name of the logger
 */
record LoggedLine(long epochNanos, System.Logger.Level level, String source, Supplier<String> made) {

    static LoggedLine of(Instant when, System.Logger.Level level, String source, Supplier<String> made) {
        return new LoggedLine(when.getEpochSecond() * 1_000_000_000L + when.getNano(), level, source, made);
    }

    String text() {
        return made.get();
    }
}
