package dev.stampede.output.cloud.metrics;

import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.delivery.Batch;
import dev.stampede.output.cloud.delivery.PushStats;
import java.util.List;
import java.util.function.Consumer;

/**
 * Turns closed buckets into batches: a series occurs once in them, with a value for each bucket. Each is handed on before
 * the next is encoded, so that little memory is needed at one time. What cannot be encoded or handed on, for want of
 * memory too, is counted as lost; the others go on. Confined to the thread that encodes. (k6: {@code expv2/flush.go}.)
 */
public final class Batcher {
    private final int mostSeries;
    private final Packing packing;
    private final PushStats stats;
    private final Outliers outliers;
    private final MetricSets sets;
    private final ClosedSeries all = new ClosedSeries();

    /** Makes the request of a batch. */
    @FunctionalInterface
    interface Packing {
        /**
         * The request of a batch.
         *
         * @param message its first bytes are the encoded MetricSet; only valid during the call
         * @param length how many
         */
        ApiRequest pack(byte[] message, int length);
    }

    /**
     * A batcher.
     *
     * @param mostSeries most series in a batch
     * @param outliers what becomes of them
     * @param packing makes the request of a batch
     */
    Batcher(String runId, int periodSeconds, int mostSeries, Outliers outliers, Packing packing, PushStats stats) {
        this.outliers = outliers;
        this.sets = new MetricSets(runId, periodSeconds);
        this.mostSeries = mostSeries;
        this.packing = packing;
        this.stats = stats;
    }

    /**
     * Makes batches of all that the buckets hold. What goes wrong is counted and not thrown.
     *
     * @param into told each batch as soon as it is encoded; when it throws, it has not taken the batch
     */
    void batches(List<Bucket> closed, Consumer<Batch> into) {
        try {
            all.read(closed, outliers);
        } catch (RuntimeException | Error e) {
            all.clear();
            oneByOne(closed, into, e);
            return;
        }
        for (int from = 0; from < all.size(); ) {
            int to = from + Math.min(mostSeries, all.size() - from);
            encode(from, to, into);
            from = to;
        }
        all.clear();
    }

    /** Each by itself needs less memory. */
    private void oneByOne(List<Bucket> closed, Consumer<Batch> into, Throwable fault) {
        if (closed.size() == 1) {
            Bucket bucket = closed.getFirst();
            stats.lost(PushStats.Loss.FAULT, bucket.size(), bucket.samples(), fault);
        } else {
            for (int i = 0; i < closed.size(); i++) {
                batches(closed.subList(i, i + 1), into);
            }
        }
    }

    private void encode(int from, int to, Consumer<Batch> into) {
        long samples = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int i = from; i < to; i++) { // as everything that counts losses: without memory of its own
            for (int value = all.firstValue(i); value >= 0; value = all.nextValue(value)) {
                samples += all.sink(value).count();
                first = Math.min(first, all.time(value));
                last = Math.max(last, all.time(value));
            }
        }
        try {
            Wire message = sets.message(all, from, to);
            ApiRequest request = packing.pack(message.bytes(), message.size());
            into.accept(new Batch(request, to - from, samples, first, last));
        } catch (RuntimeException | Error e) { // the batches after it may be sound
            stats.lost(PushStats.Loss.FAULT, to - from, samples, e);
        }
    }
}
