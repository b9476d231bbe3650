package dev.stampede.thresholds;

import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import java.util.ArrayDeque;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Samples by the second, and the windows that slide over them. Keeps at most {@value #MOST_SLOTS} sinks for a window, besides
 * those of the seconds that are not closed yet: a window above 5 minutes slides by several seconds. Not thread-safe.
 */
final class SlidingWindow {
    static final int MOST_SLOTS = 300;

    private final MetricType type;
    private final long origin;
    private final long step;
    private final long slotsOfWindow;
    /** Those that have samples, by number from {@link #origin}. */
    private final TreeMap<Long, Sink> slots = new TreeMap<>();

    private final ArrayDeque<Sink> spare = new ArrayDeque<>();
    private final Sink window;
    /** Of gauges, the last value before the next window; of others not used. */
    private final Sink before;

    private long next;

    /**
     * A window.
     *
     * @param seconds its length
     * @param origin second at which the first one begins
     */
    SlidingWindow(MetricType type, long seconds, long origin) {
        this.type = type;
        this.origin = origin;
        this.step = step(seconds);
        this.slotsOfWindow = seconds / step;
        this.window = type.newSink();
        this.before = type.newSink();
    }

    /** By how many seconds it slides: the fewest that are a part of it and need no more slots than there may be. */
    static long step(long seconds) {
        long step = Math.ceilDiv(seconds, MOST_SLOTS);
        while (seconds % step != 0) {
            step++;
        }
        return step;
    }

    /** Hears of each window. */
    interface Judge {
        /**
         * One window.
         *
         * @param from second at which it begins
         * @param sink its samples; of a gauge that has none, the last before it. Only valid during the call
         * @param samples how many samples it has
         */
        void judge(long from, Sink sink, long samples);
    }

    /** Samples of a second. What comes when its windows have been judged is too late. */
    void add(long second, Sink sink) {
        long slot = Math.floorDiv(second - origin, step);
        if (slot >= next) {
            slots.computeIfAbsent(slot, s -> newSink()).merge(sink);
        } else {
            before(sink);
        }
    }

    /** What was before the first window: of gauges, the value lasts. */
    void before(Sink sink) {
        if (type == MetricType.GAUGE) {
            before.merge(sink);
        }
    }

    private Sink newSink() {
        Sink sink = spare.poll();
        return sink != null ? sink : type.newSink();
    }

    /** Judges the windows that end at this second or before and were not judged yet. */
    void judgeTo(long second, Judge judge) {
        while (end(next) <= second) {
            window.clear();
            for (Sink slot : slots.subMap(next, next + slotsOfWindow).values()) {
                window.merge(slot);
            }
            boolean lasting = window.isEmpty() && type == MetricType.GAUGE;
            judge.judge(origin + next * step, lasting ? before : window, window.count());
            forget(slots.remove(next));
            next++;
        }
    }

    private void forget(@Nullable Sink slot) {
        if (slot != null) {
            before(slot);
            slot.clear();
            spare.push(slot);
        }
    }

    private long end(long slot) {
        return origin + (slot + slotsOfWindow) * step;
    }

    /** Whether there was a full window. */
    boolean slid() {
        return next > 0;
    }
}
