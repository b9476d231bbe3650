package dev.stampede.results.view;

import dev.stampede.results.http.Response;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs as JSON, summed up no oftener than is needed: once a second for those who follow a run, and once for all who ask for it at the
 * same time. Thread-safe.
 */
final class Snapshots {
    private static final int MOST = 16;
    private static final long AGE_NANOS = 1_000_000_000L;

    private final Runs runs;

    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MOST;
        }
    };

    Snapshots(Runs runs) {
        this.runs = runs;
    }

    /**
     * A run as it was.
     *
     * @param changes {@link Run#changes} of that time
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Snapshot(long changes, byte[] run, byte[] chart) {}

    private static final class Kept {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable Snapshot snapshot;
        private long begunNanos;
    }

    /** The run as it is: whoever has pushed to it, or ended it, and asks then, sees that. */
    Snapshot now(Run run) throws IOException {
        return notBefore(System.nanoTime(), run);
    }

    /** The run as it was at most a second ago, if it goes on; as it is, if not. */
    Snapshot recent(Run run) throws IOException {
        long now = System.nanoTime();
        return notBefore(run.facts().isLive() ? now - AGE_NANOS : now, run);
    }

    /** One that nothing has changed since, or that was begun at this time or later. */
    private Snapshot notBefore(long nanos, Run run) throws IOException {
        Kept mine;
        synchronized (kept) {
            mine = kept.computeIfAbsent(run.id(), id -> new Kept());
        }
        mine.lock.lock();
        try {
            Snapshot last = mine.snapshot;
            if (last == null || (last.changes != run.changes() && mine.begunNanos - nanos < 0)) {
                mine.begunNanos = System.nanoTime();
                long changes = run.changes();
                last = new Snapshot(
                        changes,
                        Response.jsonBytes(RunDetails.of(runs, run)),
                        Response.jsonBytes(run.figures(Chart::of)));
                mine.snapshot = last;
            }
            return last;
        } finally {
            mine.lock.unlock();
        }
    }

    /** Forgets a run that is no more. */
    void forget(String id) {
        synchronized (kept) {
            kept.remove(id);
        }
    }
}
