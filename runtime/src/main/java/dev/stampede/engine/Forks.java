package dev.stampede.engine;

import dev.stampede.Fork;
import dev.stampede.ThrowingRunnable;
import dev.stampede.ThrowingSupplier;
import dev.stampede.forks.ForkScope;
import dev.stampede.forks.Forked;
import dev.stampede.metrics.SampleContext;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The threads that a virtual user forks: none outlives the iteration, or the other piece of work, in which it was forked. A
 * virtual user that never forks has a field that is null, and nothing else of it.
 *
 * <p>Confined to the virtual user's own thread, except {@link #fork}, which is for those it forks, too, and {@link
 * #interrupt} and the executor, which are for any thread.
 */
public final class Forks {
    private final SampleContext samples;
    private final Runnable onThread;
    private volatile @Nullable ForkScope scope;
    /** What is under way was interrupted; kept here, as that may come before there is a scope. */
    private volatile boolean cut;

    /**
     * None yet.
     *
     * @param samples context of the virtual user's own thread
     * @param onThread called on each thread before what it is to do
     */
    Forks(SampleContext samples, Runnable onThread) {
        this.samples = samples;
        this.onThread = onThread;
    }

    /** Only the virtual user's own thread ever makes it: others are there by it, or by the executor. */
    private ForkScope scope() {
        ForkScope known = scope;
        if (known == null) {
            known = new ForkScope(samples);
            scope = known;
            if (cut) {
                known.interrupt();
            }
        }
        return known;
    }

    <T extends @Nullable Object> Fork<T> fork(ThrowingSupplier<T, ?> body) {
        return new Handle<>(start(samples.ofThread(), body));
    }

    private <T extends @Nullable Object> Forked<T> start(SampleContext from, ThrowingSupplier<T, ?> body) {
        return scope().fork(from, () -> {
            onThread.run();
            return body.get();
        });
    }

    Executor executor() {
        SampleContext unused = samples.ofThread();
        ForkScope unusedScope = scope();
        return task -> {
            // of a thread that is not the virtual user's the tags may be read while they change: then it is one or the
            // other
            SampleContext from = samples.knowsThread() ? samples.ofThread() : samples;
            Forked<@Nullable Void> unusedFork = start(from, () -> {
                task.run();
                return null;
            });
        };
    }

    /** An iteration begins; none may be forked in it if that was interrupted already. */
    void beginIteration() {
        begin();
        if (samples.cancelled()) {
            interrupt();
        }
    }

    /** Something begins that forks may be part of, also if it cleans up after an iteration that was interrupted. */
    void begin() {
        cut = false;
        ForkScope known = scope;
        if (known != null) {
            known.open();
        }
    }

    /**
     * Waits until all forks are over, which are interrupted if something was thrown.
     *
     * @param thrown by what they are part of; null for nothing
     * @return that, or else what a fork threw that nobody joined; the others are suppressed in it; null for nothing at all
     */
    @Nullable
    Throwable end(@Nullable Throwable thrown) {
        ForkScope known = scope;
        if (known == null) {
            return thrown;
        }
        boolean interrupted = known.close(thrown != null);
        Throwable first = thrown;
        for (Throwable failure : known.takeFailures()) {
            if (first == null) {
                first = failure;
            } else if (first != failure) {
                first.addSuppressed(failure);
            }
        }
        return first == null && interrupted
                ? new IterationInterrupted("the wait for what was forked was interrupted")
                : first;
    }

    /** Runs the body, and waits for what it has forked. */
    public void within(ThrowingRunnable<?> body) throws Throwable {
        begin();
        Throwable thrown = null;
        try {
            body.run();
        } catch (Throwable t) {
            thrown = t;
        }
        thrown = end(thrown);
        if (thrown != null) {
            throw thrown;
        }
    }

    /** Interrupts all of them. Any thread. */
    public void interrupt() {
        cut = true;
        ForkScope known = scope;
        if (known != null) {
            known.interrupt();
        }
    }

    private record Handle<T extends @Nullable Object>(Forked<T> forked) implements Fork<T> {
        @Override
        @SuppressWarnings("NullAway") // null only if the body's own result is
        public T join() {
            Forked.Outcome<T> outcome;
            try {
                outcome = forked.outcome();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IterationInterrupted("the wait for a fork was interrupted");
            }
            if (outcome.thrown() != null) {
                throw Sneaky.rethrow(outcome.thrown());
            }
            return outcome.value();
        }

        @Override
        public void cancel() {
            forked.cancel();
        }
    }
}
