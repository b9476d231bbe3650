package dev.stampede.engine;

import dev.stampede.RunEnding;
import dev.stampede.clock.Clock;
import dev.stampede.metrics.BuiltinMetrics;
import dev.stampede.metrics.SampleContext;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One virtual user: a virtual thread that repeats the iteration while it is told to and its quota lasts.
 *
 * <p>{@link #start}, {@link #stop} and {@link #interrupt} are called by the thread that conducts the executor. A user may
 * be started again after it was stopped, on a new thread but with the same state.
 */
final class VirtualUser {
    private final VuSession session;
    private final SampleContext samples;
    private final User.Factory factory;
    private final RunState state;
    private final ErrorLog errors;
    private final boolean abortOnError;
    private final Clock clock;
    private final Runnable ended;
    private final double[] iterationValues = new double[3];

    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private boolean running;
    private boolean stopping;
    private boolean last;
    private boolean closing;
    private @Nullable Thread thread;

    // confined to the user's thread
    private @Nullable User user;
    private long iterations;

    /**
     * A user that has not begun.
     *
     * @param abortOnError whether an exception in an iteration ends the run
     * @param ended called on the user's thread each time it has come to its end
     */
    VirtualUser(
            VuSession session,
            User.Factory factory,
            RunState state,
            ErrorLog errors,
            boolean abortOnError,
            Runnable ended) {
        this.session = session;
        this.samples = session.samples();
        this.factory = factory;
        this.state = state;
        this.errors = errors;
        this.abortOnError = abortOnError;
        this.clock = samples.clock();
        this.ended = ended;
    }

    /**
     * Starts it; if it is still about to stop, it just goes on.
     *
     * @return whether it was not running
     */
    boolean start(Quota quota) {
        lock.lock();
        try {
            stopping = false;
            if (running) {
                return false;
            }
            running = true;
            samples.resume();
            state.vuActive();
            thread = clock.start("vu-" + session.id(), () -> live(quota));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets it finish its iteration.
     *
     * @param forGood whether it is not going to be started again
     */
    void stop(boolean forGood) {
        lock.lock();
        try {
            stopping = true;
            last |= forGood;
        } finally {
            lock.unlock();
        }
    }

    /** Ends its iteration at once; what the iteration still says is dropped. */
    void interrupt() {
        lock.lock();
        try {
            stopping = true;
            if (running && !closing && thread != null) {
                samples.cancel();
                clock.interrupt(thread);
            }
        } finally {
            lock.unlock();
        }
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
     * Closes a user that ended without being told that it was for good.
     *
     * @return whether there is something to wait for
     */
    boolean closeLeftOver() {
        lock.lock();
        try {
            if (!running && user != null) {
                running = true;
                closing = true;
                samples.resume();
                state.vuActive();
                thread = clock.start("vu-" + session.id(), this::end);
                return true;
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void live(Quota quota) {
        session.renew();
        boolean spent = false;
        Next next;
        do {
            try {
                while (!spent && goesOn()) {
                    User me = user;
                    if (me == null) {
                        user = factory.create(session);
                        session.keepTags();
                    } else {
                        spent = !quota.take();
                        if (!spent) {
                            iterate(me);
                            giveWay();
                        }
                    }
                }
            } catch (Throwable thrown) {
                spent |= failed(thrown);
            }
            next = next(spent);
        } while (next == Next.GO_ON);
        if (next == Next.CLOSE) {
            // an interrupt was for the iteration, not for what cleans up after it
            boolean unused = Thread.interrupted();
            end();
        } else {
            gone();
        }
    }

    private void iterate(User me) throws Throwable {
        session.iteration(iterations++);
        me.beforeIteration();
        long start = clock.nanoTime();
        Throwable thrown = null;
        try {
            me.iterate();
        } catch (Throwable t) {
            thrown = t;
        }
        double millis = (clock.nanoTime() - start) / 1e6;
        long now = clock.epochNanos();
        me.afterIteration();
        if (samples.cancelled()) {
            state.iterationInterrupted();
            return;
        }
        // whoever interrupted it meant this iteration
        boolean unused = Thread.interrupted();
        BuiltinMetrics builtin = samples.registry().builtin();
        iterationValues[0] = millis;
        iterationValues[1] = 1;
        iterationValues[2] = thrown == null ? 0 : 1;
        samples.add(builtin.iteration, samples.tags(), iterationValues, now);
        state.iterationComplete();
        if (thrown != null) {
            errors.add(session, thrown);
            if (abortOnError && state.abort() == null) {
                state.abort(
                        RunEnding.ABORTED_BY_ERROR,
                        "iteration " + session.iteration() + " of VU " + session.id() + " failed",
                        thrown);
            }
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

    /** Decides in one step, so that it is not started again between the decision and its end. */
    private Next next(boolean spent) {
        lock.lock();
        try {
            if (!spent && !stopping && state.abort() == null) {
                if (samples.cancelled()) {
                    // interrupted by the stage that took it away, and started again before it was gone
                    boolean unused = Thread.interrupted();
                    samples.resume();
                    session.renew();
                }
                return Next.GO_ON;
            }
            last |= spent || state.abort() != null;
            closing = last;
            running = last;
            return last ? Next.CLOSE : Next.PAUSE;
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
        if (samples.cancelled()) {
            return false;
        }
        state.abort(
                RunEnding.ABORTED_BY_ERROR,
                "VU " + session.id() + " could not go on: " + ErrorLog.text(thrown),
                thrown);
        return true;
    }

    private void end() {
        samples.resume();
        close();
        lock.lock();
        try {
            running = false;
        } finally {
            lock.unlock();
        }
        gone();
    }

    private void gone() {
        // the signal comes last: whoever it wakes must find the user gone
        ended.run();
        state.vuDone();
    }

    private void close() {
        User me = user;
        user = null;
        if (me != null) {
            try {
                me.close();
            } catch (Throwable thrown) {
                boolean unused = failed(thrown);
            }
        }
    }
}
