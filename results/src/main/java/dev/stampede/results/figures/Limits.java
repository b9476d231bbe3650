package dev.stampede.results.figures;

import dev.stampede.ConfigException;
import dev.stampede.ThresholdResult;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.thresholds.ThresholdSpec;
import dev.stampede.thresholds.Thresholds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thresholds of a run, judged on what all generators measured together. One that cannot be judged says why, and leaves the others
 * alone. Confined to whoever holds the run.
 */
public final class Limits {
    private final List<One> all = new ArrayList<>();

    private record One(ThresholdSpec spec, @Nullable Thresholds compiled, String problem) {}

    /**
     * A threshold and how it stands.
     *
     * @param spec as it was declared
     * @param observed measured value; NaN when there is none
     * @param samples how many samples it was measured over
     * @param failed whether the value is outside the limit; null while nothing can be said
     * @param problem why it cannot be judged; empty if it can
     */
    public record State(
            ThresholdSpec spec,
            double observed,
            long samples,
            @Nullable Boolean failed,
            String problem) {}

    /** Of metrics that have no samples yet. */
    Limits(List<ThresholdSpec> declared, MetricRegistry registry) {
        for (ThresholdSpec spec : declared) {
            try {
                all.add(new One(spec, Thresholds.compile(List.of(spec), registry), ""));
            } catch (ConfigException e) {
                all.add(new One(spec, null, String.join("; ", e.problems())));
            }
        }
    }

    /**
     * How each stands now.
     *
     * @param elapsed how long the run has gone on
     * @param over whether there is nothing more to come: what has no samples is judged then as k6 does
     */
    public List<State> judge(Duration elapsed, boolean over) {
        return all.stream().map(one -> judge(one, elapsed, over)).toList();
    }

    private static State judge(One one, Duration elapsed, boolean over) {
        Thresholds compiled = one.compiled;
        if (compiled == null) {
            return new State(one.spec, Double.NaN, 0, null, one.problem);
        }
        if (over) {
            compiled.finish(elapsed, false);
        } else {
            compiled.evaluate(elapsed);
        }
        ThresholdResult result = compiled.results().getFirst();
        boolean known = over || result.samples() > 0;
        return new State(
                one.spec,
                known ? result.observed() : Double.NaN,
                result.samples(),
                known ? result.failed() : null,
                String.join("; ", compiled.problems()));
    }
}
