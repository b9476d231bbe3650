package dev.stampede.output.cloud.metrics;

import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The samples of one aggregation period, by series in the order in which they came. Not thread-safe. */
public class Bucket {
    private long start;
    private @Nullable TimeSeries[] series = new TimeSeries[16];
    private @Nullable Sink[] sinks = new Sink[16];
    private int size;

    /** By id of the series: one more than its place; 0 for none. */
    private int[] places = new int[64];

    Bucket(long start) {
        this.start = start;
    }

    /** Its first second, since 1970. */
    public long start() {
        return start;
    }

    /** How many series it has. */
    int size() {
        return size;
    }

    /** A series. */
    TimeSeries series(int i) {
        return Objects.requireNonNull(series[i]);
    }

    /** The samples of a series. */
    Sink sink(int i) {
        return Objects.requireNonNull(sinks[i]);
    }

    /** The samples of this series; null for none. */
    @Nullable
    Sink find(TimeSeries one) {
        int id = one.id();
        int place = id < places.length ? places[id] : 0;
        return place == 0 ? null : sinks[place - 1];
    }

    /** Adds a series that it does not have. All memory is got before anything changes. */
    void put(TimeSeries one, Sink sink) {
        int id = one.id();
        if (id >= places.length) {
            places = Arrays.copyOf(places, Math.max(id + 1, places.length * 2));
        }
        if (size == series.length) {
            series = Arrays.copyOf(series, size * 2);
        }
        if (sinks.length < series.length) {
            sinks = Arrays.copyOf(sinks, series.length);
        }
        series[size] = one;
        sinks[size++] = sink;
        places[id] = size;
    }

    /** How many samples are in it. */
    long samples() {
        long samples = 0;
        for (int i = 0; i < size; i++) { // as everything that counts losses: without memory of its own
            samples += sink(i).count();
        }
        return samples;
    }

    /** Begins anew with nothing in it, as another period. */
    void begin(long second) {
        for (int i = 0; i < size; i++) {
            places[series(i).id()] = 0;
        }
        Arrays.fill(series, 0, size, null);
        Arrays.fill(sinks, 0, size, null);
        size = 0;
        start = second;
    }
}
