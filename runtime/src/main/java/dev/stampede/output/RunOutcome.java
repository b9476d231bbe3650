package dev.stampede.output;

import dev.stampede.RunEnding;
import dev.stampede.ThresholdResult;
import java.util.List;

/**
 * How a run ended.
 *
 * @param ending what ended it
 * @param thresholds every threshold as it stood at its last evaluation, default ones included
 */
public record RunOutcome(RunEnding ending, List<ThresholdResult> thresholds) {

    /** Whether any threshold failed. */
    public boolean tainted() {
        return thresholds.stream().anyMatch(ThresholdResult::failed);
    }
}
