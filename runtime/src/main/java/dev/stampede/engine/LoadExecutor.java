package dev.stampede.engine;

import dev.stampede.RunEnding;
import dev.stampede.clock.Clock;
import dev.stampede.clock.Durations;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Drives one load profile: plays its timeline, hands out iterations, and waits until every virtual user has come to its
 * end. {@link #run} is called once, by the thread that conducts the run; the rest is thread-safe.
 */
public final class LoadExecutor {
    /** Why a run ends whose conducting thread is interrupted. */
    public static final String INTERRUPTED = "the thread that runs the load test was interrupted";

    private static final System.Logger logger = System.getLogger(LoadExecutor.class.getName());
    private static final long SECOND = 1_000_000_000L;
    /** A body that ignores interrupts is given up after this many of them, a second apart. */
    private static final int MOST_INTERRUPTS = 30;

    private final LoadProfile profile;
    private final Duration gracefulStop;
    private final ExecutionPlan plan;
    private final RunState state;
    private final Clock clock;
    private final SampleContext samples;
    private final VirtualUser[] users;
    private final AtomicLong alive = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private volatile long startNanos = Long.MIN_VALUE;
    private volatile long endNanos = Long.MIN_VALUE;

    /**
     * An executor.
     *
     * @param profile a valid profile
     * @param sessions makes the sessions of its virtual users, by their number from 1
     * @param samples where the executor's own samples go, with the run's tags
     * @param abortOnError whether an exception in an iteration ends the run
     */
    public LoadExecutor(
            LoadProfile profile,
            Duration gracefulStop,
            IntFunction<VuSession> sessions,
            User.Factory factory,
            RunState state,
            ErrorLog errors,
            boolean abortOnError,
            SampleContext samples,
            String scenario) {
        this.profile = profile;
        this.gracefulStop = gracefulStop;
        this.plan =
                ExecutionPlan.of(List.of(Scenario.of("default", profile).withGracefulStop(gracefulStop)), Share.WHOLE);
        this.state = state;
        this.clock = samples.clock();
        this.samples = samples;
        samples.tags(samples.with(samples.tags(), SystemTag.SCENARIO, scenario));
        users = IntStream.rangeClosed(1, plan.maxVus())
                .mapToObj(id -> new VirtualUser(
                        sessions.apply(id), factory, state, errors, abortOnError, alive::decrementAndGet))
                .toArray(VirtualUser[]::new);
        state.vusInitialized(users.length);
    }

    /** What the profile needs. */
    public ExecutionPlan plan() {
        return plan;
    }

    /** Whether it has begun. */
    public boolean isStarted() {
        return startNanos != Long.MIN_VALUE;
    }

    /** Whether every virtual user has come to its end. */
    public boolean isOver() {
        return endNanos != Long.MIN_VALUE;
    }

    /** Time since its start, to its end; zero before. */
    public Duration spent() {
        if (!isStarted()) {
            return Duration.ZERO;
        }
        return Duration.ofNanos((isOver() ? endNanos : clock.nanoTime()) - startNanos);
    }

    /**
     * Runs the profile to its end, or to the end of the run.
     *
     * @throws InterruptedException if the calling thread was interrupted; the run has been ended for it then, and every
     *     virtual user has come to its end
     */
    public void run() throws InterruptedException {
        startNanos = clock.nanoTime();
        Timeline timeline = switch (profile) {
            case RampingVus p -> Timeline.ramp(p, gracefulStop);
            case ConstantVus p -> Timeline.together(p.vus(), ExecutionPlan.regular(profile), plan.end());
            case SharedIterations p -> Timeline.together(p.vus(), ExecutionPlan.regular(profile), plan.end());
            case PerVuIterations p -> Timeline.together(p.vus(), ExecutionPlan.regular(profile), plan.end());
            case LoadProfile.ConstantArrivalRate p -> throw new UnsupportedOperationException();
            case LoadProfile.RampingArrivalRate p -> throw new UnsupportedOperationException();
        };
        boolean interrupted = false;
        try {
            play(timeline);
        } catch (InterruptedException e) {
            interrupted = true;
            state.abort(RunEnding.ABORTED_BY_USER, INTERRUPTED, null);
        } catch (RuntimeException | Error e) {
            // users that are at work already must still come to their end
            state.abort(RunEnding.ABORTED_BY_SYSTEM, "the load could not go on: " + e, e);
        }
        if (state.abort() != null || alive.get() > 0) {
            interruptAll();
        }
        for (VirtualUser user : users) {
            if (user.closeLeftOver()) {
                alive.incrementAndGet();
            }
        }
        interrupted |= awaitEnd();
        endNanos = clock.nanoTime();
        if (interrupted) {
            throw new InterruptedException();
        }
        if (state.abort() == null) {
            countDropped();
        }
    }

    private void play(Timeline timeline) throws InterruptedException {
        int next = 0;
        int starts = (int) timeline.steps().stream()
                .filter(s -> s.action() == Timeline.Action.START)
                .count();
        while (state.abort() == null) {
            long now = clock.nanoTime() - startNanos;
            while (next < timeline.steps().size() && timeline.steps().get(next).offsetNanos() <= now) {
                Timeline.Step step = timeline.steps().get(next++);
                starts -= step.action() == Timeline.Action.START ? 1 : 0;
                apply(step);
            }
            boolean mayEnd = !(profile instanceof RampingVus)
                    || now >= ExecutionPlan.regular(profile).toNanos();
            boolean idle = starts == 0 && alive.get() == 0;
            if (next == timeline.steps().size() || (mayEnd && idle)) {
                return;
            }
            long wake = timeline.steps().get(next).offsetNanos();
            state.changed()
                    .await(startNanos
                            + (mayEnd
                                    ? wake
                                    : Math.min(
                                            wake, ExecutionPlan.regular(profile).toNanos())));
        }
    }

    private void apply(Timeline.Step step) {
        VirtualUser user = users[step.user()];
        switch (step.action()) {
            case START -> {
                alive.incrementAndGet();
                if (!user.start(quota())) {
                    alive.decrementAndGet();
                }
            }
            case STOP -> user.stop(false);
            case STOP_FOR_GOOD -> user.stop(true);
            case INTERRUPT -> user.interrupt();
        }
    }

    private Quota quota() {
        return switch (profile) {
            case ConstantVus p ->
                () -> clock.nanoTime() - startNanos
                        < ExecutionPlan.regular(profile).toNanos();
            case RampingVus p -> () -> true;
            case SharedIterations p -> () -> takeUpTo(p.iterations());
            case PerVuIterations p -> new PerVuQuota(p.iterations());
            case LoadProfile.ConstantArrivalRate p -> throw new UnsupportedOperationException();
            case LoadProfile.RampingArrivalRate p -> throw new UnsupportedOperationException();
        };
    }

    private boolean takeUpTo(long iterations) {
        if (clock.nanoTime() - startNanos >= ExecutionPlan.regular(profile).toNanos()) {
            return false;
        }
        long before = taken.getAndUpdate(t -> Math.min(iterations, t + 1));
        return before < iterations;
    }

    private final class PerVuQuota implements Quota {
        private long left;

        PerVuQuota(long iterations) {
            left = iterations;
        }

        @Override
        public boolean take() {
            if (left == 0
                    || clock.nanoTime() - startNanos
                            >= ExecutionPlan.regular(profile).toNanos()) {
                return false;
            }
            left--;
            taken.incrementAndGet();
            return true;
        }
    }

    /** Iterations that were planned and never began are reported, as k6 does, unless the whole run was aborted. */
    private void countDropped() {
        long planned = switch (profile) {
            case SharedIterations p -> p.iterations();
            case PerVuIterations p -> p.total();
            case ConstantVus p -> 0;
            case RampingVus p -> 0;
            case LoadProfile.ConstantArrivalRate p -> 0;
            case LoadProfile.RampingArrivalRate p -> 0;
        };
        if (planned > taken.get()) {
            samples.add(samples.registry().builtin().droppedIterations, (double) (planned - taken.get()));
        }
    }

    private void interruptAll() {
        for (VirtualUser user : users) {
            user.interrupt();
        }
    }

    /**
     * Waits for users that were told to end; interrupts again those that do not, and gives up on them at last.
     *
     * @return whether the calling thread was interrupted meanwhile
     */
    private boolean awaitEnd() {
        boolean interrupted = false;
        for (int i = 0; alive.get() > 0 && i < MOST_INTERRUPTS; ) {
            try {
                if (!state.changed().await(clock.nanoTime() + SECOND)) {
                    interruptAll();
                    i++;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                state.abort(RunEnding.ABORTED_BY_USER, INTERRUPTED, null);
            }
        }
        if (alive.get() > 0) {
            reportStuck();
        }
        return interrupted;
    }

    private void reportStuck() {
        StringBuilder text = new StringBuilder(alive.get() + " virtual users did not end "
                + Durations.format(Duration.ofSeconds(MOST_INTERRUPTS))
                + " after they were interrupted; their last iterations are not in the results.");
        for (VirtualUser user : users) {
            StackTraceElement[] where = user.whereabouts();
            if (where.length > 0) {
                text.append(" One of them is at ").append(where[0]);
                break;
            }
        }
        logger.log(System.Logger.Level.WARNING, text.toString());
    }
}
