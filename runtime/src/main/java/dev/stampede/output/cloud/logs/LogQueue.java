package dev.stampede.output.cloud.logs;

import dev.stampede.output.cloud.runs.OpenedRun.LogsTarget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lines that wait to be pushed: so many in a push period, and never more than fit into its memory. The others are counted.
 * Thread-safe.
 */
final class LogQueue {
    /** Characters; while the service takes nothing, this is what waits. */
    static final long MOST_WAITING = 4L << 20;

    private final long limit;
    private final long periodNanos;

    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
    private long characters;
    private long periodBegan;
    private long inPeriod;
    private long newlyDropped;
    private long dropped;

    LogQueue(LogsTarget target, long now) {
        this.limit = Math.max(1, target.limit());
        this.periodNanos = target.pushPeriod().toNanos();
        this.periodBegan = now;
    }

    /** Lines to be pushed, and how many were left out since the last time. */
    record Taken(List<Entry> lines, long left) {}

    void add(Entry line, long now) {
        lock.lock();
        try {
            beginPeriodIfOver(now);
            if (inPeriod >= limit || characters + line.text().length() > MOST_WAITING) {
                newlyDropped++;
                dropped++;
                return;
            }
            inPeriod++;
            characters += line.text().length();
            waiting.add(line);
        } finally {
            lock.unlock();
        }
    }

    private void beginPeriodIfOver(long now) {
        if (now - periodBegan >= periodNanos) {
            periodBegan = now;
            inPeriod = 0;
        }
    }

    /** What waits, as much as one push may carry. */
    Taken take(long now) {
        lock.lock();
        try {
            List<Entry> lines = new ArrayList<>();
            while (lines.size() < limit && !waiting.isEmpty()) {
                Entry line = waiting.remove();
                characters -= line.text().length();
                lines.add(line);
            }
            long left = newlyDropped;
            newlyDropped = 0;
            beginPeriodIfOver(now); // one push may follow another at once, and the limit is for a period
            return new Taken(lines, left);
        } finally {
            lock.unlock();
        }
    }

    /** Lines that wait. */
    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Lines that were left out since the beginning. */
    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }
}
