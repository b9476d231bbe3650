package dev.stampede.output.cloud.delivery;

import dev.stampede.output.cloud.api.ApiRequest;
import java.io.IOException;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Batches that the service has not acknowledged, in order. Who takes one gives it back, as done or to be taken again, at
 * its old place. Each is in the {@link Spool} from when it is added until it is done. In memory there is a limited number
 * of bytes, of the oldest ones; what the spool cannot hold is in memory only, and beyond that limit the oldest of those
 * that nobody has taken is dropped and counted.
 *
 * <p>Every step either happens or throws for want of memory and leaves all in place: no batch is ever in neither list.
 * Thread-safe; files are written and read without holding anybody up who takes or gives back.
 */
public final class PushQueue {
    private final long mostBytes;
    private final String tooMuch;
    private final Spool spool;
    private final PushStats stats;
    private final NavigableMap<Long, Unsent> waiting = new TreeMap<>();
    private final NavigableMap<Long, Unsent> taken = new TreeMap<>();
    /** Of bodies in memory. */
    private long bytes;

    private long next = 1;
    private @Nullable Closing closed;

    public PushQueue(long mostBytes, Spool spool, PushStats stats) {
        this.mostBytes = mostBytes;
        this.tooMuch = "no more than " + mostBytes + " bytes are kept in memory";
        this.spool = spool;
        this.stats = stats;
    }

    /** Adds a batch at the end. When it throws, the batch was not added. */
    public void add(Batch batch) {
        Unsent unsent = numbered(batch);
        if (closing() == null) {
            unsent.file = spool.write(unsent, batch.post()); // nobody else knows of it yet
        }
        Closing end;
        try {
            end = put(unsent);
        } catch (RuntimeException | Error e) { // whoever counts it as lost shall be right
            spool.delete(unsent.file);
            throw e;
        }
        if (end != null) {
            settle(unsent, end);
        }
        makeRoom();
    }

    private synchronized Unsent numbered(Batch batch) {
        return new Unsent(next++, batch);
    }

    private synchronized @Nullable Closing closing() {
        return closed;
    }

    private synchronized @Nullable Closing put(Unsent unsent) {
        if (closed == null) {
            waiting.put(unsent.number, unsent);
            bytes += unsent.size;
        }
        return closed;
    }

    /** Keeps to the limits of memory and spool. Needs no memory itself: a key that is there already finds its batch. */
    private void makeRoom() {
        while (spool.isOver()) {
            SpoolFile file = dropOldestFile();
            if (file == null) {
                break;
            }
            spool.delete(file);
        }
        for (Unsent dropped = relieve(); dropped != null; dropped = relieve()) {
            stats.lost(PushStats.Loss.OVERFLOW, dropped.series, dropped.samples, tooMuch);
        }
    }

    /** Of the oldest batch in the spool; if that was not in memory it is lost. */
    private @Nullable SpoolFile dropOldestFile() {
        Unsent lost = null;
        SpoolFile file = null;
        synchronized (this) {
            for (Long key = first(); key != null && file == null; key = waiting.higherKey(key)) {
                Unsent unsent = waiting.get(key);
                if (unsent != null && unsent.file != null) {
                    file = unsent.file;
                    unsent.file = null;
                    if (unsent.post == null) {
                        lost = unsent;
                    }
                }
            }
            if (lost != null) {
                waiting.remove(lost.number);
            }
        }
        if (lost != null) {
            stats.lost(PushStats.Loss.OVERFLOW, lost.series, lost.samples, spool.limit());
        }
        return file;
    }

    /** Forgets bodies that are in the spool, latest first, until the others fit; the batch to drop if they never do. */
    private synchronized @Nullable Unsent relieve() {
        for (Long key = waiting.isEmpty() ? null : waiting.lastKey();
                key != null && bytes > mostBytes;
                key = waiting.lowerKey(key)) {
            Unsent unsent = waiting.get(key);
            if (unsent != null && unsent.file != null && unsent.post != null) {
                unsent.post = null;
                bytes -= unsent.size;
            }
        }
        if (bytes <= mostBytes || waiting.size() <= 1) {
            return null;
        }
        for (Long key = first(); key != null; key = waiting.higherKey(key)) {
            Unsent unsent = waiting.get(key);
            if (unsent != null && unsent.post != null) {
                waiting.remove(key);
                bytes -= unsent.size;
                return unsent;
            }
        }
        return null;
    }

