package dev.stampede.output.cloud.metrics;

import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Collects samples by aggregation period and series. A sample that comes after its period was closed opens it again; it is
 * then sent once more with the same time, and the service merges. (k6: {@code expv2/collect.go}.)
 *
 * <p>Thread-safe: one lock, never held while anything waits.
 */
public final class Buckets {
    /** Buckets that are kept to be used again; more were open only because a service could not keep up. */
    private static final int SPARE_BUCKETS = 4;

    private final long periodSeconds;
    private final long waitNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableMap<Long, Bucket> open = new TreeMap<>();
    /** That of the last samples, which nearly always is that of the next. */
    private @Nullable Bucket latest;

    private final ArrayDeque<Bucket> spare = new ArrayDeque<>();
    private final Map<MetricType, ArrayDeque<Sink>> spareSinks = new EnumMap<>(MetricType.class);
    private final ArrayDeque<Sink> spareValued = new ArrayDeque<>();

    /**
     * Empty buckets.
     *
     * @param period length of a bucket in whole seconds, at least one
     * @param wait how long after its beginning a bucket is closed at the earliest
     */
    public Buckets(Duration period, Duration wait) {
        this.periodSeconds = period.toSeconds();
        this.waitNanos = wait.toNanos();
        for (MetricType type : MetricType.values()) {
            spareSinks.put(type, new ArrayDeque<>());
        }
    }

    /** Adds one series' samples of one second. */
    public void add(long epochSecond, TimeSeries series, Sink sink) {
        if (sink.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            Bucket bucket = bucket(Math.floorDiv(epochSecond, periodSeconds));
            Sink into = bucket.find(series);
            if (into == null) {
                into = emptySink(series.metric().type(), valued(series, sink));
                bucket.put(series, into);
            }
            into.merge(sink);
        } finally {
            lock.unlock();
        }
    }

    private Bucket bucket(long id) {
        long start = id * periodSeconds;
        Bucket last = latest;
        if (last != null && last.start() == start) {
            return last;
        }
        Bucket bucket = open.get(id);
        if (bucket == null) {
            bucket = spare.isEmpty() ? new Bucket(start) : spare.pop();
            bucket.begin(start);
            open.put(id, bucket);
        }
        latest = bucket;
        return bucket;
    }

    /** Single values are wanted of the times of requests only: it was those that k6 aggregated. */
    private static boolean valued(TimeSeries series, Sink sink) {
        return sink instanceof Sink.ValuedTrendSink && series.metric().name().startsWith("http_req_");
    }

    private ArrayDeque<Sink> spare(MetricType type, boolean valued) {
        return valued ? spareValued : Objects.requireNonNull(spareSinks.get(type));
    }

    private Sink emptySink(MetricType type, boolean valued) {
        Sink sink = spare(type, valued).poll();
        if (sink != null) {
            return sink;
        }
        return valued ? new Sink.ValuedTrendSink() : type.newSink();
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
            for (Bucket bucket : open.values()) {
                series += bucket.size();
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
    private List<Bucket> take(NavigableMap<Long, Bucket> taken) {
        List<Bucket> buckets = new ArrayList<>(taken.values());
        taken.clear();
        latest = null;
        return buckets;
    }

    /** Drops all buckets, telling the series and samples of each. */
    void drop(Dropped told) {
        lock.lock();
        try {
            for (Bucket bucket : open.values()) {
                told.lost(bucket.size(), bucket.samples());
            }
            open.clear();
            latest = null;
        } finally {
            lock.unlock();
        }
    }

    /** Told what is dropped of a bucket. */
    @FunctionalInterface
    interface Dropped {
        void lost(int series, long samples);
    }

    /** Takes back buckets that are done with, to be used again; they are nobody else's from now on. */
    void recycle(List<Bucket> done) {
        for (Bucket bucket : done) {
            for (int i = 0; i < bucket.size(); i++) {
                bucket.sink(i).clear();
            }
        }
        lock.lock();
        try {
            for (Bucket bucket : done) {
                for (int i = 0; i < bucket.size(); i++) {
                    Sink sink = bucket.sink(i);
                    spare(sink.type(), valued(bucket.series(i), sink)).push(sink);
                }
                bucket.begin(0);
                if (spare.size() < SPARE_BUCKETS) {
                    spare.push(bucket);
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
