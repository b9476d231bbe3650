package dev.stampede.engine;

import dev.stampede.AbortCause;
import dev.stampede.clock.Clock;
import dev.stampede.metrics.SampleContext;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All scenarios of a run, and the virtual users they share. {@link #run} is called once, by the thread that conducts the run;
 * the rest is thread-safe. (k6: {@code internal/execution/scheduler.go}.)
 */
public final class Load {
    /** Why a run ends whose conducting thread is interrupted. */
    public static final String INTERRUPTED = ScenarioExecutor.INTERRUPTED;

    private static final int MOST_LOOKED_AT = 1000;

    private final Clock clock;
    private final RunState state;
    private final ExecutionPlan plan;
    private final VuPool pool;
    private final List<ScenarioExecutor> executors;
    private final AtomicInteger running = new AtomicInteger();
    private volatile @Nullable Long startNanos;

    /**
     * What a run does.
     *
     * @param scenarios valid ones
     * @param share the part that this process runs
     * @param rules what holds for all virtual users
     */
    public record Work(List<Scenario> scenarios, Share share, VuRules rules) {}

    /**
     * A load.
     *
     * @param sessions makes the sessions of its virtual users, by their number in this process, from 1
     * @param samples makes contexts for the samples of the scenarios themselves, with the run's tags
     */
    public Load(
            Work work, IntFunction<VuSession> sessions, Supplier<SampleContext> samples, Clock clock, RunState state) {
        this.clock = clock;
        this.state = state;
        this.plan = ExecutionPlan.of(work.scenarios(), work.share());
        List<Scenario> withWork = ExecutionPlan.inOrderOfStart(work.scenarios())
                .filter(s -> Portion.of(s.profile(), work.share()).hasWork(s.profile()))
                .toList();
        this.pool = new VuPool(
                clock,
                number -> new VirtualUser(number, sessions.apply(number), work.rules(), state),
                state,
                plan,
                withWork.size());
        List<ScenarioExecutor> made = new ArrayList<>();
        for (Scenario scenario : withWork) {
            Portion portion = Portion.of(scenario.profile(), work.share());
            made.add(ScenarioExecutor.of(scenario, portion, work.share(), pool, state, samples.get()));
        }
        this.executors = List.copyOf(made);
    }

    /** What the scenarios need together. */
    public ExecutionPlan plan() {
        return plan;
    }

    /** Whether there is anything to do; not so when the part that this process runs is too small. */
    public boolean hasWork() {
        return !executors.isEmpty();
    }

    /** Time from its start to that of the first scenario. */
    public Duration idle() {
        return hasWork() ? executors.getFirst().scenario().startTime() : Duration.ZERO;
    }

    /** Whether it has begun. */
    public boolean isStarted() {
        return startNanos != null;
    }

    /** How the scenarios that have something to do stand, in order of their start. */
    public List<ScenarioStatus> scenarios() {
        Long started = startNanos;
        return executors.stream().map(e -> e.status(started)).toList();
    }

    /**
     * Runs all scenarios to their end, or to the end of the run; then every virtual user has come to its end.
     *
     * @throws InterruptedException if the calling thread was interrupted; the run has been ended for it then
     */
    public void run() throws InterruptedException {
        long start = clock.nanoTime();
        startNanos = start;
        running.set(executors.size());
        List<Thread> conductors = new ArrayList<>();
        for (ScenarioExecutor executor : executors) {
            state.onAbort(executor.changed::raise);
            conductors.add(clock.startDaemon("stampede-" + executor.scenario().name(), () -> conduct(executor, start)));
        }
        boolean interrupted = false;
        while (running.get() > 0) {
            try {
                state.changed().await();
            } catch (InterruptedException e) {
                interrupted = true;
                state.abort(AbortCause.INTERRUPT, INTERRUPTED, null);
            }
        }
        interrupted |= closeLeftOver();
        try {
            for (Thread conductor : conductors) {
                conductor.join();
            }
            for (VirtualUser user : pool.all()) {
                user.joinEnded();
            }
        } catch (InterruptedException e) {
            interrupted = true; // the load is over all the same
        }
        if (interrupted) {
            throw new InterruptedException();
        }
    }

    /** Where most virtual users are, for people. Takes a while. */
    public String whereabouts() {
        Map<String, Integer> places = new HashMap<>();
        pool.all().stream()
                .limit(MOST_LOOKED_AT)
                .forEach(user -> ErrorLog.ownCode(user.whereabouts())
                        .ifPresent(frame -> places.merge(frame.toString(), 1, Integer::sum)));
        return places.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> "Most virtual users are at " + most.getKey() + ".")
                .orElse("Virtual users are not in the test's own code.");
    }

    private void conduct(ScenarioExecutor executor, long start) {
        try {
            executor.run(start);
        } catch (RuntimeException | Error e) {
            state.abortFor(e, AbortCause.INTERNAL_ERROR, "the load could not go on");
        } finally {
            running.decrementAndGet();
            state.changed().raise();
        }
    }

    /** Closes users that were kept for another scenario. */
    private boolean closeLeftOver() {
        Crew crew = new Crew(clock, state.changed(), state);
        pool.all().forEach(user -> user.closeLeftOver(crew));
        boolean[] interrupted = new boolean[1];
        crew.awaitEnd(() -> {
            interrupted[0] = true;
            state.abort(AbortCause.INTERRUPT, INTERRUPTED, null);
        });
        return interrupted[0];
    }
}
