package dev.stampede.engine;

import dev.stampede.AbortCause;
import dev.stampede.RunEnding;
import dev.stampede.clock.Clock;
import dev.stampede.metrics.BuiltinMetrics;
import dev.stampede.metrics.SampleContext;
import org.jspecify.annotations.Nullable;

/** The iterations of one virtual user: runs them, times them, counts them. Confined to its thread. */
final class Iterations {
    private final VuSession session;
    private final SampleContext samples;
    private final VuRules rules;
    private final RunState state;
    private final Cleaning cleaning;
    private final Clock clock;
    private final double[] values = new double[3];
    private long count;

    /** Is told when what cleans up after an iteration begins and ends. */
    @FunctionalInterface
    interface Cleaning {
        void accept(boolean now);
    }

    Iterations(VuSession session, VuRules rules, RunState state, Cleaning cleaning) {
        this.session = session;
        this.samples = session.samples();
        this.rules = rules;
        this.state = state;
        this.cleaning = cleaning;
        this.clock = samples.clock();
    }

    /**
     * Runs one to its end, and what comes before and after it.
     *
     * @param numberInInstance its number within its scenario and this process
     * @throws Throwable what is not the iteration's own: an interrupt while it waits for the next
     */
    void run(User me, Activation present, long numberInInstance) throws Throwable {
        ScenarioExecutor executor = present.executor();
        session.iteration(count, numberInInstance, executor.iterationShare());
        BuiltinMetrics builtin = samples.registry().builtin();
        long begin = clock.nanoTime();
        if (present.quota().due() != Quota.NOT_DUE) {
            samples.add(builtin.iterationStartLag, (begin - present.quota().due()) / 1e6);
        }
        executor.iterationBegan();
        Forks forks = session.forks();
        boolean began = false;
        long start = 0;
        Throwable thrown = null;
        forks.beginIteration();
        try {
            me.beforeIteration(present.scenario());
            start = clock.nanoTime();
            began = true;
            me.iterate(present.scenario());
        } catch (Throwable t) {
            thrown = t;
        }
        thrown = forks.end(thrown);
        double millis = (clock.nanoTime() - start) / 1e6;
        long now = clock.epochNanos();
        thrown = finish(me, present, thrown);
        if (thrown != null && MachineFault.in(thrown) != null) {
            state.abortFor(thrown, AbortCause.SYSTEM, "iteration " + session.iteration() + " of VU " + session.id());
        }
        if (samples.cancelled()) {
            executor.iterationEnded(false);
            return;
        }
        // whoever interrupted it meant this iteration
        boolean unused = Thread.interrupted();
        if (thrown instanceof ScenarioEnd end) {
            executor.endEarly(end);
            return;
        }
        count++;
        if (!began) {
            // it never began, as what comes before threw: there is no time to tell
            samples.add(builtin.iterations, samples.tags(), 1, now);
            samples.add(builtin.iterationsFailed, samples.tags(), 1, now);
        } else {
            values[0] = millis;
            values[1] = 1;
            values[2] = thrown == null ? 0 : 1;
            samples.add(builtin.iteration, samples.tags(), values, now);
        }
        executor.iterationEnded(true);
        if (thrown != null) {
            failedIteration(thrown);
        }
        waitFrom(begin);
    }

    private @Nullable Throwable finish(User me, Activation present, @Nullable Throwable thrown) {
        Throwable first = thrown;
        cleaning.accept(true);
        if (samples.cancelled()) {
            // an interrupt was for the iteration, not for what cleans up after it
            boolean unused = Thread.interrupted();
        }
        Forks forks = session.forks();
        Throwable after = null;
        forks.begin();
        try {
            me.afterIteration(present.scenario());
        } catch (Throwable t) {
            after = t;
        }
        after = forks.end(after);
        if (first == null) {
            first = after;
        } else if (after != null && first != after) {
            first.addSuppressed(after);
        }
        me.settle();
        cleaning.accept(false);
        return first;
    }

    private void failedIteration(Throwable thrown) {
        rules.errors().add(session, thrown);
        if (rules.abortOnError() && state.abort() == null) {
            state.abort(
                    RunEnding.ABORTED_BY_ERROR,
                    "iteration " + session.iteration() + " of VU " + session.id() + " failed",
                    thrown);
        }
    }

    /** (k6: {@code minIterationDuration}, {@code internal/js/runner.go}.) */
    private void waitFrom(long begin) throws InterruptedException {
        long shortest = rules.minIterationDuration().toNanos();
        if (shortest > 0) {
            clock.sleepUntil(begin + shortest);
        }
    }
}
