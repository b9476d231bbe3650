package dev.stampede.run;

import dev.stampede.engine.ExecutionPlan;
import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Scenario;
import dev.stampede.thresholds.LoadSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** When the stages of scenarios run, as planned. */
public final class LoadSchedules {
    private LoadSchedules() {}

    /** Of scenarios that keep the rules of the engine. */
    public static LoadSchedule of(List<Scenario> scenarios) {
        Duration lead = scenarios.stream()
                .map(Scenario::startTime)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        Duration length = Duration.ZERO;
        Map<String, List<LoadSchedule.Period>> stages = new LinkedHashMap<>();
        for (Scenario scenario : scenarios) {
            Duration at = scenario.startTime().minus(lead);
            Duration end = at.plus(ExecutionPlan.regular(scenario.profile()));
            length = end.compareTo(length) > 0 ? end : length;
            for (LoadProfile.Stage stage : stages(scenario.profile())) {
                Duration to = at.plus(stage.duration());
                if (!stage.name().isEmpty()) {
                    stages.computeIfAbsent(stage.name(), n -> new ArrayList<>())
                            .add(new LoadSchedule.Period(at, to, scenario.name()));
                }
                at = to;
            }
        }
        return new LoadSchedule(lead, length, stages);
    }

    private static List<LoadProfile.Stage> stages(LoadProfile profile) {
        return switch (profile) {
            case LoadProfile.RampingVus p -> p.stages();
            case LoadProfile.RampingArrivalRate p -> p.stages();
            case LoadProfile.ConstantVus p -> List.of();
            case LoadProfile.SharedIterations p -> List.of();
            case LoadProfile.PerVuIterations p -> List.of();
            case LoadProfile.ConstantArrivalRate p -> List.of();
        };
    }
}
