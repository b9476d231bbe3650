package dev.stampede.engine;

import java.time.Duration;

/**
 * The time there is when the process goes down: virtual users and what comes before the load get a part of it to end, what
 * comes after the load most of the rest, and the remainder is for outputs and summary. All in the clock's nanoseconds.
 *
 * @param usersUntil when to have given up on virtual users, and on what comes before the load
 * @param cleaningUntil when to have given up on what comes after the load
 * @param outputsUntil when outputs must have ended
 */
public record Haste(long usersUntil, long cleaningUntil, long outputsUntil) {
    private static final Duration MOST_FOR_USERS = Duration.ofSeconds(2);
    private static final Duration MOST_FOR_OUTPUTS = Duration.ofMillis(1500);
    private static final Duration MOST_FOR_SUMMARY = Duration.ofMillis(400);

    /** All of it together from now on. */
    public static Haste from(long now, Duration timeout) {
        return new Haste(
                now + part(timeout, 4, MOST_FOR_USERS),
                now + timeout.toNanos() - part(timeout, 4, MOST_FOR_OUTPUTS) - part(timeout, 10, MOST_FOR_SUMMARY),
                now + timeout.toNanos() - part(timeout, 10, MOST_FOR_SUMMARY));
    }

    private static long part(Duration timeout, int divisor, Duration most) {
        return Math.min(timeout.toNanos() / divisor, most.toNanos());
    }
}
