package dev.stampede.metrics;

import java.util.Arrays;

/**
 * The buckets of a histogram that hold something, in order. Serves one histogram after another, without new memory for each.
 * Not thread-safe.
 */
public final class FilledBuckets {
    private final int[] tallies = new int[Histogram.LARGEST_INDEX + 1];
    /** A bit for each bucket with a tally. */
    private final long[] tallied = new long[tallies.length / Long.SIZE + 1];

    private int lowestWord = tallied.length;
    private int highestWord = -1;

    private int[] indexes = new int[Histogram.MOST_LISTED];
    private int[] counts = new int[Histogram.MOST_LISTED];
    private int size;

    /** Takes those of a histogram, in place of what was there. */
    public void read(Histogram histogram) {
        size = 0;
        histogram.read(this);
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** Number of a bucket. */
    public int index(int i) {
        return indexes[i];
    }

    /** How many values are in it: an int without a sign, never 0. */
    public int count(int i) {
        return counts[i];
    }

    /** One more value in a bucket; {@link #sort} puts them in order. */
    void tally(int index) {
        if (tallies[index]++ == 0) {
            int word = index >>> 6;
            tallied[word] |= 1L << index;
            lowestWord = Math.min(lowestWord, word);
            highestWord = Math.max(highestWord, word);
        }
    }

    /** Appends what was tallied. */
    void sort() {
        for (int word = lowestWord; word <= highestWord; word++) {
            for (long bits = tallied[word]; bits != 0; bits &= bits - 1) {
                int index = (word << 6) + Long.numberOfTrailingZeros(bits);
                append(index, tallies[index]);
                tallies[index] = 0;
            }
            tallied[word] = 0;
        }
        lowestWord = tallied.length;
        highestWord = -1;
    }

    /** Appends a bucket. */
    void append(int index, int count) {
        if (size == indexes.length) {
            int[] larger = Arrays.copyOf(counts, size * 2);
            indexes = Arrays.copyOf(indexes, size * 2);
            counts = larger;
        }
        indexes[size] = index;
        counts[size++] = count;
    }
}
