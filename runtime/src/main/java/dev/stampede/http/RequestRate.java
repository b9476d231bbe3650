package dev.stampede.http;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets only so many requests begin in a second, evenly spread, whoever makes them: the first at once, each later one when its
 * turn comes. (k6: {@code rps}, a token bucket with room for one.) Thread-safe; one for a whole run.
 */
public final class RequestRate {
    private final long gapNanos;
    private final LongSupplier clock;
    private final Sleeper sleeper;
    private final long origin;
    /** When the next turn is, in nanoseconds since the origin. */
    private final AtomicLong next = new AtomicLong();

    RequestRate(int perSecond, LongSupplier clock, Sleeper sleeper) {
        this.gapNanos = Duration.ofSeconds(1).toNanos() / perSecond;
        this.clock = clock;
        this.sleeper = sleeper;
        this.origin = clock.getAsLong();
    }

    /** How a virtual user waits. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(long nanos) throws InterruptedException;
    }

    /** Such a limit; null when there is none, which 0 says. */
    public static @Nullable RequestRate of(int perSecond) {
        return perSecond <= 0
                ? null
                : new RequestRate(perSecond, System::nanoTime, nanos -> Thread.sleep(Duration.ofNanos(nanos)));
    }

    /**
     * Waits for a turn and takes it.
     *
     * @throws CancellationException if the thread is interrupted, which it stays; the turn is lost then
     */
    public void await() {
        long now = clock.getAsLong() - origin;
        long turn = Math.max(now, next.getAndUpdate(free -> Math.max(now, free) + gapNanos));
        if (turn > now) {
            try {
                sleeper.sleep(turn - now);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                CancellationException interrupted = new CancellationException("interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
        }
    }
}
