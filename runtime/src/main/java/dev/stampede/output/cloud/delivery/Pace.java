package dev.stampede.output.cloud.delivery;

import java.time.Duration;

/**
 * How long pushes take, and may take. A service that does not answer must not hold up the only push for as long as a call
 * may take at most, so a push has less time; but one that needs long for what it gets must not be given up again and again,
 * so each push that runs out of time gives the next twice as much. Thread-safe.
 */
final class Pace {
    /** Much longer than a service takes that is well, and short beside an outage. */
    static final Duration FIRST_LIMIT = Duration.ofSeconds(10);

    /** So many times what the last push took, the next may take. */
    private static final int SLACK = 4;

    /** Of one push in the average. */
    private static final double WEIGHT = 0.2;

    private static final double UNKNOWN = Duration.ofSeconds(1).toNanos();

    private final long longest;
    private long limit;
    private double average;

    /** @param longest time a push may take in any case */
    Pace(Duration longest) {
        this.longest = longest.toNanos();
        limit = Math.min(this.longest, FIRST_LIMIT.toNanos());
    }

    /** Nanoseconds that a push may take. */
    synchronized long limit() {
        return limit;
    }

    /** A push was answered after so many nanoseconds. */
    synchronized void took(long nanos) {
        average = average == 0 ? nanos : average + WEIGHT * (nanos - average);
        limit = Math.min(longest, Math.max(FIRST_LIMIT.toNanos(), SLACK * nanos));
    }

    /** A push was not answered within so many nanoseconds. */
    synchronized void timedOut(long nanos) {
        limit = Math.min(longest, Math.max(limit, 2 * nanos));
    }

    /** How long that many pushes will take, one after the other. */
    synchronized Duration of(int pushes) {
        return Duration.ofNanos((long) (pushes * (average == 0 ? UNKNOWN : average)));
    }
}
