package dev.stampede.engine;

import dev.stampede.metrics.SampleContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs profiles of arrivals: each iteration starts when it is due, on whichever user is free, however long earlier ones take.
 * (k6: {@code lib/executor/constant_arrival_rate.go}, {@code ramping_arrival_rate.go}.)
 */
final class ArrivalExecutor extends ScenarioExecutor {
    private static final System.Logger logger = System.getLogger(ArrivalExecutor.class.getName());

    private final ArrivalTimes times;
    private final HandOff handOff = new HandOff();
    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicBoolean growing = new AtomicBoolean();
    private int users;
    private boolean warned;

    ArrivalExecutor(
            Scenario scenario,
            Portion portion,
            ArrivalTimes times,
            VuPool pool,
            RunState state,
            SampleContext samples) {
        super(scenario, portion, pool, state, samples);
        this.times = times;
    }

    /** The time begins when every user that is there from the beginning waits for its first iteration. */
    @Override
    void prepare() throws InterruptedException {
        pool.take(portion.preAllocatedVus()).forEach(this::add);
        while (ready.get() < users && goesOn()) {
            changed.await();
        }
    }

    private void add(VirtualUser user) {
        users++;
        var unused = start(user, handOff.newDesk(clock.newSignal(), this::isReady));
    }

    private void isReady() {
        ready.incrementAndGet();
        growing.set(false);
        changed.raise();
    }

    @Override
    void play() throws InterruptedException {
        long end = startNanos() + regular().toNanos();
        long due = times.next();
        while (due != ArrivalTimes.NONE && !endsEarly() && awaitDue(startNanos() + due, end)) {
            if (handOff.give(begun.get(), startNanos() + due)) {
                begun.incrementAndGet();
            } else {
                drop(1);
                grow();
            }
            due = times.next();
        }
        if (goesOn() && due != ArrivalTimes.NONE) {
            drop((double) countRest(due));
        }
        while (goesOn() && !endsEarly() && clock.nanoTime() < end) {
            boolean unused = changed.await(end);
        }
        noMore();
        awaitCrew(Math.min(clock.nanoTime(), end) + scenario().gracefulStop().toNanos());
    }

    /**
     * Waits until an iteration is due; one that is late starts at once.
     *
     * @return whether it may start: the run goes on, and the scenario's time is not over
     */
    private boolean awaitDue(long due, long end) throws InterruptedException {
        while (goesOn() && !endsEarly()) {
            long now = clock.nanoTime();
            if (now >= due) {
                return now <= end || due == end; // that one is always a little late, and was planned all the same
            }
            boolean unused = changed.await(due);
        }
        return false;
    }

    /** What was due and could not be started in time counts as dropped; what ends early was planned, too. */
    private long countRest(long due) {
        long rest = 0;
        for (long next = due; next != ArrivalTimes.NONE; next = times.next()) {
            rest++;
        }
        return rest;
    }

    /** One more user at a time, in the background: it takes iterations as soon as it is made. */
    private void grow() {
        if (users >= portion.vus()) {
            if (!warned) {
                warned = true;
                logger.log(
                        System.Logger.Level.WARNING,
                        "Insufficient VUs, reached " + portion.vus()
                                + " active VUs and cannot initialize more (scenario "
                                + scenario().name() + ")");
            }
            return;
        }
        if (growing.compareAndSet(false, true)) {
            @Nullable VirtualUser user = pool.takeUnplanned();
            if (user == null) {
                growing.set(false); // others have them all; perhaps not at the next attempt
            } else {
                add(user);
            }
        }
    }

    @Override
    void noMore() {
        handOff.close();
    }

    @Override
    boolean activeInIterationsOnly() {
        return true;
    }

    @Override
    void countDropped() {
        drop((double) (unrun() + handOff.undone()));
    }
}
