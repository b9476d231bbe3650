package dev.stampede.metrics;

/**
 * Takes the samples of all virtual users. A sample is never an object: it is added to its series' sink of its second, in
 * one of a few stripes, each of which has one writer at a time. In the steady state nothing is allocated and nobody waits:
 * a writer that finds its stripe taken goes on to the next. A value that is not a number is ignored.
 *
 * <p>{@link #drain} takes what has gathered since the last time. Its seconds may come again later, when a late sample has
 * come in meanwhile: whoever receives them merges.
 *
 * <p>Thread-safe.
 */
public final class Recorder {
    private final Stripe[] stripes;
    private final int mask;
    private final Object draining = new Object();

    /** A recorder with as many stripes as the machine has processors, rounded up to a power of two. */
    public Recorder() {
        this(false);
    }

    /**
     * The same.
     *
     * @param keepsValues whether trends keep every single value too: what is drained of them is a {@link
     *     Sink.ValuedTrendSink}
     */
    public Recorder(boolean keepsValues) {
        this(Runtime.getRuntime().availableProcessors(), keepsValues);
    }

    Recorder(int atLeast) {
        this(atLeast, false);
    }

    private Recorder(int atLeast, boolean keepsValues) {
        int size = Integer.highestOneBit(Math.max(2, atLeast) * 2 - 1);
        mask = size - 1;
        stripes = new Stripe[size];
        for (int i = 0; i < size; i++) {
            stripes[i] = new Stripe(keepsValues);
        }
    }

    /**
     * Records one sample.
     *
     * @param lane any number; callers with different ones get into each other's way less
     */
    public void add(int lane, TimeSeries series, double value, long epochNanos) {
        Stripe stripe = enter(lane);
        try {
            stripe.add(series, value, epochNanos);
        } finally {
            stripe.release();
        }
    }

    /**
     * Records one sample of each metric of a group, all in one go.
     *
     * @param values in the group's order; what is beyond the group's number is ignored
     * @throws IllegalArgumentException if there are fewer values than metrics
     */
    public void add(int lane, MetricGroup group, TagSet tags, double[] values, long epochNanos) {
        TimeSeries[] series = tags.series(group);
        if (values.length < series.length) {
            throw new IllegalArgumentException(
                    "the group has " + series.length + " metrics, but " + values.length + " values were given");
        }
        Stripe stripe = enter(lane);
        try {
            stripe.add(series, values, epochNanos);
        } finally {
            stripe.release();
        }
    }

    private Stripe enter(int lane) {
        for (int i = 0; ; i++) {
            Stripe stripe = stripes[(lane + i) & mask];
            if (stripe.tryAcquire()) {
                return stripe;
            }
            if ((i & mask) == mask) {
                Stripe.pause((i >>> Integer.bitCount(mask)) + 1);
            }
        }
    }

    /**
     * Passes on all that was recorded since the last drain. One caller at a time; others wait.
     *
     * <p>What the receiver throws ends the drain and is passed on. Nothing is lost by it: the call that threw counts as
     * taken, all the rest comes with the next drain.
     */
    public void drain(Drained drained) {
        synchronized (draining) {
            for (Stripe stripe : stripes) {
                stripe.drain(drained);
            }
        }
    }

    /** Receives what was recorded. */
    @FunctionalInterface
    public interface Drained {
        /**
         * Takes one series' samples of one second; may come several times for the same.
         *
         * @param epochSecond the second the samples belong to
         * @param sink the samples; only valid during the call
         */
        void accept(long epochSecond, TimeSeries series, Sink sink);
    }
}
