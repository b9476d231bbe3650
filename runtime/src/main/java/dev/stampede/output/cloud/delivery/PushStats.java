package dev.stampede.output.cloud.delivery;

import static java.util.Objects.requireNonNull;

import dev.stampede.Delivery;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what was sent and what was lost. The first loss of each kind is logged as a warning, the others at debug level;
 * {@link #report} has the totals. Counting needs no memory, so that it works when there is none. Thread-safe.
 */
public final class PushStats {
    private static final System.Logger logger = System.getLogger(PushStats.class.getName());

    private final Map<Loss, Lost> losses = new EnumMap<>(Loss.class);
    private long batches;
    private long series;
    private long samples;
    private long bytes;
    private long retries;
    private long spooledSeries;
    private long spooledSamples;
    private String spool = "";
    private String whySpooled = "";

    public PushStats() {
        for (Loss loss : Loss.values()) {
            losses.put(loss, new Lost());
        }
    }

    /** A batch was accepted. */
    synchronized void sent(Unsent batch) {
        batches++;
        series += batch.series;
        samples += batch.samples;
        bytes += batch.size;
    }

    /** A batch is sent once more. */
    synchronized void retried() {
        retries++;
    }

    /** A batch is left on disk. */
    synchronized void spooled(int itsSeries, long itsSamples) {
        spooledSeries += itsSeries;
        spooledSamples += itsSamples;
    }

    /** Where batches are left, and why; no words when there is nothing to say. */
    public synchronized void spooledIn(String folder, String why) {
        spool = folder;
        whySpooled = why;
    }

    /** What became of the samples so far. */
    public synchronized Delivery delivery() {
        long lostSeries = 0;
        long lostSamples = 0;
        for (Lost lost : losses.values()) {
            lostSeries += lost.series;
            lostSamples += lost.samples;
        }
        return new Delivery(samples, series, retries, spooledSamples, spooledSeries, lostSamples, lostSeries);
    }

    /** Samples will never reach the service. */
    public void lost(Loss loss, int lostSeries, long lostSamples, String detail) {
        tell(loss, lostSeries, lostSamples, count(loss, lostSeries, lostSamples), detail, null);
    }

    /** Samples will never reach the service, because of a fault. Throws nothing, whatever the state of the machine. */
    public void lost(Loss loss, int lostSeries, long lostSamples, Throwable fault) {
        boolean first = count(loss, lostSeries, lostSamples);
        tell(loss, lostSeries, lostSamples, first, text(fault), fault);
    }

    /** A fault in words; fewer when there is no memory for them. */
    public static String text(Throwable fault) {
        try {
            return fault.toString();
        } catch (RuntimeException | Error e) { // no memory for it
            return fault.getClass().getName();
        }
    }

    /** Whether it is the first of its kind. */
    private synchronized boolean count(Loss loss, int lostSeries, long lostSamples) {
        Lost total = of(loss);
        boolean first = total.times++ == 0;
        total.series += lostSeries;
        total.samples += lostSamples;
        return first;
    }

    private Lost of(Loss loss) {
        return requireNonNull(losses.get(loss));
    }

    private void tell(
            Loss loss, int lostSeries, long lostSamples, boolean first, String detail, @Nullable Throwable fault) {
        if (first) {
            synchronized (this) {
                of(loss).detail = detail;
            }
        }
        try {
            logger.log(
                    first ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                    "Lost on the way to the cloud: " + amount(lostSamples, lostSeries) + " " + loss.why
                            + (detail.isEmpty() ? "" : ": " + detail),
                    fault);
        } catch (RuntimeException | Error e) {
            // it is counted, and the report will tell; who counts must go on with what is not lost
        }
    }

    /** The totals: a line on what was sent, then one on what is left on disk and one for each kind of loss. */
    public synchronized List<String> report() {
        List<String> lines = new ArrayList<>();
        lines.add("sent " + amount(samples, series) + " in " + counted(batches, "batch", "batches") + " (" + size(bytes)
                + "), " + counted(retries, "retry", "retries"));
        if (spooledSamples > 0) {
            lines.add("SPOOLED " + amount(spooledSamples, spooledSeries) + ": stampede cloud push " + spool
                    + (whySpooled.isEmpty() ? "" : "\nThey are unsent because of: " + whySpooled));
        }
        losses.forEach((loss, lost) -> {
            if (lost.times > 0) {
                lines.add("LOST " + amount(lost.samples, lost.series) + " " + loss.why
                        + (lost.detail.isEmpty() ? "" : ": " + lost.detail));
            }
        });
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
    public enum Loss {
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
        private String detail = "";
        private long times;
        private long series;
        private long samples;
    }
}
