package dev.stampede.output.cloud;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what was sent and what was lost. The first loss of each kind is logged as a warning, the others at debug level;
 * {@link #report} has the totals. Thread-safe.
 */
final class PushStats {
    private static final System.Logger logger = System.getLogger(PushStats.class.getName());

    private final Map<Loss, Lost> losses = new EnumMap<>(Loss.class);
    private long batches;
    private long series;
    private long samples;
    private long bytes;
    private long retries;

    /** A batch was accepted. */
    synchronized void sent(Batch batch) {
        batches++;
        series += batch.series();
        samples += batch.samples();
        bytes += batch.post().size();
    }

    /** A batch is sent once more. */
    synchronized void retried() {
        retries++;
    }

    /** A batch will never reach the service. */
    void lost(Loss loss, Batch batch, String detail) {
        lost(loss, batch.series(), batch.samples(), detail, null);
    }

    /** Samples will never reach the service. */
    void lost(Loss loss, int lostSeries, long lostSamples, String detail, @Nullable Throwable fault) {
        boolean first;
        synchronized (this) {
            Lost total = losses.get(loss);
            first = total == null;
            if (total == null) {
                total = new Lost(detail);
                losses.put(loss, total);
            }
            total.series += lostSeries;
            total.samples += lostSamples;
        }
        logger.log(
                first ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "Lost on the way to the cloud: " + amount(lostSamples, lostSeries) + " " + loss.why
                        + (detail.isEmpty() ? "" : ": " + detail),
                fault);
    }

    /** How many samples were lost. */
    synchronized long lostSamples() {
        return losses.values().stream().mapToLong(lost -> lost.samples).sum();
    }

    /** The totals: a line on what was sent, then one for each kind of loss. */
    synchronized List<String> report() {
        List<String> lines = new ArrayList<>();
        lines.add("sent " + amount(samples, series) + " in " + counted(batches, "batch", "batches") + " (" + size(bytes)
                + "), " + counted(retries, "retry", "retries"));
        losses.forEach((loss, lost) -> lines.add("LOST " + amount(lost.samples, lost.series) + " " + loss.why
                + (lost.detail.isEmpty() ? "" : ": " + lost.detail)));
        return lines;
    }

    private static String amount(long samples, long series) {
        return counted(samples, "sample", "samples") + " of " + counted(series, "series", "series");
    }

    private static String counted(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    private static String size(long bytes) {
        return bytes < 1000
                ? bytes + " B"
                : bytes < 1_000_000
                        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** Why samples are lost. */
    enum Loss {
        /** The service said no to a batch. */
        REFUSED("that the service refused"),
        /** More waits than may be kept. */
        OVERFLOW("that were the oldest of too many unsent"),
        /** The service takes no more. */
        STOPPED("after the service took no more"),
        /** The run is over. */
        UNSENT("that were unsent at the end of the run"),
        /** An error of our own. */
        FAULT("that could not be encoded or sent");

        private final String why;

        Loss(String why) {
            this.why = why;
        }
    }

    private static final class Lost {
        private final String detail;
        private long series;
        private long samples;

        Lost(String detail) {
            this.detail = detail;
        }
    }
}
