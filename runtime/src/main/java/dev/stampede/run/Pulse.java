package dev.stampede.run;

import dev.stampede.AbortCause;
import dev.stampede.clock.Clock;
import dev.stampede.engine.RunState;
import dev.stampede.metrics.BuiltinMetrics;
import dev.stampede.metrics.SampleContext;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The run's beat: every second {@code vus} and {@code vus_max} are sampled and the recorder is drained, every two seconds
 * thresholds are evaluated, every few a progress line is printed. A thread of the platform, so that virtual users that
 * compute cannot keep it from its turn.
 */
final class Pulse {
    private static final System.Logger logger = System.getLogger(Pulse.class.getName());
    private static final long SECOND = 1_000_000_000L;
    private static final int EVALUATE_EVERY = 2;
    private static final int PROGRESS_EVERY = 5;

    private final Clock clock;
    private final RunState state;
    private final SampleContext samples;
    private final Measurements measurements;
    private final Runnable eachSecond;
    private final Consumer<Duration> progress;
    private final long started;
    private final Clock.Signal end;
    private final Thread thread;

    /**
     * Begins to beat.
     *
     * @param samples where {@code vus} goes, with the run's tags
     * @param eachSecond called at each beat, before what was recorded is gathered
     * @param progress called every few seconds with the time since the start
     */
    Pulse(
            Clock clock,
            RunState state,
            SampleContext samples,
            Measurements measurements,
            Runnable eachSecond,
            Consumer<Duration> progress) {
        this.clock = clock;
        this.state = state;
        this.samples = samples;
        this.measurements = measurements;
        this.eachSecond = eachSecond;
        this.progress = progress;
        this.started = clock.nanoTime();
        this.end = clock.newSignal();
        this.thread = clock.startDaemon("stampede-pulse", this::beat);
    }

    private void beat() {
        double[] vus = new double[2];
        BuiltinMetrics builtin = samples.registry().builtin();
        try {
            long n = 1;
            while (!end.await(started + n * SECOND)) {
                if (state.abort() == null) {
                    vus[0] = state.activeVus();
                    vus[1] = state.initializedVus();
                    samples.add(builtin.vuCounts, samples.tags(), vus, clock.epochNanos());
                }
                once(n);
                // beats that were missed are left out
                n = Math.max(n + 1, (clock.nanoTime() - started) / SECOND + 1);
            }
        } catch (InterruptedException e) {
            logger.log(System.Logger.Level.WARNING, "the run's beat was interrupted; progress and vus are missing", e);
        }
    }

    /** Whatever goes wrong in one beat must not stop the next. */
    private void once(long n) {
        try {
            Duration elapsed = Duration.ofNanos(clock.nanoTime() - started);
            eachSecond.run();
            if (n % EVALUATE_EVERY == 0) {
                measurements.evaluate(elapsed);
            } else {
                measurements.drain();
            }
            if (n % PROGRESS_EVERY == 0) {
                progress.accept(elapsed);
            }
        } catch (RuntimeException | Error e) {
            logger.log(System.Logger.Level.ERROR, "a beat of the run failed; the next one is tried all the same", e);
            if (e instanceof VirtualMachineError) {
                state.abortFor(e, AbortCause.SYSTEM, "the machine cannot go on");
            }
        }
    }

    /** Time since the first beat's start. */
    Duration elapsed() {
        return Duration.ofNanos(clock.nanoTime() - started);
    }

    /** Ends it; a beat that is under way is waited for. */
    void stop() {
        end.raise();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
