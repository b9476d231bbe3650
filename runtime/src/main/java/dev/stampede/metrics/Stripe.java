package dev.stampede.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One writer's share of the samples: a sink for each series and second. Guarded by {@link #tryAcquire}; nothing that
 * could block happens inside, so a virtual thread never gives up its carrier while it holds it.
 */
final class Stripe {
    private static final VarHandle TAKEN;
    private static final long NANOS = 1_000_000_000L;

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

    private List<Second> spareList = new ArrayList<>(4);
    private final ArrayDeque<Second> spareSeconds = new ArrayDeque<>();
    private final SinkPool pool = new SinkPool();

    boolean tryAcquire() {
        return !(boolean) TAKEN.getOpaque(this) && TAKEN.compareAndSet(this, false, true);
    }

    void release() {
        TAKEN.setRelease(this, false);
    }

    private void acquire() {
        while (!tryAcquire()) {
            Thread.onSpinWait();
        }
    }

    /** Holding the stripe. */
    void add(TimeSeries series, double value, long epochNanos) {
        second(Math.floorDiv(epochNanos, NANOS)).sink(series).add(value, epochNanos);
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
        acquire();
        List<Second> full = open;
        open = spareList;
        release();

        for (Second second : full) {
            second.forEach(drained);
        }

        acquire();
        for (Second second : full) {
            second.recycle();
            spareSeconds.push(second);
        }
        full.clear();
        spareList = full;
        release();
    }

    /** The sinks of one second. */
    private static final class Second {
        private final SinkPool pool;
        private long epochSecond;
        private @Nullable Sink[] sinks = new Sink[64];
        private TimeSeries[] touched = new TimeSeries[64];
        private int count;

        Second(SinkPool pool) {
            this.pool = pool;
        }

        Sink sink(TimeSeries series) {
            int id = series.id();
            if (id >= sinks.length) {
                sinks = Arrays.copyOf(sinks, Math.max(id + 1, sinks.length * 2));
            }
            Sink sink = sinks[id];
            if (sink == null) {
                sink = pool.take(series.metric().type());
                sinks[id] = sink;
                if (count == touched.length) {
                    touched = Arrays.copyOf(touched, count * 2);
                }
                touched[count++] = series;
            }
            return sink;
        }

        void forEach(Recorder.Drained drained) {
            for (int i = 0; i < count; i++) {
                TimeSeries series = touched[i];
                Sink sink = sinks[series.id()];
                if (sink != null) {
                    drained.accept(epochSecond, series, sink);
                    sink.clear();
                }
            }
        }

        void recycle() {
            for (int i = 0; i < count; i++) {
                int id = touched[i].id();
                Sink sink = sinks[id];
                if (sink != null) {
                    pool.give(touched[i].metric().type(), sink);
                    sinks[id] = null;
                }
            }
            count = 0;
        }
    }

    /** Emptied sinks to be used again, by type. */
    private static final class SinkPool {
        private final Map<MetricType, ArrayDeque<Sink>> free = new EnumMap<>(MetricType.class);

        Sink take(MetricType type) {
            ArrayDeque<Sink> sinks = free.get(type);
            Sink sink = sinks == null ? null : sinks.poll();
            return sink != null ? sink : type.newSink();
        }

        void give(MetricType type, Sink sink) {
            free.computeIfAbsent(type, t -> new ArrayDeque<>()).push(sink);
        }
    }
}
