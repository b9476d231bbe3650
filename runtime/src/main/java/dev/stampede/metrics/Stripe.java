package dev.stampede.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One writer's share of the samples: a sink for each series and second. Guarded by {@link #tryAcquire}; nothing that
 * could block happens inside, so a virtual thread never gives up its carrier while it holds it, and nothing that takes
 * long: who drains does all its work outside.
 */
final class Stripe {
    private static final VarHandle TAKEN;
    private static final long NANOS = 1_000_000_000L;
    private static final int SPINS = 64;
    /** Seconds that are kept to be used again; more were open only because nobody drained for a while. */
    private static final int SPARE_SECONDS = 4;

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(Stripe.class, "taken", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // through TAKEN
    private volatile boolean taken;

    /** That of the last sample, which nearly always is that of the next. */
    private @Nullable Second latest;

    /** Seconds that samples have come for since the last drain; nearly always one or two. */
    private List<Second> open = new ArrayList<>(4);

    /** Taken away from the writers and not yet all passed on. Only the drainer touches it. */
    private List<Second> closing = new ArrayList<>(4);

    private final List<Second> spareSeconds = new ArrayList<>(SPARE_SECONDS);
    private final SinkPool pool;
    /** Of sinks on their way back to the pool. Only the drainer touches it. */
    private final SinkPool returning;

    /** @param keepsValues whether trends keep every single value */
    Stripe(boolean keepsValues) {
        pool = new SinkPool(keepsValues);
        returning = new SinkPool(keepsValues);
    }

    boolean tryAcquire() {
        return !(boolean) TAKEN.getOpaque(this) && TAKEN.compareAndSet(this, false, true);
    }

    void release() {
        TAKEN.setRelease(this, false);
    }

    private void acquire() {
        for (int i = 1; !tryAcquire(); i++) {
            pause(i);
        }
    }

    /** Between two attempts: the holder needs only a moment, unless the machine has taken its processor away. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing is right or wrong by it: it only saves processor time
    static void pause(int attempt) {
        if (attempt % SPINS == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    /** Holding the stripe. What is not a number is no sample: it would make every sum one too. */
    void add(TimeSeries series, double value, long epochNanos) {
        if (!Double.isNaN(value)) {
            add(second(epochNanos).sink(series), value, epochNanos);
        }
    }

    /** The same for each of several series. */
    void add(TimeSeries[] series, double[] values, long epochNanos) {
        Second second = second(epochNanos);
        for (int i = 0; i < series.length; i++) {
            if (!Double.isNaN(values[i])) {
                add(second.sink(series[i]), values[i], epochNanos);
            }
        }
    }

    /** As {@link Sink#add}, but a call that the compiler can resolve. */
    private static void add(Sink sink, double value, long epochNanos) {
        if (sink instanceof Sink.TrendSink trend) {
            trend.add(value, epochNanos);
        } else if (sink instanceof Sink.CounterSink counter) {
            counter.add(value, epochNanos);
        } else if (sink instanceof Sink.RateSink rate) {
            rate.add(value, epochNanos);
        } else {
            sink.add(value, epochNanos);
        }
    }

    private Second second(long epochNanos) {
        Second last = latest;
        return last != null && last.holds(epochNanos) ? last : secondOf(epochNanos);
    }

    private Second secondOf(long epochNanos) {
        long epochSecond = Math.floorDiv(epochNanos, NANOS);
        Second found = null;
        for (int i = open.size() - 1; i >= 0 && found == null; i--) {
            if (open.get(i).epochSecond == epochSecond) {
                found = open.get(i);
            }
        }
        if (found == null) {
            found = spareSeconds.isEmpty() ? new Second(pool) : spareSeconds.removeLast();
            found.begin(epochSecond);
            open.add(found);
        }
        latest = found;
        return found;
    }

    /** By one thread at a time, not holding the stripe. */
    void drain(Recorder.Drained drained) {
        deliver(drained); // what a drain has left that was broken off
        acquire();
        List<Second> full = open;
        open = closing;
        latest = null;
        closing = full;
        release();
        deliver(drained);
    }

    private void deliver(Recorder.Drained drained) {
        if (closing.isEmpty()) {
            return;
        }
        for (Second second : closing) {
            second.deliver(drained);
        }
        for (Second second : closing) {
            second.recycle(returning);
        }
        acquire();
        try {
            pool.take(returning);
            for (Second second : closing) {
                if (spareSeconds.size() < SPARE_SECONDS) {
                    spareSeconds.add(second);
                }
            }
        } finally {
            release();
        }
        closing.clear();
    }

    /** The sinks of one second. */
    private static final class Second {
        private final SinkPool pool;
        private long epochSecond;
        private long begin;
        private @Nullable Sink[] sinks = new Sink[64];
        private TimeSeries[] touched = new TimeSeries[64];
        private int count;
        private int delivered;

        Second(SinkPool pool) {
            this.pool = pool;
        }

        void begin(long second) {
            epochSecond = second;
            begin = second * NANOS;
        }

        boolean holds(long epochNanos) {
            long within = epochNanos - begin;
            return within >= 0 && within < NANOS;
        }

        Sink sink(TimeSeries series) {
            int id = series.id();
            if (id < sinks.length) {
                Sink sink = sinks[id];
                if (sink != null) {
                    return sink;
                }
            }
            return newSink(series);
        }

        /** All memory is got before anything changes: an error on the way must not lose the sink. */
        private Sink newSink(TimeSeries series) {
            int id = series.id();
            if (id >= sinks.length) {
                sinks = Arrays.copyOf(sinks, Math.max(id + 1, sinks.length * 2));
            }
            if (count == touched.length) {
                touched = Arrays.copyOf(touched, count * 2);
            }
            Sink sink = pool.take(series.metric().type());
            sinks[id] = sink;
            touched[count++] = series;
            return sink;
        }

        /** Goes on after the series at which it was broken off last time. */
        void deliver(Recorder.Drained drained) {
            while (delivered < count) {
                TimeSeries series = touched[delivered++];
                Sink sink = sinks[series.id()];
                if (sink != null) {
                    try {
                        drained.accept(epochSecond, series, sink);
                    } finally {
                        sink.clear();
                    }
                }
            }
        }

        /** Once all is delivered. May be broken off and repeated. */
        void recycle(SinkPool into) {
            for (; count > 0; count--) {
                int id = touched[count - 1].id();
                Sink sink = sinks[id];
                if (sink != null) {
                    into.give(sink);
                    sinks[id] = null;
                }
            }
            delivered = 0;
        }
    }
}
