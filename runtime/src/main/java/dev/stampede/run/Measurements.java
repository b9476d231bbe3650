package dev.stampede.run;

import dev.stampede.CheckResult;
import dev.stampede.RunEnding;
import dev.stampede.ThresholdResult;
import dev.stampede.clock.Clock;
import dev.stampede.engine.RunState;
import dev.stampede.health.Figures;
import dev.stampede.metrics.BuiltinMetrics;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.Output;
import dev.stampede.summary.CheckTally;
import dev.stampede.thresholds.Thresholds;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gathers what was recorded into the run's sinks, its outputs and its thresholds. Guarded by itself: the pulse drains while
 * the load runs, the thread that conducts the run at its end.
 */
final class Measurements {
    private static final System.Logger logger = System.getLogger(Measurements.class.getName());

    private final MetricRegistry registry;
    private final Recorder recorder;
    private final Thresholds thresholds;
    private final List<Output> outputs;
    private final RunState state;
    private final CheckTally checks = new CheckTally();
    private final Set<Output> faulty = new HashSet<>();
    private boolean finished;
    private volatile List<ThresholdResult> lastJudged;

    Measurements(
            MetricRegistry registry, Recorder recorder, Thresholds thresholds, List<Output> outputs, RunState state) {
        this.registry = registry;
        this.recorder = recorder;
        this.thresholds = thresholds;
        this.outputs = outputs;
        this.state = state;
        this.lastJudged = thresholds.results();
    }

    synchronized void drain() {
        recorder.drain(this::accept);
        for (Output output : outputs) {
            guarded(output, output::drained);
        }
    }

    private void accept(long epochSecond, TimeSeries series, Sink sink) {
        for (Sink total : series.sinks()) {
            total.merge(sink);
            thresholds.accept(epochSecond, total, sink);
        }
        checks.accept(epochSecond, series, sink);
        for (Output output : outputs) {
            guarded(output, () -> output.accept(epochSecond, series, sink));
        }
    }

    /** An output's fault is its own: it is told once, and the run goes on. */
    private void guarded(Output output, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            if (faulty.add(output)) {
                logger.log(System.Logger.Level.ERROR, output.describe() + " does not take samples; some are lost", e);
            }
        }
    }

    /** The load starts: what was recorded up to now is from before it. */
    synchronized void loadStarts(Clock clock) {
        drain();
        thresholds.loadStarts(clock::epochNanos);
    }

    /** The load has ended: what is recorded from now on is from after it. */
    synchronized void loadEnded() {
        drain();
        thresholds.loadEnded();
    }

    /** Drains, then evaluates the thresholds; ends the run if one says so. */
    synchronized void evaluate(Duration elapsed) {
        drain();
        thresholds.evaluate(elapsed).ifPresent(message -> state.abort(RunEnding.ABORTED_BY_THRESHOLD, message, null));
        List<String> problems = thresholds.problems();
        if (!problems.isEmpty()) {
            state.abort(RunEnding.ABORTED_BY_ERROR, String.join("; ", problems), null);
        }
        lastJudged = thresholds.results();
    }

    /** Drains, then evaluates the thresholds without consequences: for a look at the run before it is over. */
    synchronized void judge(Duration elapsed) {
        if (!finished) {
            drain();
            Optional<String> unused = thresholds.finish(elapsed, false);
            lastJudged = thresholds.results();
        }
    }

    /** Thresholds {@link #judge judged} now if that is done in the time given, else as they stood when last evaluated. */
    List<ThresholdResult> judgedWithin(Duration most, Duration elapsed) {
        try {
            Thread judging = Thread.ofPlatform().daemon().name("stampede-judge").start(() -> judge(elapsed));
            boolean unused = judging.join(most);
        } catch (OutOfMemoryError e) {
            logger.log(System.Logger.Level.DEBUG, "thresholds are told as they stood when last evaluated", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return lastJudged;
    }

    /**
     * Drains for the last time and evaluates the thresholds for good.
     *
     * @param measured whether any iteration came to its end
     */
    synchronized void finish(Duration elapsed, boolean measured) {
        drain();
        finished = true;
        Optional<String> unused = thresholds.finish(elapsed, state.abort() == null);
        if (!measured && state.abort() == null) {
            thresholds.failUnmeasured("no iteration was completed, " + state.interruptedIterations()
                    + " were interrupted. Give them more time (duration, gracefulStop), or see what they wait for");
        }
        lastJudged = thresholds.results();
    }

    /** Thresholds that fit nothing that was recorded. */
    List<String> problems() {
        return thresholds.problems();
    }

    /** Thresholds as they stood when last evaluated. */
    synchronized List<ThresholdResult> thresholds() {
        return thresholds.results();
    }

    synchronized Measured measured(Duration elapsed) {
        return new Measured(registry, elapsed);
    }

    /** Iterations that were drained up to now. */
    synchronized Figures.Arrivals arrivals() {
        BuiltinMetrics builtin = registry.builtin();
        return new Figures.Arrivals(sum(builtin.iterations), sum(builtin.droppedIterations));
    }

    private static double sum(Metric counter) {
        return counter.sink() instanceof Sink.CounterSink sink ? sink.sum() : 0;
    }

    /** How often each check held up to now. */
    synchronized List<CheckResult> checkResults() {
        return checks.results(state.checkFailures()::detail);
    }

    /** How often each check held; to be read when the run is over. */
    CheckTally checks() {
        return checks;
    }
}
