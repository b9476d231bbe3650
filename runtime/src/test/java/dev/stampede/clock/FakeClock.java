package dev.stampede.clock;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Simulated time: it jumps to the next deadline once every thread started here, and the test's own, waits for it. A run of
 * an hour takes no time, and every sample has an exact one.
 */
public final class FakeClock implements Clock {
    /** 2026-01-01T00:00:00Z, a multiple of three seconds. */
    public static final long EPOCH_SECOND = 1_767_225_600L;

    private static final long NANOS = 1_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Sleeper> sleepers = new PriorityQueue<>(
            Comparator.comparingLong((Sleeper s) -> s.deadline).thenComparingLong(s -> s.order));
    private long now;
    private long order;
    private int awake = 1;

    @Override
    public long nanoTime() {
        lock.lock();
        try {
            return now;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long epochNanos() {
        return EPOCH_SECOND * NANOS + nanoTime();
    }

    /** Time since the clock was made, in milliseconds. */
    public long millis() {
        return nanoTime() / 1_000_000;
    }

    @Override
    public void sleepUntil(long deadlineNanos) throws InterruptedException {
        lock.lock();
        try {
            block(deadlineNanos, null);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Thread start(String name, Runnable body) {
        lock.lock();
        try {
            awake++;
        } finally {
            lock.unlock();
        }
        return Thread.ofVirtual().name(name).start(() -> {
            try {
                body.run();
            } finally {
                lock.lock();
                try {
                    awake--;
                    advance();
                } finally {
                    lock.unlock();
                }
            }
        });
    }

    @Override
    public Thread startDaemon(String name, Runnable body) {
        return start(name, body);
    }

    @Override
    public void interrupt(Thread thread) {
        lock.lock();
        try {
            for (Sleeper sleeper : sleepers) {
                if (sleeper.thread == thread) {
                    sleeper.interrupted = true;
                    wake(sleeper);
                    return;
                }
            }
            thread.interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Signal newSignal() {
        return new FakeSignal();
    }

    /** Holding the lock. */
    private boolean block(long deadline, @Nullable FakeSignal signal) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Sleeper sleeper = new Sleeper(deadline, order++, signal, lock.newCondition());
        sleepers.add(sleeper);
        awake--;
        advance();
        while (!sleeper.woken) {
            sleeper.condition.awaitUninterruptibly();
        }
        if (sleeper.interrupted) {
            throw new InterruptedException();
        }
        return sleeper.signalled;
    }

    private void advance() {
        if (awake == 0) {
            Sleeper next = sleepers.peek();
            if (next != null) {
                now = Math.max(now, next.deadline);
                wake(next);
            }
        }
    }

    private void wake(Sleeper sleeper) {
        sleepers.remove(sleeper);
        sleeper.woken = true;
        awake++;
        sleeper.condition.signal();
    }

    private static final class Sleeper {
        private final long deadline;
        private final long order;
        private final @Nullable FakeSignal signal;
        private final Condition condition;
        private final Thread thread = Thread.currentThread();
        private boolean woken;
        private boolean interrupted;
        private boolean signalled;

        Sleeper(long deadline, long order, @Nullable FakeSignal signal, Condition condition) {
            this.deadline = deadline;
            this.order = order;
            this.signal = signal;
            this.condition = condition;
        }
    }

    private final class FakeSignal implements Signal {
        private boolean raised;

        @Override
        public void raise() {
            lock.lock();
            try {
                for (Sleeper sleeper : sleepers) {
                    if (sleeper.signal == this) {
                        sleeper.signalled = true;
                        wake(sleeper);
                        return;
                    }
                }
                raised = true;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean await(long deadlineNanos) throws InterruptedException {
            lock.lock();
            try {
                if (raised) {
                    raised = false;
                    return true;
                }
                return deadlineNanos > now && block(deadlineNanos, this);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void await() throws InterruptedException {
            boolean unused = await(Long.MAX_VALUE);
        }
    }
}
