package dev.stampede.engine;

import dev.stampede.AbortCause;
import dev.stampede.clock.Clock;
import dev.stampede.metrics.SampleContext;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One virtual user: a virtual thread that repeats the iteration while it is told to and its quota lasts.
 *
 * <p>{@link #start}, {@link #stop} and {@link #interrupt} are called by the thread that conducts a scenario. A user may be
 * started again after it was stopped, also by another scenario: on a new thread, but with the same state.
 */
final class VirtualUser {
    private static final Duration LONGEST_UNWINDING = Duration.ofSeconds(1);

    private final int number;
    private final VuSession session;
    private final SampleContext samples;
    private final VuRules rules;
    private final RunState state;
    private final Clock clock;
    private final Iterations iterations;

    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private boolean running;
    private boolean stopping;
    private boolean last;
    private boolean closing;
    private boolean cleaning;
    private @Nullable Activation activation;
    private @Nullable Thread thread;

    // confined to the user's thread
    private @Nullable User user;

    /**
     * A user that has not begun.
     *
     * @param number its number in this process, from 1
     */
    VirtualUser(int number, VuSession session, VuRules rules, RunState state) {
        this.number = number;
        this.session = session;
        this.samples = session.samples();
        this.rules = rules;
        this.state = state;
        this.clock = samples.clock();
        this.iterations = new Iterations(session, rules, state, this::cleaning);
    }

    int number() {
        return number;
    }

    /** Its number in the whole run, from 1. */
    int id() {
        return session.id();
    }

    /** Starts it; it must have come to its end before. */
    void start(Activation next) {
        lock.lock();
        try {
            activation = next;
            stopping = false;
            last = false;
            running = true;
            closing = false;
            samples.resume();
            next.executor().began();
            thread = clock.start("vu-" + session.id(), () -> live(next));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets it go on, if it is still about to stop.
     *
     * @return whether it is; otherwise it has come to its end, and may work for somebody else
     */
    boolean resume(Activation present) {
        lock.lock();
        try {
            if (activation != present || !running || closing) {
                return false;
            }
            stopping = false;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets it finish its iteration.
     *
     * @param forGood whether it is not going to be started again by the same scenario
     */
    void stop(Activation present, boolean forGood) {
        lock.lock();
        try {
            if (activation == present) {
                stopping = true;
                last |= forGood;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends its iteration at once; what the iteration still says is dropped.
     *
     * @param again whether it has had its time after an earlier interrupt: then what cleans up is interrupted, too
     */
    void interrupt(Activation present, boolean again) {
        lock.lock();
        try {
            if (activation == present) {
                stopping = true;
                if (running && !closing && thread != null) {
                    samples.cancel();
                    if (again || !cleaning) {
                        interruptThreads(thread);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts whatever its thread does, if it has one, and those it has forked. */
    void interruptAnyway() {
        lock.lock();
        try {
            if (running && thread != null) {
                interruptThreads(thread);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forks first: once its own thread is awake it starts no others. */
    private void interruptThreads(Thread own) {
        session.forks().interrupt();
        clock.interrupt(own);
    }

    /** Where it is, for a message about a user that does not end; empty when it has ended. */
    StackTraceElement[] whereabouts() {
        lock.lock();
        try {
            return running && thread != null ? thread.getStackTrace() : new StackTraceElement[0];
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the thread of a user that has come to its end is gone, too: it has nothing left to do but end, which it does
     * at once unless others keep every carrier.
     */
    void joinEnded() throws InterruptedException {
        Thread ended;
        lock.lock();
        try {
            ended = running ? null : thread;
        } finally {
            lock.unlock();
        }
        if (ended != null) {
            boolean unused = ended.join(LONGEST_UNWINDING);
        }
    }

    /** Closes a user that ended without being told that it was for good, if there is anything to close. */
    void closeLeftOver(Crew crew) {
        lock.lock();
        try {
            Activation past = activation;
            if (!running && user != null && past != null) {
                running = true;
                closing = true;
                samples.resume();
                crew.join(this, past);
                thread = clock.start("vu-" + session.id(), () -> {
                    session.takeThread();
                    close();
                    setEnded();
                    crew.leave(past);
                });
            }
        } finally {
            lock.unlock();
        }
    }

    private void live(Activation present) {
        session.takeThread();
        session.activate(present.scenario());
        boolean spent = false;
        Next next;
        do {
            try {
                while (!spent && goesOn()) {
                    User me = user;
                    if (me == null) {
                        session.forks().within(() -> user = rules.factory().create(session));
                        session.keepTags();
                    } else {
                        long iteration = present.quota().next();
                        spent = iteration == Quota.NONE;
                        if (!spent) {
                            iterations.run(me, present, iteration);
                            giveWay();
                        }
                    }
                }
            } catch (Throwable thrown) {
                spent |= failed(thrown);
            }
            next = next(spent, present);
        } while (next == Next.GO_ON);
        if (next == Next.CLOSE) {
            // an interrupt was for the iteration, not for what cleans up after it
            boolean unused = Thread.interrupted();
            samples.resume();
            close();
            setEnded();
        }
        present.executor().ended(this, present);
    }

    /** What cleans up after an iteration is not interrupted by what ends the iteration. */
    void cleaning(boolean now) {
        lock.lock();
        try {
            cleaning = now;
        } finally {
            lock.unlock();
        }
    }

    /** An iteration that never waited would otherwise keep its carrier from all other users. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void giveWay() {
        Thread.yield();
    }

    private boolean goesOn() {
        lock.lock();
        try {
            return !stopping && !samples.cancelled() && state.abort() == null;
        } finally {
            lock.unlock();
        }
    }

    /** What becomes of a user that has seen that it is to stop. */
    private enum Next {
        /** It was told otherwise meanwhile. */
        GO_ON,
        /** Its thread ends; it may be started again. */
        PAUSE,
        CLOSE
    }

    /** Decides in one step, so that it is not told to go on between the decision and its end. */
    private Next next(boolean spent, Activation present) {
        lock.lock();
        try {
            boolean aborted = state.abort() != null;
            if (!spent && !stopping && !aborted) {
                if (samples.cancelled()) {
                    // interrupted by the stage that took it away, and told to go on before it was gone
                    boolean unused = Thread.interrupted();
                    samples.resume();
                    session.renew();
                }
                return Next.GO_ON;
            }
            closing = aborted || ((spent || last) && !present.executor().mayBeNeededElsewhere());
            running = closing;
            return closing ? Next.CLOSE : Next.PAUSE;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The user could not be made, or go on.
     *
     * @return whether that ends the run; it does not when it was interrupted
     */
    private boolean failed(Throwable thrown) {
        boolean cutOff = samples.cancelled() && MachineFault.in(thrown) == null;
        if (cutOff || (user != null && thrown instanceof InterruptedException)) {
            return false; // the second: somebody else interrupted it while it waited for its next iteration
        }
        state.abortFor(thrown, AbortCause.ERROR, "VU " + session.id() + " could not go on");
        return true;
    }

    private void setEnded() {
        lock.lock();
        try {
            running = false;
        } finally {
            lock.unlock();
        }
    }

    private void close() {
        User me = user;
        user = null;
        if (me != null) {
            try {
                session.forks().within(me::close);
            } catch (Throwable thrown) {
                boolean unused = failed(thrown);
            }
        }
    }
}
