package dev.stampede.engine;

import dev.stampede.clock.Clock;
import dev.stampede.clock.Durations;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Virtual users that are at work for somebody who has to wait for them in the end. Users leave it on their own threads; the
 * rest is for the one thread that waits.
 */
final class Crew {
    private static final System.Logger logger = System.getLogger(Crew.class.getName());
    private static final long SECOND = 1_000_000_000L;
    /** A body that ignores interrupts is given up after this many of them, a second apart. */
    private static final int MOST_INTERRUPTS = 30;

    private final Clock clock;
    private final Clock.Signal changed;
    private final RunState state;
    private final AtomicInteger alive = new AtomicInteger();
    // a user may have begun to work for somebody else by the time it leaves
    private final Map<Activation, VirtualUser> members = new ConcurrentHashMap<>();

    /**
     * A crew of nobody.
     *
     * @param changed raised when one leaves
     */
    Crew(Clock clock, Clock.Signal changed, RunState state) {
        this.clock = clock;
        this.changed = changed;
        this.state = state;
    }

    void join(VirtualUser user, Activation activation) {
        members.put(activation, user);
        alive.incrementAndGet();
    }

    /** On the user's thread, as its last act. */
    void leave(Activation activation) {
        members.remove(activation);
        alive.decrementAndGet();
        // last: whoever it wakes must find the user gone
        changed.raise();
    }

    boolean isEmpty() {
        return alive.get() == 0;
    }

    int size() {
        return alive.get();
    }

    void interruptAll() {
        interruptAll(false);
    }

    private void interruptAll(boolean again) {
        members.forEach((activation, user) -> user.interrupt(activation, again));
    }

    /**
     * Waits for users that were told to end; interrupts again those that do not, and gives up on them at last.
     *
     * @param onInterrupt called when the calling thread is interrupted meanwhile
     */
    void awaitEnd(Runnable onInterrupt) {
        long begun = clock.nanoTime();
        for (int i = 0; !isEmpty() && i < MOST_INTERRUPTS && mayWait(); ) {
            try {
                if (!changed.await(untilNextInterrupt())) {
                    interruptAll(true);
                    i++;
                }
            } catch (InterruptedException e) {
                onInterrupt.run();
            }
        }
        if (!isEmpty()) {
            reportStuck(Duration.ofNanos(clock.nanoTime() - begun));
        }
    }

    private boolean mayWait() {
        Haste haste = state.haste();
        return haste == null || haste.usersUntil() - clock.nanoTime() > 0;
    }

    private long untilNextInterrupt() {
        long next = clock.nanoTime() + SECOND;
        Haste haste = state.haste();
        return haste == null ? next : Math.min(next, haste.usersUntil());
    }

    private void reportStuck(Duration waited) {
        StringBuilder text = new StringBuilder(alive.get() + " virtual users did not end within "
                + Durations.format(waited.truncatedTo(ChronoUnit.MILLIS))
                + "; what they still do is not in the results.");
        for (VirtualUser user : members.values()) {
            StackTraceElement[] where = user.whereabouts();
            if (where.length > 0) {
                text.append(" One of them is at ")
                        .append(ErrorLog.ownCode(where).orElse(where[0]));
                break;
            }
        }
        logger.log(System.Logger.Level.WARNING, text.toString());
        if (state.haste() != null) { // logging may be over already
            state.note(text.toString());
        }
        members.values().forEach(VirtualUser::interruptAnyway); // also what cleans up: nobody waits for it any more
    }
}
