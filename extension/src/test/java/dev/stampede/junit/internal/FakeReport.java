package dev.stampede.junit.internal;

import dev.stampede.AbortCause;
import dev.stampede.CheckResult;
import dev.stampede.Exemplar;
import dev.stampede.IterationErrors;
import dev.stampede.RunEnding;
import dev.stampede.ThresholdResult;
import dev.stampede.run.RunReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A report to be filled in; finished and without anything at first. */
final class FakeReport implements RunReport {
    private final List<ThresholdResult> thresholds = new ArrayList<>();
    private final List<IterationErrors> errors = new ArrayList<>();
    private final List<CheckResult> checks = new ArrayList<>();
    private final List<Throwable> alsoThrown = new ArrayList<>();
    private final List<Exemplar> exemplars = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> inconclusive = new ArrayList<>();
    private @Nullable AbortCause why;
    private RunEnding ending = RunEnding.FINISHED;
    private Duration duration = Duration.ZERO;
    private long iterations;
    private @Nullable String reason;
    private @Nullable Throwable cause;
    private @Nullable String url;

    FakeReport threshold(String metric, String expression, double observed, long samples, boolean failed) {
        return threshold(new ThresholdResult(metric, expression, observed, samples, failed, true));
    }

    FakeReport threshold(ThresholdResult result) {
        thresholds.add(result);
        return this;
    }

    FakeReport error(IterationErrors kind) {
        errors.add(kind);
        return this;
    }

    FakeReport check(CheckResult check) {
        checks.add(check);
        return this;
    }

    FakeReport exemplar(Exemplar exemplar) {
        exemplars.add(exemplar);
        return this;
    }

    FakeReport problem(String text) {
        problems.add(text);
        return this;
    }

    FakeReport inconclusive(String finding) {
        inconclusive.add(finding);
        return this;
    }

    FakeReport ending(RunEnding value, String why) {
        ending = value;
        reason = why;
        return this;
    }

    FakeReport abortCause(AbortCause value) {
        why = value;
        return ending(value.ending(), value.name());
    }

    FakeReport alsoThrown(Throwable value) {
        alsoThrown.add(value);
        return this;
    }

    FakeReport cause(Throwable value) {
        cause = value;
        return this;
    }

    FakeReport duration(Duration value) {
        duration = value;
        return this;
    }

    FakeReport iterations(long value) {
        iterations = value;
        return this;
    }

    FakeReport url(String value) {
        url = value;
        return this;
    }

    @Override
    public String name() {
        return "Cases.load";
    }

    @Override
    public RunEnding ending() {
        return ending;
    }

    @Override
    public boolean passed() {
        return ending == RunEnding.FINISHED
                && inconclusive.isEmpty()
                && thresholds.stream().noneMatch(ThresholdResult::failed);
    }

    @Override
    public List<String> inconclusive() {
        return inconclusive;
    }

    @Override
    public Duration duration() {
        return duration;
    }

    @Override
    public List<ThresholdResult> thresholds() {
        return thresholds;
    }

    @Override
    public List<IterationErrors> errors() {
        return errors;
    }

    @Override
    public List<CheckResult> checks() {
        return checks;
    }

    @Override
    public List<Exemplar> exemplars() {
        return exemplars;
    }

    @Override
    public Set<String> metrics() {
        return iterations == 0 ? Set.of() : Set.of("iterations");
    }

    @Override
    public double value(String metric, String aggregation) {
        if (metric.equals("iterations") && aggregation.equals("count") && iterations > 0) {
            return iterations;
        }
        throw new IllegalArgumentException(metric + " " + aggregation);
    }

    @Override
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    @Override
    public List<String> problems() {
        return problems;
    }

    @Override
    public List<Throwable> alsoThrown() {
        return alsoThrown;
    }

    @Override
    public Optional<AbortCause> abortCause() {
        return ending == RunEnding.FINISHED ? Optional.empty() : Optional.of(why == null ? AbortCause.of(ending) : why);
    }

    @Override
    public Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }

    @Override
    public Optional<String> url() {
        return Optional.ofNullable(url);
    }
}
