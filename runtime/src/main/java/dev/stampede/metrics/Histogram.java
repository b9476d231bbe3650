package dev.stampede.metrics;

import java.util.Arrays;

/**
 * The trend histogram of the cloud protocol: resolution 0.001, 128 sub-buckets per power of two, so a bucket is at most
 * 1/128 as wide as its values. Constant memory, mergeable. Aggregation, thresholds and summary all use it.
 *
 * <p>Only the range of buckets in use is kept, and only the range that was touched is cleared. Not thread-safe.
 * (k6: {@code internal/ds/histogram/hdr.go}.)
 */
public final class Histogram {
    /** Width of the finest bucket. */
    public static final double RESOLUTION = 0.001;

    private static final double HIGHEST = 0x1p63;
    private static final int WINDOW_STEP = 64;

    private int[] counts = new int[0];
    private int base;
    private int first = Integer.MAX_VALUE;
    private int last = -1;

    private long count;
    private double sum;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private long tooLow;
    private long tooHigh;

    /** Bucket of a value that is not negative. */
    public static int indexOf(double value) {
        double units = Math.ceil(value / RESOLUTION);
        long x = (long) units;
        if (x < 256) {
            return (int) x;
        }
        int shift = 63 - Long.numberOfLeadingZeros(x) - 7;
        return (shift << 7) + (int) (x >> shift);
    }

    /** Largest value that falls into a bucket. */
    static double upperBound(int index) {
        if (index < 256) {
            return index * RESOLUTION;
        }
        int shift = (index >> 7) - 1;
        long mantissa = index - ((long) shift << 7);
        return (((mantissa + 1) << shift) - 1.0) * RESOLUTION;
    }

    /** Adds a value. */
    public void add(double value) {
        count++;
        sum += value;
        if (value < min) {
            min = value;
        }
        if (value > max) {
            max = value;
        }
        if (value < 0) {
            tooLow++;
        } else if (value / RESOLUTION >= HIGHEST) {
            tooHigh++;
        } else {
            int index = indexOf(value);
            reserve(index, index);
            counts[index - base]++;
        }
    }

    /** Adds all that another histogram holds. */
    public void merge(Histogram other) {
        if (other.count == 0) {
            return;
        }
        count += other.count;
        sum += other.sum;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        tooLow += other.tooLow;
        tooHigh += other.tooHigh;
        if (other.last >= 0) {
            reserve(other.first, other.last);
            for (int i = other.first; i <= other.last; i++) {
                counts[i - base] += other.counts[i - other.base];
            }
        }
    }

    /** Empties it; the memory is kept for the next values. */
    public void clear() {
        if (last >= 0) {
            Arrays.fill(counts, first - base, last - base + 1, 0);
        }
        first = Integer.MAX_VALUE;
        last = -1;
        count = 0;
        sum = 0;
        min = Double.POSITIVE_INFINITY;
        max = Double.NEGATIVE_INFINITY;
        tooLow = 0;
        tooHigh = 0;
    }

    private void reserve(int from, int to) {
        if (from < first) {
            first = from;
        }
        if (to > last) {
            last = to;
        }
        if (first < base || last >= base + counts.length) {
            grow(from, to);
        }
    }

    private void grow(int from, int to) {
        boolean empty = counts.length == 0;
        int low = empty ? from : Math.min(from, base);
        int high = empty ? to : Math.max(to, base + counts.length - 1);
        int newBase = low / WINDOW_STEP * WINDOW_STEP;
        int newEnd = (high / WINDOW_STEP + 1) * WINDOW_STEP;
        int[] grown = new int[newEnd - newBase];
        System.arraycopy(counts, 0, grown, empty ? 0 : base - newBase, counts.length);
        counts = grown;
        base = newBase;
    }

    /** How many values were added. */
    public long count() {
        return count;
    }

    /** Sum of the values. */
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

    /** Average; 0 when empty. */
    public double average() {
        return count == 0 ? 0 : sum / count;
    }

    /** How many values were negative: they are in no bucket. */
    public long tooLow() {
        return tooLow;
    }

    /** How many values were too large for a bucket. */
    public long tooHigh() {
        return tooHigh;
    }

    /** First bucket in use; larger than {@link #lastIndex()} when none is. */
    public int firstIndex() {
        return first;
    }

    /** Last bucket in use; -1 when none is. */
    public int lastIndex() {
        return last;
    }

    /** Values in a bucket between the first and last one in use. */
    public long countAt(int index) {
        return Integer.toUnsignedLong(counts[index - base]);
    }

    /**
     * The value below which this share of the values lies, interpolated between ranks as k6 does and exact to the width
     * of a bucket; smallest and largest value are exact. 0 when empty.
     *
     * @param share from 0 to 1
     */
    public double quantile(double share) {
        if (count == 0) {
            return 0;
        }
        double rank = share * (count - 1);
        long below = (long) Math.floor(rank);
        long above = (long) Math.ceil(rank);
        double low = valueAtRank(below);
        return above == below ? low : low + (valueAtRank(above) - low) * (rank - below);
    }

    private double valueAtRank(long rank) {
        if (rank <= 0) {
            return min;
        }
        if (rank >= count - 1) {
            return max;
        }
        if (rank < tooLow) {
            return spread(min, Math.min(max, 0), rank, tooLow);
        }
        long seen = tooLow;
        for (int i = first; i <= last; i++) {
            long here = countAt(i);
            if (rank < seen + here) {
                double lower = i == 0 ? 0 : upperBound(i - 1);
                double value = spread(lower, upperBound(i), rank - seen, here);
                return Math.max(min, Math.min(max, value));
            }
            seen += here;
        }
        return max;
    }

    /** Values of a bucket are taken to lie evenly in it. */
    private static double spread(double from, double to, long position, long of) {
        return from + (to - from) * ((position + 0.5) / of);
    }
}
