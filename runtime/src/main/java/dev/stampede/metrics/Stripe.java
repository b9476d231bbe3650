package dev.stampede.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One writer's share of the samples: a sink for each series and second. Guarded by {@link #tryAcquire}; nothing that
 * could block happens inside, so a virtual thread never gives up its carrier while it holds it.
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

    /** Seconds that samples have come for since the last drain; nearly always one or two. */
    private List<Second> open = new ArrayList<>(4);

    /** Taken away from the writers and not yet all passed on. Only the drainer touches it. */
    private List<Second> closing = new ArrayList<>(4);

    private final ArrayDeque<Second> spareSeconds = new ArrayDeque<>();
    private final SinkPool pool;

    /** @param keepsValues whether trends keep every single value */
    Stripe(boolean keepsValues) {
        pool = new SinkPool(keepsValues);
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
            second(Math.floorDiv(epochNanos, NANOS)).sink(series).add(value, epochNanos);
        }
    }

    private Second second(long epochSecond) {
        for (int i = open.size() - 1; i >= 0; i--) {
            Second second = open.get(i);
            if (second.epochSecond == epochSecond) {
                return second;
            }
        }
        Second spare = spareSeconds.poll();
        Second second = spare != null ? spare : new Second(pool);
        second.epochSecond = epochSecond;
        open.add(second);
        return second;
    }

    /** By one thread at a time, not holding the stripe. */
    void drain(Recorder.Drained drained) {
        deliver(drained); // what a drain has left that was broken off
        acquire();
        List<Second> full = open;
        open = closing;
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
        acquire();
        try {
            for (Second second : closing) {
                second.recycle();
                if (spareSeconds.size() < SPARE_SECONDS) {
                    spareSeconds.push(second);
                }
            }
            pool.trim();
        } finally {
            release();
        }
        closing.clear();
    }

    /** The sinks of one second. */
    private static final class Second {
        private final SinkPool pool;
        private long epochSecond;
        private @Nullable Sink[] sinks = new Sink[64];
        private TimeSeries[] touched = new TimeSeries[64];
        private int count;
        private int delivered;

        Second(SinkPool pool) {
            this.pool = pool;
        }

        Sink sink(TimeSeries series) {
            int id = series.id();
            if (id >= sinks.length) {
                sinks = Arrays.copyOf(sinks, Math.max(id + 1, sinks.length * 2));
            }
            Sink sink = sinks[id];
            return sink != null ? sink : newSink(series);
        }

        /** All memory is got before anything changes: an error on the way must not lose the sink. */
        private Sink newSink(TimeSeries series) {
            if (count == touched.length) {
                touched = Arrays.copyOf(touched, count * 2);
            }
            Sink sink = pool.take(series.metric().type());
            sinks[series.id()] = sink;
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

        void recycle() {
            for (int i = 0; i < count; i++) {
                int id = touched[i].id();
                Sink sink = sinks[id];
                if (sink != null) {
                    pool.give(sink);
                    sinks[id] = null;
                }
            }
            count = 0;
            delivered = 0;
        }
    }

    /** Emptied sinks to be used again, by type. */
    private static final class SinkPool {
        private final Map<MetricType, FreeSinks> byType = new EnumMap<>(MetricType.class);
        private final boolean keepsValues;

        SinkPool(boolean keepsValues) {
            this.keepsValues = keepsValues;
            for (MetricType type : MetricType.values()) {
                byType.put(type, new FreeSinks());
                Sink unused = newSink(type); // so that its class is not initialised while a stripe is held
            }
        }

        Sink take(MetricType type) {
            Sink sink = of(type).sinks.poll();
            return sink != null ? sink : newSink(type);
        }

        private Sink newSink(MetricType type) {
            return keepsValues && type == MetricType.TREND ? new Sink.ValuedTrendSink() : type.newSink();
        }

        void give(Sink sink) {
            FreeSinks free = of(sink.type());
            free.sinks.push(sink);
            free.given++;
        }

        private FreeSinks of(MetricType type) {
            return Objects.requireNonNull(byType.get(type));
        }

        /** At the end of each drain. */
        void trim() {
            byType.values().forEach(FreeSinks::trim);
        }
    }

    /** Keeps as many as were in use lately, not as many as ever were. */
    private static final class FreeSinks {
        private final ArrayDeque<Sink> sinks = new ArrayDeque<>();
        private int given;
        private int recent;

        /** What was in use is forgotten slowly: an eighth with each drain. */
        void trim() {
            recent = Math.max(given, recent - recent / 8);
            given = 0;
            while (sinks.size() > recent) {
                sinks.poll();
            }
        }
    }
}
