package dev.stampede.results.figures;

import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A metric over time. It has as many points as fit, and when there are more, each two neighbours become one: sinks merge, so nothing is
 * made up. Confined to whoever holds the run.
 */
final class TimeLine {
    /** Most points kept. */
    static final int MOST_POINTS = 1_200;

    private final MetricType type;
    private final NavigableMap<Long, Sink> points = new TreeMap<>();
    private long step = 1;

    TimeLine(MetricType type) {
        this.type = type;
    }

    /** Adds a bucket that begins at this second. */
    void add(long epochSecond, Sink sink) {
        points.computeIfAbsent(floor(epochSecond), at -> type.newSink()).merge(sink);
        while (points.size() > MOST_POINTS) {
            coarsen();
        }
    }

    private long floor(long second) {
        return Math.floorDiv(second, step) * step;
    }

    private void coarsen() {
        step *= 2;
        NavigableMap<Long, Sink> fine = new TreeMap<>(points);
        points.clear();
        fine.forEach((at, sink) ->
                points.computeIfAbsent(floor(at), second -> type.newSink()).merge(sink));
    }

    /** Seconds between two points that are neighbours, at least. */
    long step() {
        return step;
    }

    /** By the second at which each begins. Not to be changed. */
    Map<Long, Sink> points() {
        return points;
    }
}
