package dev.stampede.engine;

import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.segments.Share;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Iteration k, from 1, is due when the area under the line of the rate reaches k. (k6: {@code
 * lib/executor/ramping_arrival_rate.go}.)
 *
 * <p>To which stage an iteration belongs is decided in whole numbers, so rounding neither loses nor adds one; one that
 * completes exactly at the end of the last stage is due then. Only the time within a stage is computed in floating point, off
 * by less than a microsecond in days.
 */
final class RampingArrivals implements ArrivalTimes {
    private final Share iterations;
    private final double timeUnitNanos;
    private final Slope[] slopes;
    private int slope;
    private long local;
    private long last;

    /**
     * A stage in which iterations are due.
     *
     * @param startNanos when it starts
     * @param lengthNanos how long it takes
     * @param from rate at its start
     * @param to rate at its end
     * @param first number of the first iteration that is due in it
     * @param lead part of that iteration that the stage itself adds, above 0 and up to 1; the rest came before
     * @param last number of the last iteration that is due in it
     */
    private record Slope(
            long startNanos, long lengthNanos, double from, double to, long first, double lead, long last) {
        long due(long k, double timeUnitNanos) {
            double area = (k - first) + lead;
            double root = from * from + 2 * area * (to - from) * timeUnitNanos / lengthNanos;
            // k6 divides by the difference of the rates; this is the same, exact where they hardly differ or do not
            double nanos = 2 * area * timeUnitNanos / (from + Math.sqrt(Math.max(0, root)));
            return startNanos + Math.min(Math.round(nanos), lengthNanos);
        }
    }

    RampingArrivals(RampingArrivalRate profile, Share iterations) {
        this.iterations = iterations;
        timeUnitNanos = profile.timeUnit().toNanos();
        slopes = slopes(profile);
    }

    private static Slope[] slopes(RampingArrivalRate profile) {
        // areas are counted in halves of an iteration's share of one nanosecond, which are whole numbers
        BigInteger one = BigInteger.valueOf(profile.timeUnit().toNanos()).shiftLeft(1);
        BigInteger area = BigInteger.ZERO;
        long start = 0;
        long before = 0;
        int from = profile.startRate();
        Slope[] slopes = new Slope[profile.stages().size()];
        int count = 0;
        for (Stage stage : profile.stages()) {
            long length = stage.duration().toNanos();
            double lead = one.subtract(area.mod(one)).doubleValue() / one.doubleValue();
            area = area.add(BigInteger.valueOf(length).multiply(BigInteger.valueOf((long) from + stage.target())));
            long upTo = area.divide(one).min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
            if (upTo > before) {
                slopes[count++] = new Slope(start, length, from, stage.target(), before + 1, lead, upTo);
            }
            start += length;
            before = upTo;
            from = stage.target();
        }
        return Arrays.copyOf(slopes, count);
    }

    @Override
    public long next() {
        long k = iterations.global(local) + 1;
        while (slope < slopes.length && k > slopes[slope].last()) {
            slope++;
        }
        if (slope == slopes.length) {
            return NONE;
        }
        local++;
        last = Math.max(last, slopes[slope].due(k, timeUnitNanos));
        return last;
    }
}
