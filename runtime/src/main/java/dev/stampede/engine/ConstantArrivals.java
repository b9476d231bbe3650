package dev.stampede.engine;

import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.segments.Share;
import java.math.BigInteger;

/**
 * A period from one to the next, the first at once. The period is whole nanoseconds, as k6 has it; only where that would be
 * none, at more than one iteration each nanosecond, is every time computed by itself. (k6: {@code
 * lib/executor/constant_arrival_rate.go}.)
 *
 * <p>As many are due as the rate makes in the time: where k6 lets one at the very end race with the end, and where periods cut
 * to nanoseconds would make room for one more (3/s: the fourth a nanosecond before the second is over), it is left out.
 */
final class ConstantArrivals implements ArrivalTimes {
    private final Share iterations;
    private final long timeUnitNanos;
    private final long rate;
    private final long periodNanos;
    private final long total;
    private long local;

    ConstantArrivals(ConstantArrivalRate profile, Share iterations) {
        this.iterations = iterations;
        timeUnitNanos = profile.timeUnit().toNanos();
        rate = profile.rate();
        periodNanos = timeUnitNanos / rate;
        total = total(profile.duration().toNanos(), rate, timeUnitNanos);
    }

    /** How many g satisfy g * timeUnit / rate < duration. */
    private static long total(long duration, long rate, long timeUnit) {
        BigInteger unit = BigInteger.valueOf(timeUnit);
        return BigInteger.valueOf(duration)
                .multiply(BigInteger.valueOf(rate))
                .add(unit.subtract(BigInteger.ONE))
                .divide(unit)
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValueExact();
    }

    @Override
    public long next() {
        long global = iterations.global(local);
        if (global >= total) {
            return NONE;
        }
        local++;
        return periodNanos > 0
                ? global * periodNanos
                : global / rate * timeUnitNanos + global % rate * timeUnitNanos / rate;
    }
}
