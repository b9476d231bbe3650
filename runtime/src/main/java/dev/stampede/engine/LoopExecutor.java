package dev.stampede.engine;

import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.Looping;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.segments.Share;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Runs profiles of looping users: each starts its next iteration when it is done with the last. Plays a timeline that was
 * made before, and hands out iterations.
 */
final class LoopExecutor extends ScenarioExecutor {
    private final Looping profile;
    private final Timeline timeline;
    private final long regularNanos;
    private final @Nullable Handle[] handles;
    private final List<PerVuQuota> quotas = new ArrayList<>();
    private final Queue<VirtualUser> taken = new ArrayDeque<>();
    private int startsLeft;

    LoopExecutor(
            Scenario scenario,
            Looping profile,
            Portion portion,
            Share share,
            VuPool pool,
            RunState state,
            SampleContext samples) {
        super(scenario, portion, pool, state, samples);
        this.profile = profile;
        regularNanos = regular().toNanos();
        timeline = profile instanceof RampingVus ramp
                ? Timeline.ramp(ramp, scenario.gracefulStop(), share)
                : Timeline.together(portion.vus(), regular(), regular().plus(scenario.gracefulStop()));
        handles = new Handle[portion.vus()];
        startsLeft = (int) timeline.steps().stream()
                .filter(s -> s.action() == Timeline.Action.START)
                .count();
    }

    /** A place in the profile, and who has it; may be somebody else after a pause. */
    private record Handle(VirtualUser user, Activation activation) {}

    /** Users that start together are taken together: one that is done at once must not be given again as the next one. */
    @Override
    void prepare() throws InterruptedException {
        if (!(profile instanceof RampingVus)) {
            taken.addAll(pool.take(portion.vus()));
        }
    }

    @Override
    void play() throws InterruptedException {
        List<Timeline.Step> steps = timeline.steps();
        boolean ramp = profile instanceof RampingVus;
        int next = 0;
        while (goesOn() && !endsEarly()) {
            long now = spentNanos();
            while (next < steps.size() && steps.get(next).offsetNanos() <= now) {
                apply(steps.get(next++));
            }
            // a ramp lasts as long as it lasts, also while it has no users
            boolean mayEnd = !ramp || now >= regularNanos;
            boolean idle = startsLeft == 0 && crew.isEmpty();
            if (next == steps.size() || (mayEnd && idle)) {
                return;
            }
            long wake = steps.get(next).offsetNanos();
            boolean unused = changed.await(startNanos() + (mayEnd ? wake : Math.min(wake, regularNanos)));
        }
        long over = Math.min(clock.nanoTime(), startNanos() + regularNanos);
        awaitCrew(over + scenario().gracefulStop().toNanos());
    }

    private void apply(Timeline.Step step) throws InterruptedException {
        Handle handle = handles[step.user()];
        if (step.action() == Timeline.Action.START) {
            startsLeft--;
            if (!endsEarly() && (handle == null || !handle.user().resume(handle.activation()))) {
                VirtualUser user = taken.isEmpty() ? pool.take() : taken.remove();
                handles[step.user()] = new Handle(user, start(user, quota(user)));
            }
        } else if (handle != null) {
            switch (step.action()) {
                case STOP -> handle.user().stop(handle.activation(), false);
                case STOP_FOR_GOOD -> handle.user().stop(handle.activation(), true);
                case INTERRUPT -> handle.user().interrupt(handle.activation(), false);
                case START -> throw new AssertionError(step);
            }
        }
    }

    private Quota quota(VirtualUser user) {
        return switch (profile) {
            case ConstantVus p -> () -> isTime() ? begun.getAndIncrement() : Quota.NONE;
            case RampingVus p -> () -> endsEarly() ? Quota.NONE : begun.getAndIncrement();
            case SharedIterations p -> this::nextShared;
            case PerVuIterations p -> {
                PerVuQuota quota = new PerVuQuota(user, p.iterations());
                quotas.add(quota);
                yield quota;
            }
        };
    }

    private boolean isTime() {
        return !endsEarly() && spentNanos() < regularNanos;
    }

    private long nextShared() {
        while (isTime()) {
            long number = begun.get();
            if (number >= portion.iterations()) {
                break;
            }
            if (begun.compareAndSet(number, number + 1)) {
                return number;
            }
        }
        return Quota.NONE;
    }

    private final class PerVuQuota implements Quota {
        private final VirtualUser user;
        /** Written by the user; read by the conductor once the user has left the crew. */
        private long left;

        PerVuQuota(VirtualUser user, long iterations) {
            this.user = user;
            left = iterations;
        }

        @Override
        public long next() {
            if (left == 0 || !isTime()) {
                return NONE;
            }
            left--;
            return begun.getAndIncrement();
        }

        /** (k6: {@code lib/executor/per_vu_iterations.go}.) */
        void countDropped() {
            drop(samples.with(samples.tags(), SystemTag.VU, Integer.toString(user.id())), (double) left);
        }
    }

    @Override
    void noMore() {}

    @Override
    boolean activeInIterationsOnly() {
        return false;
    }

    @Override
    void countDropped() {
        switch (profile) {
            case SharedIterations p -> drop((double) (portion.iterations() - begun.get() + unrun()));
            case PerVuIterations p -> {
                quotas.forEach(PerVuQuota::countDropped);
                drop((double) (portion.vus() - quotas.size()) * p.iterations() + (double) unrun());
            }
            case ConstantVus p -> {}
            case RampingVus p -> {}
        }
    }
}
