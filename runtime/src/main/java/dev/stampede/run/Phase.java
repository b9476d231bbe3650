package dev.stampede.run;

import dev.stampede.RunEnding;
import dev.stampede.clock.Clock;
import dev.stampede.engine.IterationInterrupted;
import dev.stampede.engine.RunState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Setup or teardown: one body on a virtual thread of its own, with a timeout.
 *
 * @param name as k6 calls it, {@code setup()} or {@code teardown()}
 * @param title as the test calls it, such as {@code @BeforeRun}
 * @param timeout longest time it may take
 */
record Phase(String name, String title, Duration timeout) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** What the phase does. */
    interface Body {
        void run() throws Throwable;
    }

    /**
     * Runs the body to its end. If it throws or takes too long, the run is ended.
     *
     * @param abortable whether the body is interrupted when the run is to end early
     * @return whether the body returned in time
     */
    boolean run(Clock clock, RunState state, boolean abortable, Body body) throws InterruptedException {
        Clock.Signal done = clock.newSignal();
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread thread = clock.start(name, () -> {
            try {
                body.run();
            } catch (Throwable t) {
                thrown.set(t);
            } finally {
                done.raise();
            }
        });
        if (abortable) {
            state.onAbort(() -> clock.interrupt(thread));
        }
        try {
            if (!done.await(clock.nanoTime() + timeout.toNanos())) {
                state.abort(
                        RunEnding.TIMED_OUT,
                        name + " execution timed out after " + timeout.toSeconds() + " seconds (" + title + ")",
                        null);
                giveUp(clock, thread, done);
                return false;
            }
        } catch (InterruptedException e) {
            giveUp(clock, thread, done);
            throw e;
        }
        Throwable failure = thrown.get();
        if (failure != null && !(failure instanceof IterationInterrupted && state.abort() != null)) {
            state.abort(RunEnding.ABORTED_BY_ERROR, title + " failed: " + failure, failure);
        }
        return failure == null;
    }

    private static void giveUp(Clock clock, Thread thread, Clock.Signal done) throws InterruptedException {
        clock.interrupt(thread);
        boolean unused = done.await(clock.nanoTime() + PATIENCE.toNanos());
    }
}
