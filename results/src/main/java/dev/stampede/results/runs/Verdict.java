package dev.stampede.results.runs;

import dev.stampede.results.figures.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands by what all its generators measured together. Immutable.
 *
 * @param limits its thresholds
 * @param stop why its generators are to end; null while they may go on
 */
public record Verdict(List<Limits.State> limits, @Nullable StopAsked stop) {

    public Verdict {
        limits = List.copyOf(limits);
    }
}
