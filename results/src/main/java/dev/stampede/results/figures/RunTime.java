package dev.stampede.results.figures;

import dev.stampede.results.wire.TimeSpan;
import java.io.IOException;
import java.util.Optional;

/**
 * The time that a run's samples are of. The clocks of those who measure are theirs, and one that is wrong would make of seconds a run of
 * centuries. So samples stand within a day of the time in which the service had the run; or, when none does yet, together in some other
 * time, as those of a recording do that is played again. Samples of the run's own time are always taken: what was of another is then
 * counted, but no longer part of the run's time. Confined to whoever holds the run.
 */
final class RunTime {
    /** Seconds by which clocks may differ. */
    static final long SLACK = 86_400;

    private static final String ADVICE = "; set the clock of the machine that sent them";

    private TimeSpan samples = TimeSpan.NONE;
    private long lastSecond = Long.MIN_VALUE;
    private boolean isOwn;

    /**
     * Why samples of this time cannot be taken; empty when they can.
     *
     * @param had in which time the service has had the run
     */
    Optional<String> problem(TimeSpan sent, TimeSpan had) {
        TimeSpan own = had.widened(SLACK);
        if (own.contains(sent)) {
            return Optional.empty();
        }
        if (samples.isEmpty()) {
            return sent.last() - sent.first() <= SLACK
                    ? Optional.empty()
                    : Optional.of("samples of " + sent + " are more than a day apart" + ADVICE);
        }
        TimeSpan possible = isOwn ? own.and(samples) : samples.widened(SLACK);
        return possible.contains(sent)
                ? Optional.empty()
                : Optional.of("samples of " + sent + " are more than a day away from the run's, which are of " + samples
                        + ADVICE);
    }

    /**
     * Takes samples of this time, in which there is no {@linkplain #problem problem}.
     *
     * @param period how many seconds the last of them has
     * @return whether what came before is not of the run's time any more
     */
    boolean add(TimeSpan sent, int period, TimeSpan had) {
        if (sent.isEmpty()) {
            return false;
        }
        boolean own = had.widened(SLACK).contains(sent);
        boolean displaced =
                own && !isOwn && !samples.isEmpty() && !samples.widened(SLACK).contains(sent);
        if (displaced) {
            samples = TimeSpan.NONE;
            lastSecond = Long.MIN_VALUE;
        }
        isOwn |= own;
        samples = samples.and(sent);
        lastSecond = Math.max(lastSecond, sent.last() + period);
        return displaced;
    }

    boolean hasData() {
        return !samples.isEmpty();
    }

    long firstSecond() {
        return samples.first();
    }

    long lastSecond() {
        return lastSecond;
    }

    void save(StateWriter out) throws IOException {
        out.number(samples.first());
        out.number(samples.last());
        out.number(lastSecond);
        out.number(isOwn ? 1 : 0);
    }

    void restore(StateReader in) throws IOException {
        samples = new TimeSpan(in.number(), in.number());
        lastSecond = in.number();
        isOwn = in.number() != 0;
    }
}
