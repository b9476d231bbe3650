package dev.stampede.output.cloud;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Batches that the service has not acknowledged, in order. Who takes one gives it back, as done or to be taken again, at
 * its old place. Keeps a limited number of bytes: beyond it the oldest that nobody has taken is dropped and counted.
 * Thread-safe.
 */
final class PushQueue {
    private final long mostBytes;
    private final PushStats stats;
    private final TreeMap<Long, Batch> waiting = new TreeMap<>();
    private final Map<Batch, Long> taken = new HashMap<>();
    private long bytes;
    private long next;
    private @Nullable Closing closed;

    PushQueue(long mostBytes, PushStats stats) {
        this.mostBytes = mostBytes;
        this.stats = stats;
    }

    /** Adds a batch at the end. */
    void add(Batch batch) {
        List<Batch> dropped = new ArrayList<>();
        Closing end;
        synchronized (this) {
            end = closed;
            if (end == null) {
                waiting.put(next++, batch);
                bytes += batch.post().size();
                while (bytes > mostBytes && waiting.size() > 1) {
                    Batch oldest = waiting.pollFirstEntry().getValue();
                    bytes -= oldest.post().size();
                    dropped.add(oldest);
                }
            }
        }
        if (end != null) {
            stats.lost(end.loss, batch, end.detail);
        }
        dropped.forEach(batchDropped -> stats.lost(
                PushStats.Loss.OVERFLOW, batchDropped, "no more than " + mostBytes + " bytes are kept in memory"));
    }

    /** Takes the oldest batch that nobody has taken; null when there is none. */
    synchronized @Nullable Batch take() {
        Map.Entry<Long, Batch> oldest = waiting.pollFirstEntry();
        if (oldest == null) {
            return null;
        }
        taken.put(oldest.getValue(), oldest.getKey());
        return oldest.getValue();
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
            Long place = taken.remove(batch);
            if (place == null) {
                return;
            }
            end = closed;
            if (end == null) {
                waiting.put(place, batch);
            } else {
                bytes -= batch.post().size();
            }
        }
        if (end != null) {
            stats.lost(end.loss, batch, end.detail);
        }
    }

    /** How many batches nobody has taken. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** Takes no more: what waits, and what is still added or given back, is lost. Only the first reason counts. */
    void close(PushStats.Loss loss, String detail) {
        List<Batch> left;
        synchronized (this) {
            if (closed == null) {
                closed = new Closing(loss, detail);
            }
            left = List.copyOf(waiting.values());
            waiting.clear();
            left.forEach(batch -> bytes -= batch.post().size());
        }
        left.forEach(batch -> stats.lost(loss, batch, detail));
    }

    private record Closing(PushStats.Loss loss, String detail) {}
}
