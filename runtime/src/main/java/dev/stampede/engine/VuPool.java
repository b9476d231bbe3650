package dev.stampede.engine;

import static java.util.Objects.requireNonNull;

import dev.stampede.clock.Clock;
import dev.stampede.clock.Durations;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The virtual users of a run, which its scenarios share. The free one with the lowest number is given first. Thread-safe.
 * (k6: {@code lib/execution.go}.)
 */
final class VuPool {
    private static final System.Logger logger = System.getLogger(VuPool.class.getName());
    private static final long MILLI = 1_000_000;
    private static final int PATIENCE_MILLIS = 400;
    private static final int MOST_TRIES = 5;

    private final Clock clock;
    private final IntFunction<VirtualUser> maker;
    private final RunState state;

    // guarded by this
    private final PriorityQueue<VirtualUser> free = new PriorityQueue<>(Comparator.comparingInt(VirtualUser::number));
    private final List<VirtualUser> made = new ArrayList<>();
    /** Who waits for users, the first one first. */
    private final Queue<Object> line = new ArrayDeque<>();

    private int planned;
    private int unplanned;
    private int openScenarios;
    private long lateNanos;

    /**
     * A pool.
     *
     * @param maker makes virtual users by their number in this process, from 1
     * @param plan how many there may be
     * @param scenarios how many scenarios it serves
     */
    VuPool(Clock clock, IntFunction<VirtualUser> maker, RunState state, ExecutionPlan plan, int scenarios) {
        this.clock = clock;
        this.maker = maker;
        this.state = state;
        this.planned = plan.plannedVus();
        this.unplanned = plan.maxVus() - plan.plannedVus();
        this.openScenarios = scenarios;
        state.vusInitialized(planned);
    }

    /** The same for one. */
    VirtualUser take() throws InterruptedException {
        return take(1).getFirst();
    }

    /**
     * Virtual users that the plan has reserved: there are so many, or will be as soon as another scenario's have ended. All
     * at once, first come first served: two scenarios that each held a part would wait for each other.
     *
     * @throws IllegalStateException if there are not enough after 2 s, and the time by which another scenario has begun late
     * @throws InterruptedException if interrupted, or if the run is to end meanwhile
     */
    List<VirtualUser> take(int count) throws InterruptedException {
        Object ticket = new Object();
        enter(ticket);
        try {
            for (int attempt = 1; attempt <= mostTries(); attempt++) {
                for (int i = 0; i < PATIENCE_MILLIS; i++) {
                    List<VirtualUser> users = poll(count, ticket);
                    if (!users.isEmpty() || count == 0) {
                        return users;
                    }
                    if (state.abort() != null) {
                        throw new InterruptedException("the run ends");
                    }
                    clock.sleepUntil(clock.nanoTime() + MILLI);
                }
                logger.log(
                        System.Logger.Level.WARNING,
                        "Could not get a VU from the buffer for " + attempt * PATIENCE_MILLIS + "ms");
            }
        } finally {
            leave(ticket);
        }
        throw new IllegalStateException("could not get a VU from the buffer in "
                + Durations.format(Duration.ofMillis((long) mostTries() * PATIENCE_MILLIS)));
    }

    private synchronized void enter(Object ticket) {
        line.add(ticket);
    }

    private synchronized void leave(Object ticket) {
        line.remove(ticket);
    }

    /** All of them or none. */
    private synchronized List<VirtualUser> poll(int count, Object ticket) {
        if (line.peek() != ticket || free.size() + planned < count) {
            return List.of();
        }
        List<VirtualUser> users = new ArrayList<>(count);
        while (users.size() < count) {
            users.add(requireNonNull(poll()));
        }
        return users;
    }

    private synchronized int mostTries() {
        return MOST_TRIES + (int) Math.ceilDiv(lateNanos, PATIENCE_MILLIS * MILLI);
    }

    /** A scenario begins later than planned, as its users took their time to be made; so it has them for longer. */
    synchronized void isLate(long nanos) {
        lateNanos = Math.max(lateNanos, nanos);
    }

    private synchronized @Nullable VirtualUser poll() {
        VirtualUser user = free.poll();
        if (user == null && planned > 0) {
            planned--;
            user = make();
        }
        return user;
    }

    /** One more than planned, or null when there is none now. */
    synchronized @Nullable VirtualUser takeUnplanned() {
        if (unplanned == 0) {
            return poll(); // all that were not planned are made: what others do not use now, as k6 does
        }
        unplanned--;
        state.vusInitialized(1);
        return make();
    }

    private VirtualUser make() {
        VirtualUser user = maker.apply(made.size() + 1);
        made.add(user);
        return user;
    }

    /** Gives one back that has come to its end. */
    synchronized void give(VirtualUser user) {
        free.add(user);
    }

    /** A scenario needs none any more. */
    synchronized void scenarioOver() {
        openScenarios--;
    }

    /** Whether a virtual user that one scenario has done with may be needed by another. */
    synchronized boolean mayBeNeeded() {
        return openScenarios > 1;
    }

    /** All that were made. */
    synchronized List<VirtualUser> all() {
        return List.copyOf(made);
    }
}
