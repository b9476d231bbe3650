package dev.stampede.engine;

import dev.stampede.clock.Clock;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where iterations that are due meet users that are free; who has waited longest is the first to get one. {@link #give} is for
 * one thread; the rest is thread-safe.
 */
final class HandOff {
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private final Queue<Desk> free = new ArrayDeque<>();
    private boolean closed;
    private long undone;

    /**
     * Hands an iteration to a user that is free.
     *
     * @param number its number in this process
     * @param due when it was due, in the clock's nanoseconds
     * @return whether one was free
     */
    boolean give(long number, long due) {
        Desk desk;
        lock.lock();
        try {
            desk = free.poll();
            if (desk == null) {
                return false;
            }
            desk.number = number;
            desk.due = due;
        } finally {
            lock.unlock();
        }
        desk.signal.raise();
        return true;
    }

    /** No more iterations: users that are free, or will be, get none. */
    void close() {
        lock.lock();
        try {
            closed = true;
            free.forEach(desk -> desk.signal.raise());
            free.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Iterations that were handed to a user that was interrupted before it saw them. */
    long undone() {
        lock.lock();
        try {
            return undone;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Where one user waits.
     *
     * @param ready called when it waits for the first time
     */
    Quota newDesk(Clock.Signal signal, Runnable ready) {
        return new Desk(signal, ready);
    }

    private final class Desk implements Quota {
        private final Clock.Signal signal;
        private final Runnable ready;
        private boolean open;
        // guarded by lock
        private long number = NONE;
        private long due;

        Desk(Clock.Signal signal, Runnable ready) {
            this.signal = signal;
            this.ready = ready;
        }

        @Override
        public long next() throws InterruptedException {
            lock.lock();
            try {
                number = NONE;
                if (closed) {
                    return NONE;
                }
                free.add(this);
            } finally {
                lock.unlock();
            }
            if (!open) {
                open = true;
                ready.run();
            }
            while (true) {
                try {
                    signal.await();
                } catch (InterruptedException e) {
                    leave();
                    throw e;
                }
                lock.lock();
                try {
                    if (number != NONE || closed) {
                        return number;
                    }
                } finally {
                    lock.unlock();
                }
            }
        }

        private void leave() {
            lock.lock();
            try {
                free.remove(this);
                if (number != NONE) {
                    undone++;
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public long due() {
            return due; // was written before the signal that woke this thread
        }
    }
}
