package dev.stampede.metrics;

import java.util.Arrays;
import java.util.Objects;

/**
 * What is kept of a stream of samples: one for each type of metric. The same sinks serve as a stripe's cell, as an
 * output's bucket and as the whole run's total, so they merge. Not thread-safe. (k6: {@code metrics/sink.go}.)
 */
public sealed interface Sink {

    /**
     * Adds a sample.
     *
     * @param epochNanos time of the sample
     */
    void add(double value, long epochNanos);

    /** Adds all that another sink of the same type holds. */
    void merge(Sink other);

    /** Empties it, keeping its memory. */
    void clear();

    /** How many samples it holds. */
    long count();

    /** The type of metric it is for. */
    MetricType type();

    /** Whether it holds none. */
    default boolean isEmpty() {
        return count() == 0;
    }

    /** Sum of all values. */
    final class CounterSink implements Sink {
        private long count;
        private double sum;

        @Override
        public void add(double value, long epochNanos) {
            count++;
            sum += value;
        }

        /** Adds samples of which only this is known. */
        public void addAll(double sumOfThem, long howMany) {
            count += howMany;
            sum += sumOfThem;
        }

        @Override
        public void merge(Sink other) {
            CounterSink o = (CounterSink) other;
            count += o.count;
            sum += o.sum;
        }

        @Override
        public void clear() {
            count = 0;
            sum = 0;
        }

        @Override
        public MetricType type() {
            return MetricType.COUNTER;
        }

        @Override
        public long count() {
            return count;
        }

        /** The sum. */
        public double sum() {
            return sum;
        }
    }

    /**
     * Last, smallest and largest value. Where k6 starts its maximum at 0, and so reports 0 for values that are all
     * negative, this reports the true one. And where k6's last value is the one that arrived last, here it is the one
     * with the latest time, because samples come through several stripes; of those with the same time the one merged last.
     */
    final class GaugeSink implements Sink {
        private long count;
        private long lastTime = Long.MIN_VALUE;
        private double last;
        private double sum;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;

        @Override
        public void add(double value, long epochNanos) {
            count++;
            sum += value;
            min = Math.min(min, value);
            max = Math.max(max, value);
            if (epochNanos >= lastTime) {
                lastTime = epochNanos;
                last = value;
            }
        }

        /**
         * Adds samples of which only this is known.
         *
         * @param epochNanos time of the last one
         */
        public void addAll(
                long epochNanos, double lastOfThem, long howMany, double lowest, double highest, double average) {
            addTotals(epochNanos, lastOfThem, howMany, lowest, highest, average * howMany);
        }

        /**
         * Adds samples of which this is known, their sum as it is.
         *
         * @param epochNanos time of the last one
         */
        public void addTotals(
                long epochNanos, double lastOfThem, long howMany, double lowest, double highest, double sumOfThem) {
            if (howMany == 0) {
                return;
            }
            count += howMany;
            sum += sumOfThem;
            min = Math.min(min, lowest);
            max = Math.max(max, highest);
            if (epochNanos >= lastTime) {
                lastTime = epochNanos;
                last = lastOfThem;
            }
        }

        @Override
        public void merge(Sink other) {
            GaugeSink o = (GaugeSink) other;
            if (o.count == 0) {
                return;
            }
            count += o.count;
            sum += o.sum;
            min = Math.min(min, o.min);
            max = Math.max(max, o.max);
            if (o.lastTime >= lastTime) {
                lastTime = o.lastTime;
                last = o.last;
            }
        }

        @Override
        public void clear() {
            count = 0;
            lastTime = Long.MIN_VALUE;
            last = 0;
            sum = 0;
            min = Double.POSITIVE_INFINITY;
            max = Double.NEGATIVE_INFINITY;
        }

        @Override
        public MetricType type() {
            return MetricType.GAUGE;
        }

        @Override
        public long count() {
            return count;
        }

        /** Value of the latest sample; 0 when empty. */
        public double last() {
            return last;
        }

        /** Time of the latest sample; {@link Long#MIN_VALUE} when empty. */
        public long lastTime() {
            return lastTime;
        }

        /** Sum of the samples. */
        public double sum() {
            return sum;
        }

        /** Smallest value; 0 when empty. */
        public double min() {
            return count == 0 ? 0 : min;
        }

        /** Largest value; 0 when empty. */
        public double max() {
            return count == 0 ? 0 : max;
        }

        /** Average of the samples; 0 when empty. */
        public double average() {
            return count == 0 ? 0 : sum / count;
        }
    }

    /** Share of values that are not zero. */
    final class RateSink implements Sink {
        private long total;
        private long nonZero;

        @Override
        public void add(double value, long epochNanos) {
            total++;
            if (value != 0) {
                nonZero++;
            }
        }

        /** Adds so many samples, of which so many are not zero. */
        public void addAll(long notZero, long howMany) {
            total += howMany;
            nonZero += notZero;
        }

        @Override
        public void merge(Sink other) {
            RateSink o = (RateSink) other;
            total += o.total;
            nonZero += o.nonZero;
        }

        @Override
        public void clear() {
            total = 0;
            nonZero = 0;
        }

        @Override
        public MetricType type() {
            return MetricType.RATE;
        }

        @Override
        public long count() {
            return total;
        }

        /** How many values were not zero. */
        public long nonZero() {
            return nonZero;
        }

        /** The share, from 0 to 1; 0 when empty. */
        public double rate() {
            return total == 0 ? 0 : (double) nonZero / total;
        }
    }

    /** Distribution of the values. It is its own histogram: one thing less to find in memory for each sample. */
    sealed class TrendSink extends Histogram implements Sink permits ValuedTrendSink {
        /** An empty one. */
        public TrendSink() {}

        @Override
        public void add(double value, long epochNanos) {
            add(value);
        }

        @Override
        public void merge(Sink other) {
            merge((Histogram) (TrendSink) other);
        }

        @Override
        public MetricType type() {
            return MetricType.TREND;
        }

        /** The distribution. */
        public Histogram histogram() {
            return this;
        }
    }

    /** Distribution of the values, and each of them with its second: for outputs that tell single values apart. */
    final class ValuedTrendSink extends TrendSink {
        /** More than this is not kept when it is emptied. */
        private static final int LARGEST_KEPT = 4096;

        private double[] values = {};
        private long[] seconds = {};
        private int size;

        @Override
        public void add(double value, long epochNanos) {
            reserve(1);
            values[size] = value;
            seconds[size++] = Math.floorDiv(epochNanos, 1_000_000_000L);
            super.add(value, epochNanos);
        }

        /** @throws ClassCastException if the other sink has no single values */
        @Override
        public void merge(Sink other) {
            ValuedTrendSink o = (ValuedTrendSink) other;
            reserve(o.size);
            System.arraycopy(o.values, 0, values, size, o.size);
            System.arraycopy(o.seconds, 0, seconds, size, o.size);
            size += o.size;
            super.merge(other);
        }

        private void reserve(int more) {
            if (size + more > values.length) {
                int length = Math.max(size + more, values.length * 2);
                double[] larger = Arrays.copyOf(values, length);
                seconds = Arrays.copyOf(seconds, length);
                values = larger;
            }
        }

        @Override
        public void clear() {
            super.clear();
            size = 0;
            if (values.length > LARGEST_KEPT) {
                values = new double[0];
                seconds = new long[0];
            }
        }

        /** A value, in order of arrival. */
        public double value(int index) {
            return values[Objects.checkIndex(index, size)];
        }

        /** The second of a value, since 1970-01-01T00:00Z. */
        public long second(int index) {
            return seconds[Objects.checkIndex(index, size)];
        }
    }
}
