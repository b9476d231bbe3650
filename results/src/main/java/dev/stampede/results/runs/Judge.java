package dev.stampede.results.runs;

import dev.stampede.results.figures.Limits;
import dev.stampede.results.figures.RunFigures;
import dev.stampede.thresholds.Thresholds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges the thresholds of a run on what all its generators measured, and finds when the run must stop. Confined to whoever holds the run,
 * but for {@link #last}.
 */
final class Judge {
    private volatile List<Limits.State> last = List.of();

    /** How the thresholds stand by these figures. */
    static List<Limits.State> states(RunFacts facts, RunFigures figures) {
        Duration measured = Duration.ofSeconds(Math.max(1, figures.seconds()));
        return figures.limits().judge(measured, !facts.isLive());
    }

    /**
     * Judges anew.
     *
     * @param now in milliseconds since 1970-01-01T00:00Z
     * @return why the run must stop, if it must and has not been told so
     */
    Optional<StopAsked> judge(RunFacts facts, RunFigures figures, long now) {
        List<Limits.State> states = states(facts, figures);
        last = states;
        Duration elapsed = elapsed(facts, figures, now);
        boolean stops = facts.isLive()
                && facts.stop() == null
                && states.stream().anyMatch(state -> isCrossed(state) && mayAbort(state, elapsed));
        return stops ? Optional.of(stop(states, now)) : Optional.empty();
    }

    /** How the thresholds stood when they were last judged; of a run that was not judged yet nothing is said of any. */
    List<Limits.State> last(RunFacts facts) {
        List<Limits.State> judged = last;
        return judged.isEmpty()
                ? facts.thresholds().stream()
                        .map(one -> new Limits.State(one.spec(), Double.NaN, 0, null, ""))
                        .toList()
                : judged;
    }

    /** Other thresholds are to be judged. */
    void forget() {
        last = List.of();
    }

    /**
     * A generator has ended the run for a threshold: the others are to end, too.
     *
     * @param why what it said; may be empty
     */
    static StopAsked stop(RunFacts facts, String why, long now) {
        List<String> said = facts.thresholds().stream()
                .filter(one -> Boolean.TRUE.equals(one.failed()))
                .map(DeclaredThreshold::metric)
                .toList();
        if (said.isEmpty()) {
            return new StopAsked(
                    RunStatus.ABORTED_BY_THRESHOLD,
                    why.isEmpty() ? "whoever began the run has ended it for a threshold" : why,
                    now);
        }
        return new StopAsked(RunStatus.ABORTED_BY_THRESHOLD, Thresholds.crossedEarly(new TreeSet<>(said)), now);
    }

    private static StopAsked stop(List<Limits.State> states, long now) {
        TreeSet<String> crossed = new TreeSet<>();
        states.stream()
                .filter(Judge::isCrossed)
                .forEach(state -> crossed.add(state.spec().metric()));
        return new StopAsked(RunStatus.ABORTED_BY_THRESHOLD, Thresholds.crossedEarly(crossed), now);
    }

    /** What cannot be judged fails, but stops nobody. */
    private static boolean isCrossed(Limits.State state) {
        return Boolean.TRUE.equals(state.failed()) && state.problem().isEmpty();
    }

    /** (k6: {@code internal/metrics/engine/engine.go}.) */
    private static boolean mayAbort(Limits.State state, Duration elapsed) {
        @Nullable Duration delay = state.spec().delayAbortEval();
        return state.spec().aborts() && (delay == null || delay.compareTo(elapsed) < 0);
    }

    /**
     * How long the test has gone on: from the first sample on, unless the clock of whoever measured that is so wrong that it came before
     * the run was opened or after it was received.
     */
    private static Duration elapsed(RunFacts facts, RunFigures figures, long now) {
        long first = figures.hasData() ? figures.firstSecond() * 1000 : 0;
        boolean plausible = first >= facts.created() && first <= facts.lastData();
        return Duration.ofMillis(Math.max(0, now - (plausible ? first : facts.created())));
    }
}
