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
 * Runs as they were at most a second ago, as JSON: however many look at a run, it is summed up once a second. Thread-safe.
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
        private long madeNanos;
    }

    /** The run, at most a second old. */
    Snapshot of(Run run) throws IOException {
        Kept mine;
        synchronized (kept) {
            mine = kept.computeIfAbsent(run.id(), id -> new Kept());
        }
        mine.lock.lock();
        try {
            Snapshot last = mine.snapshot;
            boolean young = run.facts().isLive() && System.nanoTime() - mine.madeNanos < AGE_NANOS;
            boolean fresh = young || (last != null && last.changes == run.changes());
            if (last == null || !fresh) {
                long changes = run.changes();
                last = new Snapshot(
                        changes,
                        Response.jsonBytes(RunDetails.of(runs, run)),
                        Response.jsonBytes(run.figures(Chart::of)));
                mine.snapshot = last;
                mine.madeNanos = System.nanoTime();
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
