package dev.stampede.output.cloud.metrics;

import dev.stampede.metrics.Sink;
import dev.stampede.output.cloud.config.CloudConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tells outliers among a bucket's values from the rest: they travel by themselves, each exact and at its own second, while
 * the rest is aggregated. Of fewer values than a limit all travel so. Only sinks that hold single values have any.
 *
 * <p>This is how k6 aggregated before its protocol had histograms; every sample is in one of the two and in no other.
 * Immutable. (k6 0.43: {@code output/cloud/data.go}, {@code durations.SortGetNormalBounds}.)
 */
final class Outliers {
    private final double radius;
    private final double coefLower;
    private final double coefUpper;
    private final long minSamples;

    /**
     * A rule.
     *
     * @param radius how far from the median the quartiles are taken, from 0 to 0.5
     * @param coefLower how many times the distance of the quartiles below the lower one outliers begin
     * @param coefUpper how many times above the upper one
     * @param minSamples fewer values are not aggregated
     */
    Outliers(double radius, double coefLower, double coefUpper, long minSamples) {
        this.radius = radius;
        this.coefLower = coefLower;
        this.coefUpper = coefUpper;
        this.minSamples = minSamples;
    }

    static Outliers of(CloudConfig config) {
        return new Outliers(
                config.outlierIqrRadius(),
                config.outlierIqrCoefLower(),
                config.outlierIqrCoefUpper(),
                config.aggregationMinSamples());
    }

    /**
     * Samples that are sent together.
     *
     * @param time their second: that of the bucket, unless they travel by themselves
     */
    record Value(long time, Sink sink) {}

    /** What is sent of a bucket's sink: what is left of it, and then its outliers by time. */
    List<Value> values(long bucketStart, Sink.ValuedTrendSink sink) {
        Bounds normal = bounds(sink);
        Sink rest = new Sink.TrendSink();
        List<Value> alone = new ArrayList<>();
        for (int i = 0; i < sink.count(); i++) {
            double value = sink.value(i);
            if (normal.holds(value)) {
                rest.add(value, 0);
            } else {
                Sink single = new Sink.TrendSink();
                single.add(value, 0);
                alone.add(new Value(sink.second(i), single));
            }
        }
        alone.sort((a, b) -> Long.compare(a.time(), b.time()));
        List<Value> all = new ArrayList<>();
        if (!rest.isEmpty()) {
            all.add(new Value(bucketStart, rest));
        }
        all.addAll(alone);
        return all;
    }

    private Bounds bounds(Sink.ValuedTrendSink sink) {
        int count = Math.toIntExact(sink.count());
        if (count < minSamples) {
            return Bounds.NOTHING;
        }
        double[] sorted = new double[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = sink.value(i);
        }
        Arrays.sort(sorted);
        double lower = at(sorted, 0.5 - radius);
        double upper = at(sorted, 0.5 + radius);
        double distance = upper - lower;
        return new Bounds(lower - coefLower * distance, upper + coefUpper * distance);
    }

    /** Between two values in proportion. */
    private static double at(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        double below = sorted[(int) Math.floor(position)];
        double above = sorted[(int) Math.ceil(position)];
        return below + (above - below) * (position - Math.floor(position));
    }

    /** What is no outlier; both ends included. */
    private record Bounds(double low, double high) {
        static final Bounds NOTHING = new Bounds(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

        boolean holds(double value) {
            return value >= low && value <= high;
        }
    }
}