    private @Nullable Long first() {
        return waiting.isEmpty() ? null : waiting.firstKey();
    }

    /** Takes the oldest batch that nobody has taken; null when there is none. */
    synchronized @Nullable Unsent take() {
        Long place = first();
        Unsent oldest = place == null ? null : waiting.get(place);
        if (place == null || oldest == null) {
            return null;
        }
        taken.put(place, oldest);
        waiting.remove(place);
        return oldest;
    }

    /**
     * The request of a batch that was taken.
     *
     * @throws IOException if it had to be read from the spool, and cannot be
     */
    ApiRequest post(Unsent unsent) throws IOException {
        SpoolFile file;
        synchronized (this) {
            if (unsent.post != null) {
                return unsent.post;
            }
            file = unsent.file;
        }
        if (file == null) {
            throw new IOException("it is kept nowhere"); // cannot be
        }
        ApiRequest post = spool.read(file);
        synchronized (this) {
            unsent.post = post;
            bytes += unsent.size;
        }
        return post;
    }

    /** Forgets a batch that was taken: it was acknowledged, or given up. */
    void done(Unsent unsent) {
        spool.delete(forget(unsent));
    }

    /** The same for a batch that the service will never take: it is kept beside the others for whoever wants to know why. */
    void setAside(Unsent unsent) {
        spool.setAside(forget(unsent));
    }

    private synchronized @Nullable SpoolFile forget(Unsent unsent) {
        if (taken.remove(unsent.number) != null && unsent.post != null) {
            bytes -= unsent.size;
        }
        SpoolFile file = unsent.file;
        unsent.file = null;
        return file;
    }

    /** Gives back a batch that was taken. */
    void putBack(Unsent unsent) {
        Closing end;
        synchronized (this) {
            if (!taken.containsKey(unsent.number)) {
                return;
            }
            end = closed;
            if (end == null) {
                waiting.put(unsent.number, unsent);
            } else if (unsent.post != null) {
                bytes -= unsent.size;
            }
            taken.remove(unsent.number);
        }
        if (end != null) {
            settle(unsent, end);
        } else {
            makeRoom();
        }
    }

    /** How many batches nobody has taken. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** How many batches the service has not acknowledged. */
    synchronized int unsent() {
        return waiting.size() + taken.size();
    }

    /**
     * Takes no more: what waits, and what is still added or given back, stays in the spool at the end of the run, and is lost
     * otherwise. Only the first reason counts.
     */
    public void close(PushStats.Loss loss, String detail) {
        Closing end;
        synchronized (this) {
            if (closed == null) {
                closed = new Closing(loss, detail);
            }
            end = closed;
        }
        for (Unsent left = leave(waiting); left != null; left = leave(waiting)) {
            settle(left, end);
        }
        if (loss == PushStats.Loss.UNSENT) { // calls that did not even hear that they were cancelled
            for (Unsent left = leave(taken); left != null; left = leave(taken)) {
                settle(left, end);
            }
        }
    }

    private synchronized @Nullable Unsent leave(NavigableMap<Long, Unsent> list) {
        if (list.isEmpty()) {
            return null;
        }
        Unsent left = list.remove(list.firstKey());
        if (left != null && left.post != null) {
            bytes -= left.size;
        }
        return left;
    }

    /** What becomes of a batch when the queue is closed. */
    private void settle(Unsent unsent, Closing end) {
        if (end.loss == PushStats.Loss.UNSENT) {
            if (unsent.file == null && unsent.post != null) {
                unsent.file = spool.write(unsent, unsent.post); // there may be room by now
            }
            if (unsent.file != null) {
                stats.spooled(unsent.series, unsent.samples);
                return;
            }
        }
        spool.delete(unsent.file);
        unsent.file = null;
        stats.lost(end.loss, unsent.series, unsent.samples, end.detail);
    }

    private record Closing(PushStats.Loss loss, String detail) {}
}
