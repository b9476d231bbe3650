package dev.stampede.output.cloud.metrics;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What closed buckets hold, by series: those of a metric are beside each other, metrics and series come in the order in which
 * they were first met, and a series has a value for each bucket, or several where some travel by themselves. Serves one set of
 * buckets after another in the same memory; between them it is {@linkplain #clear cleared}. Not thread-safe.
 */
final class ClosedSeries {
    private static final int NONE = -1;

    /** Series as they were met. */
    private @Nullable TimeSeries[] met = new TimeSeries[64];

    private int metCount;
    /** By place in {@link #met}: the first and the last of its values, and the next series of the same metric. */
    private int[] firstValue = new int[64];

    private int[] lastValue = new int[64];
    private int[] nextOfMetric = new int[64];

    /** By id of the series: one more than its place; 0 for none. */
    private int[] places = new int[64];

    /** Metrics as they were met, and by id the first and the last of their series. */
    private final List<Metric> metrics = new ArrayList<>();

    private int[] firstOfMetric = {};
    private int[] lastOfMetric = {};

    /** Values, and the next one of the same series. */
    private @Nullable Sink[] sinks = new Sink[64];

    private long[] times = new long[64];
    private int[] nextValue = new int[64];
    private int valueCount;

    /** Places, metric by metric. */
    private int[] order = new int[64];

    /**
     * Takes what the buckets hold, after it was cleared.
     *
     * @param outliers what becomes of them; null for nothing
     */
    void read(List<Bucket> closed, @Nullable Outliers outliers) {
        for (int b = 0; b < closed.size(); b++) {
            Bucket bucket = closed.get(b);
            for (int i = 0; i < bucket.size(); i++) {
                int place = place(bucket.series(i));
                Sink sink = bucket.sink(i);
                if (outliers != null && sink instanceof Sink.ValuedTrendSink valued) {
                    outliers.values(bucket.start(), valued).forEach(value -> add(place, value.time(), value.sink()));
                } else {
                    add(place, bucket.start(), sink);
                }
            }
        }
        if (order.length < metCount) {
            order = new int[met.length];
        }
        int size = 0;
        for (Metric metric : metrics) {
            for (int place = firstOfMetric[metric.id()]; place != NONE; place = nextOfMetric[place]) {
                order[size++] = place;
            }
        }
    }

    private int place(TimeSeries series) {
        int id = series.id();
        if (id >= places.length) {
            places = Arrays.copyOf(places, Math.max(id + 1, places.length * 2));
        }
        return places[id] != 0 ? places[id] - 1 : meet(series);
    }

    private int meet(TimeSeries series) {
        int place = metCount;
        if (place == met.length) {
            met = Arrays.copyOf(met, place * 2);
        }
        firstValue = atLeast(firstValue, met.length);
        lastValue = atLeast(lastValue, met.length);
        nextOfMetric = atLeast(nextOfMetric, met.length);
        append(series.metric(), place);
        met[place] = series;
        places[series.id()] = place + 1;
        firstValue[place] = NONE;
        metCount++;
        return place;
    }

    private void append(Metric metric, int place) {
        int id = metric.id();
        int known = firstOfMetric.length;
        if (id >= known) {
            firstOfMetric = atLeast(firstOfMetric, Math.max(id + 1, known * 2));
            Arrays.fill(firstOfMetric, known, firstOfMetric.length, NONE);
        }
        lastOfMetric = atLeast(lastOfMetric, firstOfMetric.length);
        nextOfMetric[place] = NONE;
        if (firstOfMetric[id] == NONE) {
            metrics.add(metric);
            firstOfMetric[id] = place;
        } else {
            nextOfMetric[lastOfMetric[id]] = place;
        }
        lastOfMetric[id] = place;
    }

    private void add(int place, long time, Sink sink) {
        int value = valueCount;
        if (value == sinks.length) {
            sinks = Arrays.copyOf(sinks, value * 2);
        }
        times = atLeast(times, sinks.length);
        nextValue = atLeast(nextValue, sinks.length);
        sinks[value] = sink;
        times[value] = time;
        nextValue[value] = NONE;
        if (firstValue[place] == NONE) {
            firstValue[place] = value;
        } else {
            nextValue[lastValue[place]] = value;
        }
        lastValue[place] = value;
        valueCount++;
    }

    private static int[] atLeast(int[] array, int length) {
        return array.length >= length ? array : Arrays.copyOf(array, length);
    }

    private static long[] atLeast(long[] array, int length) {
        return array.length >= length ? array : Arrays.copyOf(array, length);
    }

    /** How many series there are. */
    int size() {
        return metCount;
    }

    /** A series. */
    TimeSeries series(int i) {
        return Objects.requireNonNull(met[order[i]]);
    }

    /** The first value of a series: a number for {@link #time}, {@link #sink} and {@link #nextValue}. */
    int firstValue(int i) {
        return firstValue[order[i]];
    }

    /** The value after this one; negative when there is none. */
    int nextValue(int value) {
        return nextValue[value];
    }

    /** Second of a value: that of its bucket, unless it travels by itself. */
    long time(int value) {
        return times[value];
    }

    /** Samples of a value. */
    Sink sink(int value) {
        return Objects.requireNonNull(sinks[value]);
    }

    /** Forgets all, also what reading has left that was broken off. */
    void clear() {
        for (int i = 0; i < metCount; i++) {
            TimeSeries series = met[i];
            if (series != null) {
                places[series.id()] = 0;
            }
        }
        Arrays.fill(met, 0, metCount, null);
        metCount = 0;
        Arrays.fill(sinks, 0, valueCount, null);
        valueCount = 0;
        metrics.clear();
        Arrays.fill(firstOfMetric, NONE);
    }
}
