package dev.stampede.benchmarks.micro;

import java.util.SplittableRandom;

/** Response times as services have them: exponential, 20 ms in the mean. Always the same ones. */
public final class Values {
    /** How many there are: a power of two. */
    public static final int COUNT = 1 << 14;

    private static final double MEAN_MILLIS = 20;
    private static final long SEED = 42;

    private Values() {}

    /** The values, in milliseconds. */
    public static double[] millis() {
        SplittableRandom random = new SplittableRandom(SEED);
        return random.doubles(COUNT).map(d -> -Math.log(1 - d) * MEAN_MILLIS).toArray();
    }

    /** Numbers below {@code bound} in no order. */
    public static int[] order(int count, int bound) {
        return new SplittableRandom(SEED).ints(count, 0, bound).toArray();
    }
}
