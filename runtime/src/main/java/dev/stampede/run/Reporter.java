package dev.stampede.run;

import dev.stampede.IterationErrors;
import dev.stampede.RunEnding;
import dev.stampede.engine.ErrorLog;
import dev.stampede.engine.RunState;
import dev.stampede.health.GeneratorHealth;
import dev.stampede.health.HealthMonitor;
import dev.stampede.output.Output;
import dev.stampede.secrets.Redactor;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Says what a run has come to, now or at its end.
 *
 * @param health what watches the generator; null if nothing does
 * @param traced traced round trips; null if they are not traced
 * @param redactor takes secrets out of what a report says and throws
 */
record Reporter(
        LoadOptions options,
        Measurements measurements,
        ErrorLog errors,
        RunState state,
        @Nullable HealthMonitor health,
        @Nullable TracedCalls traced,
        Redactor redactor) {

    /** @param abort why it ended early; null if it has not */
    Report report(Duration elapsed, RunState.@Nullable Abort abort) {
        Measured measured = measurements.measured(elapsed);
        List<String> findings = health == null ? List.of() : health.findings(measured.latency());
        // one stand-in for each exception: whoever reads the report tells them apart by identity
        IdentityHashMap<Throwable, Throwable> shown = new IdentityHashMap<>();
        UnaryOperator<Throwable> redacted = thrown -> shown.computeIfAbsent(thrown, redactor::redact);
        return new Report(
                options.name(),
                abort == null ? null : redacted(abort, redacted),
                elapsed,
                measurements.thresholds(),
                errors.errors().stream().map(one -> redacted(one, redacted)).toList(),
                measurements.checkResults(),
                measured,
                measurements.problems().stream().map(redactor::redact).toList(),
                state.later().stream()
                        .map(RunState.Abort::cause)
                        .filter(Objects::nonNull)
                        .map(redacted)
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

    private RunState.Abort redacted(RunState.Abort abort, UnaryOperator<Throwable> redacted) {
        Throwable cause = abort.cause();
        return new RunState.Abort(
                abort.why(), redactor.redact(abort.reason()), cause == null ? null : redacted.apply(cause));
    }

    private static IterationErrors redacted(IterationErrors errors, UnaryOperator<Throwable> redacted) {
        return new IterationErrors(
                errors.fingerprint(),
                errors.count(),
                errors.firstVu(),
                errors.firstIteration(),
                errors.scenario(),
                errors.dataRow(),
                redacted.apply(errors.first()));
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
