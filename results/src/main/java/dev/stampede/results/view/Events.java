package dev.stampede.results.view;

import dev.stampede.results.http.Response;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/**
 * A run as it goes on, as server-sent events: {@code run} and {@code chart} at once and then whenever there is something new, at most
 * once a second; {@code end} when it is over. Thread-safe: each viewer has a virtual thread, and a run is not held while it is written.
 */
final class Events {
    /** Most viewers at one time. */
    static final int MOST_VIEWERS = 100;

    private static final long PAUSE_MILLIS = 200;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long LEAST_NANOS = 1_000 * NANOS_PER_MILLI;
    private static final long HEARTBEAT_NANOS = 15_000 * NANOS_PER_MILLI;

    private final Runs runs;
    private final Snapshots snapshots;
    private final Semaphore places = new Semaphore(MOST_VIEWERS);

    Events(Runs runs, Snapshots snapshots) {
        this.runs = runs;
        this.snapshots = snapshots;
    }

    Response of(Run run) throws Refusal {
        if (places.availablePermits() == 0) {
            throw full();
        }
        return Response.stream("text/event-stream", out -> {
            if (places.tryAcquire()) {
                try {
                    write(run, out);
                } catch (InterruptedException e) { // the service stops
                    Thread.currentThread().interrupt();
                } finally {
                    places.release();
                }
            }
        });
    }

    private static Refusal full() {
        return new Refusal(503, "there are " + MOST_VIEWERS + " viewers already, which is all this service takes");
    }

    private void write(Run run, OutputStream out) throws IOException, InterruptedException {
        long sent = -1;
        long sentAt = System.nanoTime() - LEAST_NANOS;
        while (true) {
            boolean gone = runs.find(run.id()).isEmpty();
            boolean over = gone || run.facts().status().isEnd();
            long now = System.nanoTime();
            if (!gone && (over || (run.changes() != sent && now - sentAt >= LEAST_NANOS))) {
                Snapshots.Snapshot snapshot = snapshots.recent(run);
                if (snapshot.changes() != sent) {
                    event(out, "run", snapshot.run());
                    event(out, "chart", snapshot.chart());
                    out.flush();
                    sent = snapshot.changes();
                    sentAt = now;
                }
            } else if (now - sentAt >= HEARTBEAT_NANOS) {
                out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                sentAt = now;
            }
            if (over) {
                event(out, "end", "{}".getBytes(StandardCharsets.UTF_8));
                out.flush();
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** JSON has no line breaks, so it is one line of data. */
    private static void event(OutputStream out, String name, byte[] json) throws IOException {
        out.write(("event: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        out.write(json);
        out.write("\n\n".getBytes(StandardCharsets.UTF_8));
    }
}
