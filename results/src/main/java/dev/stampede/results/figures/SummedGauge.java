package dev.stampede.results.figures;

import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A gauge of which each generator reports its share once a second, such as its virtual users: what they report of the same time adds
 * up. In a bucket it is the sum of all samples by as many as the generator has that was there the longest.
 *
 * <p>Confined to whoever holds the run.
 */
public final class SummedGauge {
    /** So many buckets can still get more; what comes for an older one is taken for another measurement of the same. */
    private static final int MOST_OPEN = 2_048;

    private final NavigableMap<Long, Bucket> open = new TreeMap<>();
    private final TimeLine settled = new TimeLine(MetricType.GAUGE);
    private long generators;
    private double settledMin = Double.POSITIVE_INFINITY;
    private double settledMax = Double.NEGATIVE_INFINITY;

    /** One that has nothing. */
    public SummedGauge() {}

    private static final class Bucket {
        private final int period;
        private double sum;
        private long samples;
        private long most;

        Bucket(int period) {
            this.period = period;
        }

        double value() {
            return sum / most;
        }
    }

    /** Adds what one generator reports of a bucket. */
    public void add(long epochSecond, int period, Sink.GaugeSink sink) {
        if (sink.isEmpty()) {
            return;
        }
        Bucket bucket = open.computeIfAbsent(epochSecond, at -> new Bucket(period));
        bucket.sum += sink.average() * sink.count();
        bucket.samples += sink.count();
        bucket.most = Math.max(bucket.most, sink.count());
        generators = Math.max(generators, Math.round((double) bucket.samples / bucket.period));
        while (open.size() > MOST_OPEN) {
            settle(open.pollFirstEntry());
        }
    }

    private void settle(Map.Entry<Long, Bucket> entry) {
        double value = entry.getValue().value();
        settledMin = Math.min(settledMin, value);
        settledMax = Math.max(settledMax, value);
        merge(settled, entry.getKey(), entry.getValue());
    }

    private static void merge(TimeLine into, long second, Bucket bucket) {
        double value = bucket.value();
        Sink.GaugeSink sink = new Sink.GaugeSink();
        sink.addAll(second * 1_000_000_000L, value, bucket.most, value, value, value);
        into.add(second, bucket.period, sink);
    }

    /** All of it over time, as gauges of the sum. */
    public TimeLine line() {
        TimeLine all = new TimeLine(MetricType.GAUGE);
        if (settled.step() > 0) {
            settled.points(0).forEach((at, sink) -> all.add(at, Math.toIntExact(settled.step()), sink));
        }
        open.forEach((at, bucket) -> merge(all, at, bucket));
        return all;
    }

    /** How many generators there seem to be, each of which reports once a second; 0 before there is one. */
    public long generators() {
        return generators > 0 || open.isEmpty() ? generators : 1;
    }

    /** The latest sum; 0 when there is none. */
    public double last() {
        return open.isEmpty() ? 0 : open.lastEntry().getValue().value();
    }

    /** The largest sum; 0 when there is none. */
    public double max() {
        double max = settledMax;
        for (Bucket bucket : open.values()) {
            max = Math.max(max, bucket.value());
        }
        return Double.isFinite(max) ? max : 0;
    }

    /** The smallest sum; 0 when there is none. */
    public double min() {
        double min = settledMin;
        for (Bucket bucket : open.values()) {
            min = Math.min(min, bucket.value());
        }
        return Double.isFinite(min) ? min : 0;
    }

    void save(StateWriter out) throws IOException {
        out.number(generators);
        out.value(settledMin);
        out.value(settledMax);
        settled.save(out);
        out.number(open.size());
        for (Map.Entry<Long, Bucket> entry : open.entrySet()) {
            Bucket bucket = entry.getValue();
            out.number(entry.getKey());
            out.number(bucket.period);
            out.value(bucket.sum);
            out.number(bucket.samples);
            out.number(bucket.most);
        }
    }

    /** Into a gauge that is empty. */
    void restore(StateReader in) throws IOException {
        generators = in.number();
        settledMin = in.value();
        settledMax = in.value();
        settled.restore(in);
        int size = in.size();
        for (int i = 0; i < size; i++) {
            long second = in.number();
            Bucket bucket = new Bucket(in.number(1, Integer.MAX_VALUE));
            bucket.sum = in.value();
            bucket.samples = in.number();
            bucket.most = in.number();
            open.put(second, bucket);
        }
    }
}
