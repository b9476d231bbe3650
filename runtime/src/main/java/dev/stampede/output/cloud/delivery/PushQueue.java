package dev.stampede.output.cloud.delivery;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Batches that the service has not acknowledged, in order. Who takes one gives it back, as done or to be taken again, at
 * its old place. Keeps a limited number of bytes: beyond it the oldest that nobody has taken is dropped and counted.
 *
 * <p>Every step either happens or throws for want of memory and leaves all in place: no batch is ever in neither list.
 * Thread-safe.
 */
public final class PushQueue {
    private final long mostBytes;
    private final String tooMuch;
    private final PushStats stats;
    private final TreeMap<Long, Batch> waiting = new TreeMap<>();
    private final Map<Batch, Long> taken = new HashMap<>();
    private long bytes;
    private long next;
    private @Nullable Closing closed;

    public PushQueue(long mostBytes, PushStats stats) {
        this.mostBytes = mostBytes;
        this.tooMuch = "no more than " + mostBytes + " bytes are kept in memory";
        this.stats = stats;
    }

    /** Adds a batch at the end. When it throws, the batch was not added. */
    public void add(Batch batch) {
        Closing end;
        synchronized (this) {
            end = closed;
            if (end == null) {
                waiting.put(next++, batch);
                bytes += batch.post().size();
            }
        }
        if (end != null) {
            stats.lost(end.loss, batch, end.detail);
        }
        for (Batch dropped = dropOldest(true); dropped != null; dropped = dropOldest(true)) {
            stats.lost(PushStats.Loss.OVERFLOW, dropped, tooMuch);
        }
    }

    /** Needs no memory: a key that is there already finds its batch. */
    private synchronized @Nullable Batch dropOldest(boolean onlyIfTooMuch) {
        if (waiting.isEmpty() || (onlyIfTooMuch && (bytes <= mostBytes || waiting.size() == 1))) {
            return null;
        }
        Batch oldest = requireNonNull(waiting.remove(waiting.firstKey()));
        bytes -= oldest.post().size();
        return oldest;
    }

    /** Takes the oldest batch that nobody has taken; null when there is none. */
    synchronized @Nullable Batch take() {
        if (waiting.isEmpty()) {
            return null;
        }
        Long place = waiting.firstKey();
        Batch oldest = requireNonNull(waiting.get(place));
        taken.put(oldest, place);
        waiting.remove(place);
        return oldest;
    }

    /** Forgets a batch that was taken: it was acknowledged, or given up. */
    synchronized void done(Batch batch) {
        if (taken.remove(batch) != null) {
            bytes -= batch.post().size();
        }
    }

    /** Gives back a batch that was taken. */
    void putBack(Batch batch) {
        Closing end;
        synchronized (this) {
            Long place = taken.get(batch);
            if (place == null) {
                return;
            }
            end = closed;
            if (end == null) {
                waiting.put(place, batch);
            } else {
                bytes -= batch.post().size();
            }
            taken.remove(batch);
        }
        if (end != null) {
            stats.lost(end.loss, batch, end.detail);
        }
    }

    /** How many batches nobody has taken. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Takes no more: what waits, and what is still added or given back, is lost. Only the first reason counts. */
    public void close(PushStats.Loss loss, String detail) {
        synchronized (this) {
            if (closed == null) {
                closed = new Closing(loss, detail);
            }
        }
        for (Batch left = dropOldest(false); left != null; left = dropOldest(false)) {
            stats.lost(loss, left, detail);
        }
    }

    private record Closing(PushStats.Loss loss, String detail) {}
}
