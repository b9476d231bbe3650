package dev.stampede.forks;

import dev.stampede.ThrowingSupplier;
import dev.stampede.clock.Clock;
import dev.stampede.metrics.SampleContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Threads forked for something that has an end, such as an iteration, none of which outlives it: {@link #close} waits for all of
 * them, those that they forked in their turn included. Thread-safe; {@link #open}, {@link #close} and {@link #takeFailures}
 * are called by the one thread whose work it is.
 */
public final class ForkScope {
    private final SampleContext root;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private final Set<Forked<?>> running = new LinkedHashSet<>();
    private final List<Forked<?>> failed = new ArrayList<>(0);
    private boolean open = true;
    private boolean cut;
    private int count;

    /** An open scope of the virtual user whose own thread has this context. */
    public ForkScope(SampleContext root) {
        this.root = root;
        this.clock = root.clock();
    }

    /**
     * Starts a thread.
     *
     * @param from context that the thread's begins as
     * @param body what it does
     * @throws RejectedExecutionException if the scope is closed, or was interrupted
     */
    public <T extends @Nullable Object> Forked<T> fork(SampleContext from, ThrowingSupplier<T, ?> body) {
        lock.lock();
        try {
            if (!open || cut) {
                throw new RejectedExecutionException("'" + root.threadName() + "' forks nothing now: "
                        + (open ? "its iteration was interrupted" : "it is in no iteration"));
            }
            int number = ++count;
            SampleContext samples = from.fork(number);
            Forked<T> forked = new Forked<>(this, clock);
            forked.thread = clock.start(root.threadName() + "/" + number, () -> run(forked, samples, body));
            running.add(forked);
            return forked;
        } finally {
            lock.unlock();
        }
    }

    private <T extends @Nullable Object> void run(
            Forked<T> forked, SampleContext samples, ThrowingSupplier<T, ?> body) {
        try {
            samples.takeThread();
            forked.value = body.get();
        } catch (Throwable t) {
            forked.thrown = t;
        }
        lock.lock(); // held by whoever starts it until it is among those that run
        try {
            running.remove(forked);
            if (forked.thrown != null && (!isTold(forked) || forked.thrown instanceof VirtualMachineError)) {
                failed.add(forked);
            }
        } finally {
            lock.unlock();
        }
        forked.end();
    }

    /** Whether it was told to end: what it throws is the effect, and no news. */
    private boolean isTold(Forked<?> forked) {
        return cut || forked.cancelled || root.cancelled();
    }

    /** Threads may be forked, again. */
    public void open() {
        lock.lock();
        try {
            open = true;
            cut = false;
            count = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts all threads and lets no more be forked until {@link #open}. Any thread. */
    public void interrupt() {
        lock.lock();
        try {
            cut = true;
            running.forEach(Forked::interrupt);
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts one. Any thread. */
    void interrupt(Forked<?> forked) {
        lock.lock();
        try {
            if (running.contains(forked)) {
                forked.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all threads are over; none is forked from then on.
     *
     * @param now whether to interrupt them first
     * @return whether the calling thread was interrupted meanwhile; then they were, too, and its interrupt is set
     */
    public boolean close(boolean now) {
        if (now) {
            interrupt();
        }
        boolean interrupted = false;
        for (Forked<?> one = oneOrClosed(); one != null; one = oneOrClosed()) {
            try {
                one.await();
            } catch (InterruptedException e) {
                interrupted = true;
                interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return interrupted;
    }

    /** One that is not over; closes the scope in the same step if there is none. */
    private @Nullable Forked<?> oneOrClosed() {
        lock.lock();
        try {
            open = !running.isEmpty();
            return open ? running.iterator().next() : null;
        } finally {
            lock.unlock();
        }
    }

    /** What threads threw and nobody has asked them for, in the order they ended; forgets it. */
    public List<Throwable> takeFailures() {
        lock.lock();
        try {
            List<Throwable> all = new ArrayList<>(failed.size());
            for (Forked<?> forked : failed) {
                if (forked.thrown != null) {
                    all.add(forked.thrown);
                }
            }
            failed.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Somebody has asked for its result. */
    void seen(Forked<?> forked) {
        lock.lock();
        try {
            failed.remove(forked);
        } finally {
            lock.unlock();
        }
    }
}
