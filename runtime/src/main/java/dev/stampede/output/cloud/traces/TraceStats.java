package dev.stampede.output.cloud.traces;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the cloud was told of and what not. The first loss of each kind is logged as a warning, the others at debug
 * level. Thread-safe.
 */
final class TraceStats {
    private static final System.Logger logger = System.getLogger(TraceStats.class.getName());

    private final Map<Loss, Lost> losses = new EnumMap<>(Loss.class);
    private long requests;
    private long batches;
    private long retries;

    synchronized void sent(int sentRequests) {
        requests += sentRequests;
        batches++;
    }

    synchronized void retried() {
        retries++;
    }

    /** The cloud will never be told of these. */
    void lost(Loss loss, int lostRequests, String detail, @Nullable Throwable fault) {
        boolean first;
        synchronized (this) {
            Lost before = losses.get(loss);
            first = before == null;
            losses.put(loss, before == null ? new Lost(lostRequests, detail) : before.plus(lostRequests));
        }
        System.Logger.Level level = first ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG;
        if (!logger.isLoggable(level)) { // each one that overflows comes here
            return;
        }
        logger.log(
                level,
                "The cloud is not told of " + counted(lostRequests, "traced request") + " " + loss.why
                        + (detail.isEmpty() ? "" : ": " + detail),
                fault);
    }

    /** The totals: a line on what was sent, then one for each kind of loss. Empty when there was nothing to send. */
    synchronized List<String> report() {
        List<String> lines = new ArrayList<>();
        if (requests > 0 || !losses.isEmpty()) {
            lines.add("sent " + counted(requests, "traced request") + " in " + batches
                    + (batches == 1 ? " batch, " : " batches, ") + retries + (retries == 1 ? " retry" : " retries"));
        }
        losses.forEach((loss, lost) -> lines.add("LOST " + counted(lost.requests, "traced request") + " " + loss.why
                + (lost.detail.isEmpty() ? "" : ": " + lost.detail)));
        return lines;
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** Why the cloud is not told. */
    enum Loss {
        /** It said no, or did not answer. */
        REFUSED("that it did not take"),
        /** More wait than may be kept. */
        OVERFLOW("as too many were waiting"),
        /** The run is over. */
        UNSENT("that were unsent at the end of the run"),
        /** An error of our own. */
        FAULT("that could not be encoded or sent");

        private final String why;

        Loss(String why) {
            this.why = why;
        }
    }

    /** @param detail of the first */
    private record Lost(long requests, String detail) {
        Lost plus(int more) {
            return new Lost(requests + more, detail);
        }
    }
}
