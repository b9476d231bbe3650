package dev.stampede.output.cloud.delivery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to leave a service alone that is out: longer each time, and never quite as long as all others do. Thread-safe. */
final class Backoff {
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** What a service asks for is heeded up to this. */
    static final Duration MOST_ASKED = Duration.ofMinutes(2);

    private static final int MOST_DOUBLINGS = 5;

    private Backoff() {}

    /**
     * Nanoseconds to wait.
     *
     * @param failures how often it has failed in succession, at least 1
     * @param asked how long the service wants to be left alone
     */
    static long nanos(int failures, Duration asked) {
        long full = Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(failures - 1, MOST_DOUBLINGS));
        long jittered = full - ThreadLocalRandom.current().nextLong(full / 5);
        return Math.max(jittered, Math.min(asked.toNanos(), MOST_ASKED.toNanos()));
    }
}
