package dev.stampede.forks;

import dev.stampede.clock.Clock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a {@link ForkScope}. Thread-safe.
 *
 * @param <T> what its body returns
 */
public final class Forked<T extends @Nullable Object> {
    private final ForkScope scope;
    private final Clock clock;
    private final Queue<Clock.Signal> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean over;
    volatile boolean cancelled;

    /** Guarded by the scope's lock. */
    @Nullable
    Thread thread;

    // written by its thread before it is over
    @Nullable
    T value;

    @Nullable
    Throwable thrown;

    Forked(ForkScope scope, Clock clock) {
        this.scope = scope;
        this.clock = clock;
    }

    /** How it ended. */
    public record Outcome<T extends @Nullable Object>(
            @Nullable T value, @Nullable Throwable thrown) {}

    /** Waits until it is over; what it threw is the caller's from then on. */
    public Outcome<T> outcome() throws InterruptedException {
        await();
        if (thrown != null) {
            scope.seen(this);
        }
        return new Outcome<>(value, thrown);
    }

    /** Interrupts it, if it is not over; what it throws from then on does not count. */
    public void cancel() {
        cancelled = true;
        scope.interrupt(this);
    }

    void await() throws InterruptedException {
        if (!over) {
            Clock.Signal signal = clock.newSignal();
            waiting.add(signal);
            try {
                while (!over) {
                    signal.await();
                }
            } finally {
                waiting.remove(signal);
            }
        }
    }

    void end() {
        over = true;
        waiting.forEach(Clock.Signal::raise);
    }

    /** Holding the scope's lock. */
    void interrupt() {
        if (!over && thread != null) {
            clock.interrupt(thread);
        }
    }
}
