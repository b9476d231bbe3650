package dev.stampede.metrics;

import java.util.Arrays;

/**
 * The trend histogram of the cloud protocol: resolution 0.001, 128 sub-buckets per power of two, so a bucket is at most
 * 1/128 as wide as its values. Constant memory, mergeable. Aggregation, thresholds and summary all use it.
 *
 * <p>The first {@value #MOST_LISTED} values are kept as a list of their buckets: most series have no more in a second, and
 * then nothing has to be cleared, and little read, to pass them on. Beyond that, or when a bucket is asked for, there are
 * counters: only for the range of buckets in use, of which only what was touched is cleared. A bucket counts up to
 * 4,294,967,295 values. Not thread-safe, reading included.
 * (k6: {@code internal/ds/histogram/hdr.go}.)
 */
public sealed class Histogram permits Sink.TrendSink {
    /** Width of the finest bucket. */
    public static final double RESOLUTION = 0.001;

    private static final double HIGHEST = 0x1p63;
    /** Bucket of the largest value that has one. */
    public static final int LARGEST_INDEX = (55 << 7) + 255;

    /** Most values a bucket can count, in an int without a sign; then it stays there. */
    private static final long FULL = 0xFFFF_FFFFL;

    private static final int WINDOW_STEP = 64;
    /** More than this is not kept when it is emptied: nine decades are the work of a stray value. */
    private static final int LARGEST_KEPT = 4096;

    private static final int[] NO_COUNTS = {};

    /** More values than this are counted, not listed. */
    static final int MOST_LISTED = 64;

    private static final int FIRST_LIST = 8;
    private static final char[] NO_LIST = {};
    /** In place of how many are listed: they are counted. */
    private static final int COUNTED = Integer.MAX_VALUE;

    /** Buckets of single values, in the order they came; no bucket is beyond what a char holds. */
    private char[] list = NO_LIST;

    private int listed;

