package dev.stampede.output.cloud.api;

import dev.stampede.clock.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After}: seconds, or a date (RFC 9110, 10.2.3). */
final class RetryAfter {
    private RetryAfter() {}

    /** How long from now on; zero when there is no such header, or it cannot be read. */
    static Duration in(@Nullable String header, Clock clock) {
        if (header == null) {
            return Duration.ZERO;
        }
        String text = header.strip();
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            long then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toEpochSecond();
            return Duration.ofSeconds(Math.max(0, then - clock.epochNanos() / 1_000_000_000));
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
