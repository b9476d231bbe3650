package dev.stampede.run;

import dev.stampede.AbortCause;
import dev.stampede.clock.Clock;
import dev.stampede.engine.Haste;
import dev.stampede.engine.IterationInterrupted;
import dev.stampede.engine.Load;
import dev.stampede.engine.RunState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Setup or teardown: one body on a virtual thread of its own, with a timeout.
 *
 * @param name as k6 calls it, {@code setup()} or {@code teardown()}
 * @param title as the test calls it, such as {@code @BeforeRun}
 * @param timeout longest time it may take
 * @param tooLong what it is when it takes longer; only setup is cut short when the run is to end early, teardown by its
 *     timeout, or a second interrupt, only; either has less time when the process goes down
 */
record Phase(String name, String title, Duration timeout, AbortCause tooLong) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PATIENCE_IN_HASTE = Duration.ofMillis(200);

    /** What the phase does. */
    interface Body {
        void run() throws Throwable;

        /** It was given up: what it still records does not count. Any thread. */
        void cancel();
    }

    /**
     * Runs the body to its end. If it throws or takes too long, or the calling thread is interrupted, the run is ended.
     *
     * @return whether the calling thread was interrupted
     */
    boolean run(Clock clock, RunState state, Body body) {
        Ending done = new Ending(clock.newSignal());
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
        AtomicBoolean told = new AtomicBoolean();
        state.onAbort(() -> {
            // once: a second interrupt would hit what it does because of the first
            if (abortable() && told.compareAndSet(false, true)) {
                body.cancel();
                clock.interrupt(thread);
            }
            done.changed.raise(); // there may be less time now
        });
        boolean interrupted = await(clock, state, done, thread, body);
        Throwable failure = thrown.get();
        if (failure != null && !(isInterrupt(failure) && state.abort() != null)) {
            state.abortFor(failure, AbortCause.ERROR, title + " failed");
        }
        return interrupted;
    }

    /** Of a phase that was cut short, it is the effect, and no news. */
    private static boolean isInterrupt(Throwable thrown) {
        return thrown instanceof IterationInterrupted || thrown instanceof InterruptedException;
    }

    private boolean abortable() {
        return tooLong == AbortCause.SETUP_TIMEOUT;
    }

    /** Unlike k6's, not rounded: less than half a second would be 0. */
    private String seconds() {
        return BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    /** Raised when the body has come to its end, or there is less time for it than there was. */
    private static final class Ending {
        private final Clock.Signal changed;
        private volatile boolean reached;

        Ending(Clock.Signal changed) {
            this.changed = changed;
        }

        void raise() {
            reached = true;
            changed.raise();
        }
    }

    private boolean await(Clock clock, RunState state, Ending done, Thread thread, Body body) {
        long begun = clock.nanoTime();
        int interrupts = 0;
        while (!done.reached) {
            long deadline = deadline(begun, state.haste());
            if (deadline - clock.nanoTime() <= 0) {
                state.abort(
                        tooLong, name + " execution timed out after " + seconds() + " seconds (" + title + ")", null);
                giveUp(clock, state, thread, done, body);
                break;
            }
            try {
                boolean unused = done.changed.await(deadline);
            } catch (InterruptedException e) {
                interrupts++;
                state.abort(AbortCause.INTERRUPT, Load.INTERRUPTED, null);
                if (abortable() || interrupts > 1) {
                    giveUp(clock, state, thread, done, body);
                    break;
                }
            }
        }
        return interrupts > 0;
    }

    private long deadline(long begun, @Nullable Haste haste) {
        long deadline = begun + timeout.toNanos();
        if (haste == null) {
            return deadline;
        }
        return Math.min(deadline, abortable() ? haste.usersUntil() : haste.cleaningUntil());
    }

    private static void giveUp(Clock clock, RunState state, Thread thread, Ending done, Body body) {
        body.cancel();
        clock.interrupt(thread);
        long until = clock.nanoTime() + (state.haste() == null ? PATIENCE : PATIENCE_IN_HASTE).toNanos();
        try {
            while (!done.reached && until - clock.nanoTime() > 0) {
                boolean unused = done.changed.await(until);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
