package dev.stampede.thresholds;

import dev.stampede.metrics.MetricSelector;
import dev.stampede.metrics.SystemTag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When what is planned to happen in a load. Immutable.
 *
 * @param lead time before the first scenario starts: the load begins only then
 * @param length time from the start of the first scenario to the end of the last, without the time that iterations are given
 *     to finish
 * @param stages when stages of each name run
 */
public record LoadSchedule(Duration lead, Duration length, Map<String, List<Period>> stages) {

    public LoadSchedule {
        stages = stages.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
    }

    /** One whose first scenario starts at once. */
    public LoadSchedule(Duration length, Map<String, List<Period>> stages) {
        this(Duration.ZERO, length, stages);
    }

    /**
     * A part of the load.
     *
     * @param from time after the start of the load
     * @param to time after the start of the load, not before {@code from}
     * @param scenario name of the scenario whose part it is
     */
    public record Period(Duration from, Duration to, String scenario) {}

    /**
     * When the stages run that a threshold is on. If it is on the samples of one scenario, such as {@code {scenario:buy}},
     * those of that scenario, unless it has none of the name.
     */
    List<Period> stages(ThresholdSpec spec) {
        List<Period> named = stages.getOrDefault(String.valueOf(spec.during()), List.of());
        List<Period> own = named.stream()
                .filter(stage -> stage.scenario().equals(scenario(spec.metric())))
                .toList();
        return own.isEmpty() ? named : own;
    }

    private static @Nullable String scenario(String metric) {
        try {
            return MetricSelector.parse(metric).tags().get(SystemTag.SCENARIO.key());
        } catch (IllegalArgumentException e) {
            return null; // is told elsewhere
        }
    }
}
