package dev.stampede.results.figures;

import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A metric over time. Its points are as far apart as the buckets that come; when there are more than fit, each two neighbours become
 * one: sinks merge, so nothing is made up. Confined to whoever holds the run.
 */
public final class TimeLine {
    /** Most points kept. */
    static final int MOST_POINTS = 1_200;

    /** Generators may well aggregate over different times, but not so that a line has no points left. */
    private static final long LARGEST_COMMON = 86_400;

    /** What a point needs that is no histogram, and beside it. */
    private static final int POINT_CELLS = 40;

    private final MetricType type;
    private NavigableMap<Long, Sink> points = new TreeMap<>();
    private long step;
    private long cells;

    /** Of a metric of this type; empty. */
    public TimeLine(MetricType type) {
        this.type = type;
    }

    /**
     * Adds a bucket.
     *
     * @param epochSecond when it begins
     * @param period how many seconds it has
     */
    public void add(long epochSecond, int period, Sink sink) {
        if (step == 0) {
            step = period;
        } else if (step % period != 0) {
            long common = step / greatestDivisor(step, period) * period;
            if (common <= LARGEST_COMMON) {
                coarsen(common);
            }
        }
        long second = floor(epochSecond, step);
        Sink point = points.get(second);
        if (point == null) {
            point = type.newSink();
            points.put(second, point);
        } else {
            cells -= cells(point);
        }
        point.merge(sink);
        cells += cells(point);
        while (points.size() > MOST_POINTS) {
            coarsen(step * 2);
        }
    }

    private static long greatestDivisor(long a, long b) {
        return b == 0 ? a : greatestDivisor(b, a % b);
    }

    private static long floor(long second, long step) {
        return Math.floorDiv(second, step) * step;
    }

    private void coarsen(long to) {
        points = folded(to);
        step = to;
        cells = points.values().stream().mapToLong(TimeLine::cells).sum();
    }

    /** Makes each two neighbours one. */
    void halve() {
        if (points.size() > 1) {
            coarsen(step * 2);
        }
    }

    /** How much memory it needs, in counts of a histogram. */
    long cells() {
        return cells;
    }

    private static long cells(Sink point) {
        int width = 0;
        if (point instanceof Sink.TrendSink trend && trend.histogram().lastIndex() >= 0) {
            width = trend.histogram().lastIndex() - trend.histogram().firstIndex() + 1;
        }
        return (long) POINT_CELLS + width;
    }

    private NavigableMap<Long, Sink> folded(long to) {
        NavigableMap<Long, Sink> coarse = new TreeMap<>();
        points.forEach((at, sink) ->
                coarse.computeIfAbsent(floor(at, to), second -> type.newSink()).merge(sink));
        return coarse;
    }

    /** Seconds between two points that are neighbours, at least; 0 when there are none. */
    public long step() {
        return step;
    }

    /**
     * By the second at which each begins. Not to be changed.
     *
     * @param wanted seconds from one point to the next, not fewer than {@link #step}
     */
    public Map<Long, Sink> points(long wanted) {
        return wanted <= step ? points : folded(wanted);
    }

    void save(StateWriter out) throws IOException {
        out.number(step);
        out.number(points.size());
        long before = 0;
        for (Map.Entry<Long, Sink> point : points.entrySet()) {
            out.number(point.getKey() - before);
            before = point.getKey();
            out.sink(point.getValue());
        }
    }

    /** Into a line that is empty. */
    void restore(StateReader in) throws IOException {
        step = in.number();
        int size = in.size();
        long second = 0;
        for (int i = 0; i < size; i++) {
            second += in.number();
            Sink point = type.newSink();
            in.sink(point);
            points.put(second, point);
            cells += cells(point);
        }
    }
}
