package dev.stampede.engine;

import dev.stampede.engine.LoadProfile.Arriving;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.segments.Share;

/**
 * What a share has of a valid profile. (k6: {@code GetVUs}, {@code GetIterations}, {@code HasWork} in {@code
 * lib/executor/*.go}.)
 *
 * @param vus most virtual users at one time
 * @param preAllocatedVus virtual users that are there from the beginning; the same as {@code vus} but for arrival rates
 * @param iterations iterations that are planned; 0 where only time ends them
 * @param iterationShare how iterations are divided: those that are shared, and those of arrival rates, follow the virtual
 *     users
 */
public record Portion(int vus, int preAllocatedVus, long iterations, Share iterationShare) {

    /** What the share has. */
    public static Portion of(LoadProfile profile, Share share) {
        return switch (profile) {
            case ConstantVus p -> users(share.scale(p.vus()), 0, share);
            case RampingVus p -> users(share.scale(p.mostVus()), 0, share);
            case PerVuIterations p -> {
                int vus = share.scale(p.vus());
                yield users(vus, new PerVuIterations(vus, p.iterations(), p.maxDuration()).total(), share);
            }
            case SharedIterations p -> {
                Share iterations = follow(share, p.vus());
                int vus = share.scale(p.vus());
                yield users(vus, vus == 0 ? 0 : iterations.scale(p.iterations()), iterations);
            }
            case Arriving p -> arrivals(p.preAllocatedVus(), p.maxVus(), share);
        };
    }

    private static Portion users(int vus, long iterations, Share share) {
        return new Portion(vus, vus, iterations, share);
    }

    private static Portion arrivals(int preAllocated, int max, Share share) {
        return new Portion(share.scale(max), share.scale(preAllocated), 0, follow(share, max));
    }

    private static Share follow(Share share, int vus) {
        return share.scale(vus) == 0 ? share : share.inProportionTo(vus);
    }

    /** Whether the share has anything to do. */
    public boolean hasWork(LoadProfile profile) {
        return vus > 0 && (!(profile instanceof SharedIterations) || iterations > 0);
    }
}
