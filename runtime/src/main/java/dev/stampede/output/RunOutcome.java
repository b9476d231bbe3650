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

    /**
     * Whether any threshold failed, be it on what other generators measured, too. One that nobody declared counts only in a
     * run that came to its end: where an exception ended it, the ending says so already.
     */
    public boolean tainted() {
        return ending == RunEnding.ABORTED_BY_THRESHOLD
                || thresholds.stream()
                        .anyMatch(one -> one.failed() && (one.declared() || ending == RunEnding.FINISHED));
    }
}