    private int[] counts = NO_COUNTS;
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
        return indexOfUnits(value / RESOLUTION);
    }

    private static int indexOfUnits(double units) {
        long x = (long) Math.ceil(units);
        if (x < 256) {
            return (int) x;
        }
        int shift = 63 - Long.numberOfLeadingZeros(x) - 7;
        return (shift << 7) + (int) (x >> shift);
    }

    /** Largest value that falls into a bucket. */
    static double upperBound(int index) {
        if (index < 256) {
            double bound = index * RESOLUTION;
            return indexOf(bound) > index ? Math.nextDown(bound) : bound;
        }
        int shift = (index >> 7) - 1;
        int mantissa = index - (shift << 7);
        double bound = (Math.scalb(mantissa + 1.0, shift) - 1) * RESOLUTION;
        // rounding may have carried it into the next bucket
        while (indexOf(bound) > index) {
            bound = Math.nextDown(bound);
        }
        return bound;
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
        double units = value / RESOLUTION;
        if (value < 0) {
            tooLow++;
        } else if (units >= HIGHEST) {
            tooHigh++;
        } else {
            int index = indexOfUnits(units);
            if (listed < list.length) {
                list[listed++] = (char) index;
            } else {
                addBeyondList(index);
            }
        }
    }

    private void addBeyondList(int index) {
        if (listed < MOST_LISTED) {
            list = Arrays.copyOf(list, Math.max(FIRST_LIST, list.length * 2));
            list[listed++] = (char) index;
        } else {
            makeCounters();
            countOne(index);
        }
    }

    private void countOne(int index) {
        reserve(index, index);
        int more = counts[index - base] + 1;
        if (more != 0) {
            counts[index - base] = more;
        }
    }

    /** Makes counters of the list. */
    private void makeCounters() {
        if (listed == COUNTED) {
            return;
        }
        int low = LARGEST_INDEX;
        int high = 0;
        for (int i = 0; i < listed; i++) {
            low = Math.min(low, list[i]);
            high = Math.max(high, list[i]);
        }
        if (listed > 0) {
            reserve(low, high); // all memory is got before anything changes
        }
        for (int i = 0; i < listed; i++) {
            counts[list[i] - base]++;
        }
        listed = COUNTED;
    }

    /** So that buckets can be read. */
    private void countListed() {
        if (listed > 0) {
            makeCounters();
        }
    }

    /**
     * Makes reading leave it as it is, so that several threads may: the first reading of few values does not otherwise. Until
     * something is added.
     */
    public void settle() {
        countListed();
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
        if (other.listed != COUNTED) {
            mergeList(other.list, other.listed);
        } else if (other.last >= 0) {
            makeCounters();
            reserve(other.first, other.last);
            for (int i = other.first; i <= other.last; i++) {
                long total = at(i) + other.at(i);
                counts[i - base] = total > FULL ? (int) FULL : (int) total;
            }
        }
    }

    private void mergeList(char[] indexes, int size) {
        if (listed != COUNTED && listed + size <= MOST_LISTED) {
            if (listed + size > list.length) {
                list = Arrays.copyOf(list, Math.max(FIRST_LIST, Integer.highestOneBit(listed + size - 1) * 2));
            }
            System.arraycopy(indexes, 0, list, listed, size);
            listed += size;
            return;
        }
        makeCounters();
        for (int i = 0; i < size; i++) {
            countOne(indexes[i]);
        }
    }

    /**
     * Adds so many values to a bucket, of which nothing else is known; {@link #addTotals} says the rest of them.
     *
     * @param index from 0 to {@link #LARGEST_INDEX}
     */
    public void addToBucket(int index, long howMany) {
        makeCounters();
        reserve(index, index);
        counts[index - base] = (int) Math.min(FULL, at(index) + howMany);
    }

    /** What is known of values beside their buckets; of no values, nothing. */
    public void addTotals(long howMany, double sumOfThem, double lowest, double highest, long low, long high) {
        if (howMany == 0) {
            return;
        }
        count += howMany;
        sum += sumOfThem;
        min = Math.min(min, lowest);
        max = Math.max(max, highest);
        tooLow += low;
        tooHigh += high;
    }

    /** Empties it; the memory is kept for the next values. */
    public void clear() {
        if (last >= 0) {
            if (counts.length > LARGEST_KEPT) {
                counts = NO_COUNTS;
            } else {
                Arrays.fill(counts, first - base, last - base + 1, 0);
            }
        }
        listed = 0;
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
        int low = Math.min(from, first);
        int high = Math.max(to, last);
        if (low < base || high >= base + counts.length) {
            makeRoom(low, high);
        }
        first = low;
        last = high;
    }

    /**
     * Moves the window, or makes a larger one when the range does not fit: a histogram that serves one series after
     * another becomes as large as the widest of them, not as all of them together.
     */
    private void makeRoom(int low, int high) {
        int needed = high - low + 1;
        boolean fits = needed <= counts.length;
        int[] to = fits ? counts : new int[(needed / WINDOW_STEP + 2) * WINDOW_STEP];
        int newBase = Math.max(0, low - (to.length - needed) / 2);
        if (last >= 0) {
            System.arraycopy(counts, first - base, to, first - newBase, last - first + 1);
            if (fits && newBase < base) {
                Arrays.fill(to, first - base, Math.min(last - base + 1, first - newBase), 0);
            } else if (fits) {
                Arrays.fill(to, Math.max(first - base, last - newBase + 1), last - base + 1, 0);
            }
        }
        counts = to;
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
        countListed();
        return first;
    }

    /** Last bucket in use; -1 when none is. */
    public int lastIndex() {
        countListed();
        return last;
    }

    /** Values in a bucket between the first and last one in use. */
    public long countAt(int index) {
        countListed();
        return at(index);
    }

    private long at(int index) {
        return Integer.toUnsignedLong(counts[index - base]);
    }

    /** Reads buckets that hold something, without counting what is listed. */
    void read(FilledBuckets into) {
        if (listed != COUNTED) {
            for (int i = 0; i < listed; i++) {
                into.tally(list[i]);
            }
            into.sort();
        } else {
            for (int i = first; i <= last; i++) {
                if (counts[i - base] != 0) {
                    into.append(i, counts[i - base]);
                }
            }
        }
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
        countListed();
        if (rank < tooLow) {
            return spread(min, Math.min(max, 0), rank, tooLow);
        }
        long seen = tooLow;
        for (int i = first; i <= last; i++) {
            long here = at(i);
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
