package dev.stampede.engine;

import java.time.Duration;
import java.util.List;

/**
 * How virtual users and iterations come about over time: k6's executors. Values are checked when the run starts,
 * every problem in one go, not by the constructors.
 */
public sealed interface LoadProfile {

    /** How long a profile of iterations may take unless told otherwise: 10 minutes. */
    Duration DEFAULT_MAX_DURATION = Duration.ofMinutes(10);

    /** How long users that a stage takes away may finish their iteration unless told otherwise: 30 s. */
    Duration DEFAULT_GRACEFUL_RAMP_DOWN = Duration.ofSeconds(30);

    /** Users that repeat the iteration: each starts its next one when it is done with the last. */
    sealed interface Looping extends LoadProfile {}

    /** Iterations that start when they are due, whatever the earlier ones take. */
    sealed interface Arriving extends LoadProfile {
        /** Users that are made before the scenario starts. */
        int preAllocatedVus();

        /** Most users. */
        int maxVus();
    }

    /** A fixed number of users, each repeating the iteration until the time is over. */
    record ConstantVus(int vus, Duration duration) implements Looping {}

    /** A fixed number of iterations, shared among the users: whoever is free takes the next. */
    record SharedIterations(int vus, long iterations, Duration maxDuration) implements Looping {}

    /** A fixed number of iterations for each user. */
    record PerVuIterations(int vus, long iterations, Duration maxDuration) implements Looping {
        /** Iterations of all users together, as far as a long can tell. */
        public long total() {
            return iterations > Long.MAX_VALUE / Math.max(1, vus) ? Long.MAX_VALUE : iterations * vus;
        }
    }

    /** A number of users that follows a line through the stages' targets. */
    record RampingVus(int startVus, List<Stage> stages, Duration gracefulRampDown) implements Looping {
        public RampingVus {
            stages = List.copyOf(stages);
        }

        /** Most users at one time. */
        public int mostVus() {
            return stages.stream().mapToInt(Stage::target).reduce(startVus, Math::max);
        }

        /** Time of all stages together. */
        public Duration total() {
            return Stage.total(stages);
        }
    }

    /**
     * Iterations that start at a fixed rate, whatever the earlier ones take: an open model.
     *
     * @param rate iterations that start in each time unit
     * @param timeUnit usually a second
     * @param preAllocatedVus users that are made before the scenario starts
     * @param maxVus most users; those above the pre-allocated ones are made when no user is free
     */
    record ConstantArrivalRate(int rate, Duration timeUnit, Duration duration, int preAllocatedVus, int maxVus)
            implements Arriving {}

    /**
     * Iterations that start at a rate that follows a line through the stages' targets.
     *
     * @param startRate iterations in each time unit at the start
     * @param timeUnit usually a second
     * @param stages their targets are rates
     * @param preAllocatedVus users that are made before the scenario starts
     * @param maxVus most users; those above the pre-allocated ones are made when no user is free
     */
    record RampingArrivalRate(int startRate, Duration timeUnit, List<Stage> stages, int preAllocatedVus, int maxVus)
            implements Arriving {
        public RampingArrivalRate {
            stages = List.copyOf(stages);
        }

        /** Highest rate at any time, in iterations in each time unit. */
        public int highestRate() {
            return stages.stream().mapToInt(Stage::target).reduce(startRate, Math::max);
        }

        /** The rate after this time, in iterations in each time unit; zero after the last stage. */
        public double rateAt(Duration spent) {
            double from = startRate;
            Duration end = Duration.ZERO;
            for (Stage stage : stages) {
                Duration start = end;
                end = end.plus(stage.duration());
                if (spent.compareTo(end) < 0) {
                    double done = (double) spent.minus(start).toNanos()
                            / stage.duration().toNanos();
                    return from + (stage.target() - from) * done;
                }
                from = stage.target();
            }
            return 0;
        }

        /** Time of all stages together. */
        public Duration total() {
            return Stage.total(stages);
        }
    }

    /**
     * One stage of a ramp.
     *
     * @param duration how long it takes; zero jumps
     * @param target number of users, or rate of iterations, at its end
     * @param name what thresholds call it; empty if it has none, the same for several that are judged together
     */
    record Stage(Duration duration, int target, String name) {
        /** A stage without a name. */
        public Stage(Duration duration, int target) {
            this(duration, target, "");
        }

        private static Duration total(List<Stage> stages) {
            return stages.stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
        }
    }
}
