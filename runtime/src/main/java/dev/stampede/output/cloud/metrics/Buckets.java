package dev.stampede.output.cloud.metrics;

import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Collects samples by aggregation period and series. A sample that comes after its period was closed opens it again; it is
 * then sent once more with the same time, and the service merges. (k6: {@code expv2/collect.go}.)
 *
 * <p>Thread-safe: one lock, never held while anything waits.
 */
public final class Buckets {
    private final long periodSeconds;
    private final long waitNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableMap<Long, Map<TimeSeries, Sink>> open = new TreeMap<>();
    private final Map<Kind, ArrayDeque<Sink>> spare = new HashMap<>();

    /**
     * Empty buckets.
     *
     * @param period length of a bucket in whole seconds, at least one
     * @param wait how long after its beginning a bucket is closed at the earliest
     */
    public Buckets(Duration period, Duration wait) {
        this.periodSeconds = period.toSeconds();
        this.waitNanos = wait.toNanos();
    }

    /** Adds one series' samples of one second. */
    public void add(long epochSecond, TimeSeries series, Sink sink) {
        if (sink.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            open.computeIfAbsent(Math.floorDiv(epochSecond, periodSeconds), id -> new LinkedHashMap<>())
                    .computeIfAbsent(series, s -> emptySink(kind(s, sink)))
                    .merge(sink);
        } finally {
            lock.unlock();
        }
    }

    /** Single values are wanted of the times of requests only: it was those that k6 aggregated. */
    private static Kind kind(TimeSeries series, Sink sink) {
        return new Kind(
                series.metric().type(),
                sink instanceof Sink.ValuedTrendSink && series.metric().name().startsWith("http_req_"));
    }

    private Sink emptySink(Kind kind) {
        ArrayDeque<Sink> sinks = spare.get(kind);
        Sink sink = sinks == null ? null : sinks.poll();
        return sink != null ? sink : kind.newSink();
    }

    /** Sinks that can take each other's place. */
    private record Kind(MetricType type, boolean valued) {
        Sink newSink() {
            return valued ? new Sink.ValuedTrendSink() : type.newSink();
        }
    }

    private long lastClosed(long epochNanos) {
        return Math.floorDiv(epochNanos - waitNanos, periodSeconds * 1_000_000_000L);
    }

    /** Whether there is a bucket that is closed at this time. */
    boolean hasClosed(long epochNanos) {
        lock.lock();
        try {
            return !open.isEmpty() && open.firstKey() <= lastClosed(epochNanos);
        } finally {
            lock.unlock();
        }
    }

    /** How many series are in buckets, each counted once for each of them. */
    long series() {
        lock.lock();
        try {
            long series = 0;
            for (Map<TimeSeries, Sink> sinks : open.values()) {
                series += sinks.size();
            }
            return series;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the buckets that are closed at this time, oldest first. */
    List<Bucket> takeClosed(long epochNanos) {
        lock.lock();
        try {
            return take(open.headMap(lastClosed(epochNanos), true));
        } finally {
            lock.unlock();
        }
    }

    /** Takes all buckets, oldest first. */
    public List<Bucket> takeAll() {
        lock.lock();
        try {
            return take(open);
        } finally {
            lock.unlock();
        }
    }

    /** All or, when it throws for want of memory, none. */
    private List<Bucket> take(NavigableMap<Long, Map<TimeSeries, Sink>> taken) {
        List<Bucket> buckets = new ArrayList<>(taken.size());
        taken.forEach((id, sinks) -> buckets.add(new Bucket(id * periodSeconds, sinks)));
        taken.clear();
        return buckets;
    }

    /** Drops all buckets, telling the series and samples of each. */
    void drop(Dropped told) {
        lock.lock();
        try {
            open.forEach((id, sinks) -> told.lost(sinks.size(), new Bucket(id * periodSeconds, sinks).samples()));
            open.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Told what is dropped of a bucket. */
    @FunctionalInterface
    interface Dropped {
        void lost(int series, long samples);
    }

    /** Takes back the sinks of buckets that are done with. */
    void recycle(Collection<Bucket> done) {
        lock.lock();
        try {
            for (Bucket bucket : done) {
                bucket.sinks().forEach((series, sink) -> {
                    sink.clear();
                    spare.computeIfAbsent(kind(series, sink), k -> new ArrayDeque<>())
                            .push(sink);
                });
            }
        } finally {
            lock.unlock();
        }
    }
}
