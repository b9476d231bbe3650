package dev.stampede.thresholds;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
     */
    public record Period(Duration from, Duration to) {}
}
