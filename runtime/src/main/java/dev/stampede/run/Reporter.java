package dev.stampede.run;

import dev.stampede.RunEnding;
import dev.stampede.engine.ErrorLog;
import dev.stampede.engine.RunState;
import dev.stampede.health.GeneratorHealth;
import dev.stampede.health.HealthMonitor;
import dev.stampede.output.Output;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says what a run has come to, now or at its end.
 *
 * @param health what watches the generator; null if nothing does
 * @param traced traced round trips; null if they are not traced
 */
record Reporter(
        LoadOptions options,
        Measurements measurements,
        ErrorLog errors,
        RunState state,
        @Nullable HealthMonitor health,
        @Nullable TracedCalls traced) {

    /** @param abort why it ended early; null if it has not */
    Report report(Duration elapsed, RunState.@Nullable Abort abort) {
        Measured measured = measurements.measured(elapsed);
        List<String> findings = health == null ? List.of() : health.findings(measured.latency());
        return new Report(
                options.name(),
                abort,
                elapsed,
                measurements.thresholds(),
                errors.errors(),
                measurements.checkResults(),
                measured,
                measurements.problems(),
                state.later().stream()
                        .map(RunState.Abort::cause)
                        .filter(Objects::nonNull)
                        .toList(),
                ofOutputs(Output::url),
                ofOutputs(Output::runId),
                findings,
                isJudgedByWhatItMeasured(abort) && options.generatorHealth() == GeneratorHealth.FAIL
                        ? findings
                        : List.of(),
                () -> options.outputs().stream()
                        .map(Output::delivery)
                        .flatMap(Optional::stream)
                        .findFirst(),
                traced == null ? List.of() : traced.exemplars());
    }

    /** What else ends a run is no matter of what was measured. */
    private static boolean isJudgedByWhatItMeasured(RunState.@Nullable Abort abort) {
        return abort == null || abort.ending() == RunEnding.ABORTED_BY_THRESHOLD;
    }

    /** What the first output says that has something to say. */
    private @Nullable String ofOutputs(Function<Output, Optional<String>> what) {
        return options.outputs().stream()
                .map(what)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }
}
