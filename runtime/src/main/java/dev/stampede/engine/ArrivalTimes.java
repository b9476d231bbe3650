package dev.stampede.engine;

import dev.stampede.engine.LoadProfile.Arriving;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.segments.Share;

/**
 * Offsets from the executor's start at which iterations are due, one after the other. Not thread-safe.
 *
 * <p>An iteration is due at the same time whoever runs it: what the shares of a load get, merged, is what the whole gets.
 */
interface ArrivalTimes {
    /** Returned by {@link #next} when no more are due. */
    long NONE = -1;

    /**
     * Nanoseconds after the start at which the next iteration of this share is due, never less than the one before; {@link
     * #NONE} when there is none. No allocation.
     */
    long next();

    /**
     * Those of a profile. Of a constant rate the first is due at once, of a ramping one when the rate has added up to one
     * iteration.
     *
     * @param profile valid, of the whole load
     * @param iterations which of its iterations to tell: {@link Portion#iterationShare}
     */
    static ArrivalTimes of(Arriving profile, Share iterations) {
        return switch (profile) {
            case ConstantArrivalRate p -> new ConstantArrivals(p, iterations);
            case RampingArrivalRate p -> new RampingArrivals(p, iterations);
        };
    }
}
