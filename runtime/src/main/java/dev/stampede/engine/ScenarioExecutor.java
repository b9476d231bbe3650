package dev.stampede.engine;

import dev.stampede.AbortCause;
import dev.stampede.RunEnding;
import dev.stampede.clock.Clock;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Drives one scenario: waits for its start, runs its profile, and waits until every virtual user has come to its end. {@link
 * #run} is called once, by the thread that conducts the scenario; the rest is thread-safe.
 */
abstract class ScenarioExecutor {
    /** Why a run ends whose conducting thread is interrupted. */
    static final String INTERRUPTED = "the thread that runs the load test was interrupted";

    final Clock clock;
    final Clock.Signal changed;
    final Portion portion;
    final SampleContext samples;
    final Crew crew;
    final VuPool pool;
    final AtomicLong begun = new AtomicLong();
    private final Scenario scenario;
    private final RunState state;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger allocated = new AtomicInteger();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong unrun = new AtomicLong();
    private final AtomicBoolean early = new AtomicBoolean();
    private volatile long startNanos = Long.MIN_VALUE;
    private volatile long endNanos = Long.MIN_VALUE;

    /**
     * An executor.
     *
     * @param portion what it has to do
     * @param samples where the executor's own samples go, with the run's tags
     */
    ScenarioExecutor(Scenario scenario, Portion portion, VuPool pool, RunState state, SampleContext samples) {
        this.scenario = scenario;
        this.portion = portion;
        this.pool = pool;
        this.state = state;
        this.samples = samples;
        this.clock = samples.clock();
        this.changed = clock.newSignal();
        this.crew = new Crew(clock, changed, state);
        samples.tags(samples.with(samples.tags().with(scenario.tags()), SystemTag.SCENARIO, scenario.name()));
    }

    /** Of a valid scenario that has something to do. */
    static ScenarioExecutor of(
            Scenario scenario, Portion portion, Share share, VuPool pool, RunState state, SampleContext samples) {
        return switch (scenario.profile()) {
            case LoadProfile.Arriving p ->
                new ArrivalExecutor(
                        scenario, portion, ArrivalTimes.of(p, portion.iterationShare()), pool, state, samples);
            case LoadProfile.Looping p -> new LoopExecutor(scenario, p, portion, share, pool, state, samples);
        };
    }

    final Scenario scenario() {
        return scenario;
    }

    final Share iterationShare() {
        return portion.iterationShare();
    }

    final Duration regular() {
        return ExecutionPlan.regular(scenario.profile());
    }

    /**
     * Runs the scenario to its end, or to the end of the run.
     *
     * @param loadStart when the load started, in the clock's nanoseconds
     */
    final void run(long loadStart) {
        try {
            long planned = loadStart + scenario.startTime().toNanos();
            if (awaitNanos(planned)) {
                prepare();
                startNanos = clock.nanoTime();
                pool.isLate(startNanos - planned);
                play();
            }
        } catch (InterruptedException e) {
            state.abort(AbortCause.INTERRUPT, INTERRUPTED, null);
        } catch (RuntimeException | Error e) {
            // users that are at work already must still come to their end
            state.abortFor(e, AbortCause.INTERNAL_ERROR, "scenario " + scenario.name() + " could not go on");
        }
        noMore();
        if (!crew.isEmpty()) {
            crew.interruptAll();
        }
        crew.awaitEnd(() -> state.abort(AbortCause.INTERRUPT, INTERRUPTED, null));
        endNanos = clock.nanoTime();
        pool.scenarioOver();
        if (isStarted() && state.abort() == null) {
            countDropped();
        }
    }

    /** Gets what must be there before the time begins to count. */
    abstract void prepare() throws InterruptedException;

    /** Plays the profile; returns when all users have ended, are to be interrupted, or the run is to end. */
    abstract void play() throws InterruptedException;

    /** No iteration starts any more. */
    abstract void noMore();

    /** Reports iterations that were planned and never began, as k6 does. */
    abstract void countDropped();

    /** Whether users count as active while they run an iteration only, not from their start to their end. */
    abstract boolean activeInIterationsOnly();

    final void drop(double iterations) {
        drop(samples.tags(), iterations);
    }

    final void drop(TagSet tags, double iterations) {
        if (iterations > 0) {
            samples.add(samples.registry().builtin().droppedIterations, tags, iterations, clock.epochNanos());
        }
    }

    /** Iterations that were begun and found that there is nothing to do. */
    final long unrun() {
        return unrun.get();
    }

    /** Whether the run goes on. */
    final boolean goesOn() {
        return state.abort() == null;
    }

    /** Whether the scenario has nothing left to do though there is time. */
    final boolean endsEarly() {
        return early.get();
    }

    /** Time since the start, in nanoseconds. */
    final long spentNanos() {
        return clock.nanoTime() - startNanos;
    }

    final long startNanos() {
        return startNanos;
    }

    /**
     * Waits for a time.
     *
     * @return whether it has come; otherwise the run is to end
     */
    final boolean awaitNanos(long nanos) throws InterruptedException {
        while (goesOn()) {
            if (nanos - clock.nanoTime() <= 0) {
                return true;
            }
            boolean unused = changed.await(nanos);
        }
        return false;
    }

    /** Waits until every user has ended, the time has come, or the run is to end. */
    final void awaitCrew(long until) throws InterruptedException {
        while (goesOn() && !crew.isEmpty() && until - clock.nanoTime() > 0) {
            boolean unused = changed.await(until);
        }
    }

    /** Starts a user that the pool gave. */
    final Activation start(VirtualUser user, Quota quota) {
        Activation activation = new Activation(this, quota);
        allocated.incrementAndGet();
        crew.join(user, activation);
        user.start(activation);
        return activation;
    }

    /** A user starts. */
    final void began() {
        if (!activeInIterationsOnly()) {
            active();
        }
    }

    /** On the user's thread, as its last act. */
    final void ended(VirtualUser user, Activation activation) {
        if (!activeInIterationsOnly()) {
            inactive();
        }
        pool.give(user);
        crew.leave(activation);
    }

    final void iterationBegan() {
        if (activeInIterationsOnly()) {
            active();
        }
    }

    final void iterationEnded(boolean complete) {
        if (activeInIterationsOnly()) {
            inactive();
        }
        done.incrementAndGet();
        if (complete) {
            state.iterationComplete();
        } else {
            state.iterationInterrupted();
        }
    }

    private void active() {
        active.incrementAndGet();
        state.vuActive();
    }

    private void inactive() {
        active.decrementAndGet();
        state.vuDone();
    }

    /** There is nothing left to do; the iteration that found out does not count. */
    final void endEarly(ScenarioEnd end) {
        if (activeInIterationsOnly()) {
            inactive();
        }
        unrun.incrementAndGet();
        boolean first = early.compareAndSet(false, true);
        if (end.isFailure()) {
            state.abort(RunEnding.ABORTED_BY_ERROR, String.valueOf(end.getMessage()), end.getCause());
        } else if (first) {
            state.note("scenario " + scenario.name() + " ended early: " + end.getMessage());
        }
        changed.raise();
    }

    /** Whether another scenario may need users that this one has done with. */
    final boolean mayBeNeededElsewhere() {
        return pool.mayBeNeeded();
    }

    final boolean isStarted() {
        return startNanos != Long.MIN_VALUE;
    }

    /** How it stands. */
    final ScenarioStatus status(@Nullable Long loadStart) {
        long now = clock.nanoTime();
        ScenarioStatus.Phase phase = endNanos != Long.MIN_VALUE
                ? ScenarioStatus.Phase.OVER
                : isStarted() ? ScenarioStatus.Phase.RUNNING : ScenarioStatus.Phase.WAITING;
        long spent = !isStarted() ? 0 : (phase == ScenarioStatus.Phase.OVER ? endNanos : now) - startNanos;
        long waited = loadStart == null ? 0 : now - loadStart;
        Duration left = scenario.startTime().minusNanos(waited);
        return new ScenarioStatus(
                scenario,
                portion,
                phase,
                Duration.ofNanos(spent),
                left.isNegative() ? Duration.ZERO : left,
                active.get(),
                allocated.get(),
                done.get());
    }
}
