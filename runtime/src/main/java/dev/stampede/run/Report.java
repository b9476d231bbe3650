package dev.stampede.run;

import dev.stampede.AbortCause;
import dev.stampede.CheckResult;
import dev.stampede.Delivery;
import dev.stampede.Exemplar;
import dev.stampede.IterationErrors;
import dev.stampede.RunEnding;
import dev.stampede.ThresholdResult;
import dev.stampede.engine.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a run has come to, now or at its end.
 *
 * @param where where it can be looked at
 * @param findings what was wrong with the generator
 * @param delivered what became of the samples, once it is known
 * @param inconclusive the same when the run is inconclusive for it, otherwise nothing
 */
record Report(
        String name,
        RunState.@Nullable Abort abort,
        Duration duration,
        List<ThresholdResult> thresholds,
        List<IterationErrors> errors,
        List<CheckResult> checks,
        Measured measured,
        List<String> problems,
        List<Throwable> alsoThrown,
        @Nullable String where,
        @Nullable String id,
        List<String> findings,
        List<String> inconclusive,
        Supplier<Optional<Delivery>> delivered,
        List<Exemplar> exemplars)
        implements RunReport {

    @Override
    public RunEnding ending() {
        return abort == null ? RunEnding.FINISHED : abort.ending();
    }

    @Override
    public boolean passed() {
        return abort == null && inconclusive.isEmpty() && thresholds.stream().noneMatch(ThresholdResult::failed);
    }

    @Override
    public Set<String> metrics() {
        return measured.names();
    }

    @Override
    public double value(String metric, String aggregation) {
        return measured.value(metric, aggregation);
    }

    @Override
    public Optional<String> url() {
        return Optional.ofNullable(where);
    }

    @Override
    public Optional<String> runId() {
        return Optional.ofNullable(id);
    }

    @Override
    public Optional<Delivery> delivery() {
        return delivered.get();
    }

    @Override
    public Optional<String> reason() {
        return abort == null ? Optional.empty() : Optional.of(abort.reason());
    }

    @Override
    public Optional<AbortCause> abortCause() {
        return abort == null ? Optional.empty() : Optional.of(abort.why());
    }

    @Override
    public Optional<Throwable> cause() {
        return abort == null ? Optional.empty() : Optional.ofNullable(abort.cause());
    }
}
