package dev.stampede.results.runs;

import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** How a run stands, from its opening to its end, and how its thresholds do. Thread-safe: one call at a time holds the run. */
final class RunLife {
    /** After so long without data a run counts as timed out, until data comes again. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    /** While it goes on, its figures are kept whenever there is so much more, so that it need not all be read after a crash. */
    private static final long CHECKPOINT_BYTES = 16 << 20;

    private static final System.Logger logger = System.getLogger(RunLife.class.getName());

    private final String id;
    private final HeldRun run;
    private final Clock clock;
    private final Judge judge = new Judge();

    RunLife(String id, HeldRun run, Clock clock) {
        this.id = id;
        this.run = run;
        this.clock = clock;
    }

    /** How its thresholds stood when they were last judged. Never waits. */
    Verdict verdict() {
        RunFacts now = run.facts();
        return new Verdict(judge.last(now), now.stop());
    }

    /**
     * Declares its thresholds, in place of those it was opened with.
     *
     * @throws Refusal if there are metrics already
     */
    void declare(List<DeclaredThreshold> thresholds) throws Refusal, IOException {
        run.lock().lock();
        try {
            RunFacts now = run.facts();
            if (now.thresholds().equals(thresholds)) {
                return;
            }
            if (now.lastData() > 0 || now.status().isEnd()) {
                throw new Refusal(409, "thresholds are to be declared before the first metrics are pushed");
            }
            run.note(now.with(thresholds));
            run.release(); // its figures know the others
            judge.forget();
            run.changed();
            run.keep();
        } finally {
            run.lock().unlock();
        }
    }

    /** Has another token from now on. */
    void trust(String token) throws IOException {
        run.lock().lock();
        try {
            run.note(run.facts().withToken(TokenHash.of(token)));
            run.keep();
        } finally {
            run.lock().unlock();
        }
    }

    /** The load may begin, unless it has. */
    void initialize() throws IOException {
        run.lock().lock();
        try {
            if (run.facts().status() == RunStatus.CREATED) {
                run.become(run.facts().standing(RunStatus.INITIALIZING));
            }
        } finally {
            run.lock().unlock();
        }
    }

    /** What whoever ran it says of its thresholds: by metric and expression, whether it failed; null for nothing. */
    void said(BiFunction<String, String, @Nullable Boolean> said) {
        run.lock().lock();
        try {
            RunFacts now = run.facts();
            if (!now.status().isEnd()) {
                run.note(now.with(now.thresholds().stream()
                        .map(one -> {
                            Boolean failed = said.apply(one.metric(), one.expression());
                            return failed == null ? one : one.failed(failed);
                        })
                        .toList()));
            }
        } finally {
            run.lock().unlock();
        }
    }

    /** The run is over. Returns whether it was not before: the first word on it holds. */
    boolean end(RunStatus how, @Nullable Boolean thresholdsFailed, String why) throws IOException {
        run.lock().lock();
        try {
            if (run.facts().status().isEnd()) {
                return false;
            }
            RunFacts over = run.facts().endedAt(clock.millis(), how, thresholdsFailed, why);
            run.become(
                    how == RunStatus.ABORTED_BY_THRESHOLD
                            ? over.stopping(Judge.stop(over, why, clock.millis()))
                            : over);
            judge();
            run.checkpoint();
            return true;
        } finally {
            run.lock().unlock();
        }
    }

    /** Looks at the clock: whether the run has been silent for too long, and whether it has to be stopped. */
    void tick() throws IOException {
        run.lock().lock();
        try {
            RunFacts now = run.facts();
            long heard = Math.max(now.created(), now.lastData());
            boolean silent = clock.millis() - heard > SILENCE.toMillis();
            if (silent && !now.status().isEnd() && now.status() != RunStatus.TIMED_OUT) {
                run.become(now.standing(RunStatus.TIMED_OUT));
            }
            judge();
            run.checkpointBeyond(CHECKPOINT_BYTES);
        } finally {
            run.lock().unlock();
        }
    }

    /** Of a run whose figures are not in memory nothing has come since it was judged, or else since the service was started. */
    private void judge() throws IOException {
        Loaded known = run.loaded();
        RunFacts now = run.facts();
        if (known == null || now.thresholds().isEmpty()) {
            return;
        }
        Optional<StopAsked> stop = judge.judge(now, known.figures(), clock.millis());
        if (stop.isPresent()) {
            logger.log(
                    System.Logger.Level.INFO,
                    "Run {0} is to stop: {1}",
                    id,
                    stop.get().reason());
            run.become(now.stopping(stop.get()));
        }
    }
}
