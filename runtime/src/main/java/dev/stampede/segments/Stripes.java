package dev.stampede.segments;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Deals numbers from 0 on out to segments in proportion to their lengths, as evenly as can be; the pattern repeats. Immutable.
 * (k6: {@code lib/execution_segment.go}, {@code ExecutionSegmentSequenceWrapper}.)
 */
final class Stripes {
    /** A pattern takes four bytes for each number. */
    private static final BigInteger LONGEST = BigInteger.valueOf(10_000_000);

    private final int period;
    private final int[][] owned;

    /**
     * @param lengths adding up to one
     * @throws IllegalArgumentException if the pattern would be too long
     */
    Stripes(List<Fraction> lengths) {
        BigInteger lcm = BigInteger.ONE;
        for (Fraction length : lengths) {
            BigInteger denominator = length.denominator();
            lcm = lcm.multiply(denominator).divide(lcm.gcd(denominator));
        }
        if (lcm.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the execution segments have no common denominator up to " + LONGEST
                    + ", but " + lcm + "; use simpler fractions");
        }
        period = lcm.intValueExact();
        int[] weights = lengths.stream()
                .mapToInt(l -> l.numerator()
                        .multiply(BigInteger.valueOf(period))
                        .divide(l.denominator())
                        .intValueExact())
                .toArray();
        owned = deal(weights);
    }

    private int[][] deal(int[] weights) {
        int[] heaviestFirst = IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer s) -> weights[s]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        int[][] dealt = new int[weights.length][];
        Arrays.setAll(dealt, s -> new int[weights[s]]);
        int[] taken = new int[weights.length];
        for (int i = 0; i < period; i++) {
            for (int s : heaviestFirst) {
                if ((long) taken[s] * period <= (long) i * weights[s]) {
                    dealt[s][taken[s]++] = i;
                    break;
                }
            }
        }
        return dealt;
    }

    /** How many of the numbers below this one the segment owns. */
    long scale(int segment, long value) {
        int[] own = owned[segment];
        int found = Arrays.binarySearch(own, (int) (value % period));
        return value / period * own.length + (found < 0 ? -found - 1 : found);
    }

    /** The number that the segment owns and that has so many of its own before it. */
    long global(int segment, long local) {
        int[] own = owned[segment];
        return local / own.length * period + own[(int) (local % own.length)];
    }

    boolean owns(int segment, long number) {
        return Arrays.binarySearch(owned[segment], (int) (number % period)) >= 0;
    }
}
