package dev.stampede.engine;

import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What valid scenarios need together. Scenarios that follow each other share virtual users. (k6: {@code lib/executors.go},
 * {@code GetFullExecutionRequirements}; {@code lib/helpers.go}.)
 *
 * @param plannedVus virtual users that are made before the load starts
 * @param maxVus most virtual users at one time
 * @param end longest time altogether, graceful stops included: when the last user is gone at the latest
 */
public record ExecutionPlan(int plannedVus, int maxVus, Duration end) {

    /** From this time on, a scenario may need so many. */
    private record Step(long offsetNanos, int planned, int unplanned) {
        static final Step NOTHING = new Step(0, 0, 0);

        int total() {
            return planned + unplanned;
        }

        boolean sameNeed(Step other) {
            return planned == other.planned && unplanned == other.unplanned;
        }
    }

    private record Owned(String scenario, Step step) {}

    /** The plan of valid scenarios, as far as this share goes. */
    public static ExecutionPlan of(List<Scenario> scenarios, Share share) {
        List<Owned> steps = inOrderOfStart(scenarios)
                .flatMap(s -> steps(s, share).map(step -> new Owned(s.name(), step)))
                .sorted(Comparator.comparingLong(o -> o.step().offsetNanos()))
                .toList();
        Map<String, Step> now = new HashMap<>();
        int planned = 0;
        int all = 0;
        int mostPlanned = 0;
        int most = 0;
        long end = 0;
        for (Owned next : steps) {
            Step before = now.getOrDefault(next.scenario(), Step.NOTHING);
            if (before.sameNeed(next.step())) {
                continue; // such as a scenario that this share has nothing of
            }
            now.put(next.scenario(), next.step());
            end = next.step().offsetNanos();
            planned += next.step().planned() - before.planned();
            all += next.step().total() - before.total();
            mostPlanned = Math.max(mostPlanned, planned);
            most = Math.max(most, all);
        }
        return new ExecutionPlan(mostPlanned, most, Duration.ofNanos(end));
    }

    /** The order in which k6 lists and plans them: by start, then by name. */
    public static Stream<Scenario> inOrderOfStart(List<Scenario> scenarios) {
        return scenarios.stream()
                .sorted(Comparator.comparing(Scenario::startTime).thenComparing(Scenario::name));
    }

    private static Stream<Step> steps(Scenario scenario, Share share) {
        long start = scenario.startTime().toNanos();
        return ownSteps(scenario, share).stream()
                .map(s -> new Step(start + s.offsetNanos(), s.planned(), s.unplanned()));
    }

    private static List<Step> ownSteps(Scenario scenario, Share share) {
        long end = regular(scenario.profile()).plus(scenario.gracefulStop()).toNanos();
        return switch (scenario.profile()) {
            case ConstantVus p -> flat(share.scale(p.vus()), 0, end);
            case SharedIterations p -> flat(share.scale(p.vus()), 0, end);
            case PerVuIterations p -> flat(share.scale(p.vus()), 0, end);
            case LoadProfile.Arriving p -> arrivals(p.preAllocatedVus(), p.maxVus(), share, end);
            case RampingVus p -> {
                List<Step> steps = new ArrayList<>();
                for (RampPlan.Level level : RampPlan.graceful(p, RampPlan.raw(p, share), scenario.gracefulStop())) {
                    steps.add(new Step(level.offsetNanos(), level.vus(), 0));
                }
                yield steps;
            }
        };
    }

    private static List<Step> arrivals(int preAllocated, int max, Share share, long end) {
        int planned = share.scale(preAllocated);
        return flat(planned, share.scale(max) - planned, end);
    }

    private static List<Step> flat(int planned, int unplanned, long end) {
        return List.of(new Step(0, planned, unplanned), new Step(end, 0, 0));
    }

    /** Time after the scenario's start from which no iteration starts. */
    public static Duration regular(LoadProfile profile) {
        return switch (profile) {
            case ConstantVus p -> p.duration();
            case SharedIterations p -> p.maxDuration();
            case PerVuIterations p -> p.maxDuration();
            case RampingVus p -> p.total();
            case ConstantArrivalRate p -> p.duration();
            case RampingArrivalRate p -> p.total();
        };
    }
}
