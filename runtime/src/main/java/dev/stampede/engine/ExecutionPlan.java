package dev.stampede.engine;

import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import java.time.Duration;

/**
 * What a profile needs at most. (k6: {@code lib/executors.go}, {@code GetFullExecutionRequirements}.)
 *
 * @param maxVus most virtual users at one time
 * @param regular time after which no iteration starts
 * @param full longest time altogether, graceful stop included
 */
public record ExecutionPlan(int maxVus, Duration regular, Duration full) {

    /** The plan of a valid profile. */
    public static ExecutionPlan of(LoadProfile profile, Duration gracefulStop) {
        return switch (profile) {
            case ConstantVus p -> plan(p.vus(), p.duration(), gracefulStop);
            case SharedIterations p -> plan(p.vus(), p.maxDuration(), gracefulStop);
            case PerVuIterations p -> plan(p.vus(), p.maxDuration(), gracefulStop);
            case RampingVus p -> plan(p.mostVus(), p.total(), gracefulStop);
        };
    }

    private static ExecutionPlan plan(int vus, Duration regular, Duration gracefulStop) {
        return new ExecutionPlan(vus, regular, regular.plus(gracefulStop));
    }
}
