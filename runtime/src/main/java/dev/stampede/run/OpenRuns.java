package dev.stampede.run;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open runs of this process, and what becomes of them when it is to end: each is aborted as by the user, its outputs are
 * told at once, and it has its {@code shutdownTimeout} to clean up, to pass on its last samples and to print its summary.
 *
 * <p>A shutdown hook does so for signals and {@link System#exit}; whoever handles signals in another way may call {@link
 * #goDown} before. The hook comes with the first run, and does nothing while none is open. Thread-safe.
 */
public final class OpenRuns {
    /** Why the runs end when the process is. */
    public static final String TOLD_TO_END =
            "the process was told to end (Ctrl-C, SIGTERM, the stop button of an IDE, or System.exit)";

    private static final System.Logger logger = System.getLogger(OpenRuns.class.getName());
    private static final OpenRuns PROCESS = new OpenRuns(OpenRuns::atShutdown);

    private final Consumer<Runnable> atShutdown;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    // guarded by lock
    private final Set<Open> open = new LinkedHashSet<>();
    private boolean hooked;
    private @Nullable String down;
    private long downSince;

    /** A run that has not returned yet. */
    interface Open {
        /** The process goes down: ends the run and tells its outputs so. Does not wait. Called once at most. */
        void goDown(String why);

        /** How long it may take from then on. */
        Duration shutdownTimeout();
    }

    /**
     * Without runs.
     *
     * @param atShutdown takes what is to be done when the process ends
     */
    OpenRuns(Consumer<Runnable> atShutdown) {
        this.atShutdown = atShutdown;
    }

    /** Those of this process. */
    static OpenRuns ofProcess() {
        return PROCESS;
    }

    /**
     * Ends all open runs as aborted by the user ({@link dev.stampede.AbortCause#SIGNAL}), and any that is started from now on
     * before it has begun: this process starts no load any more. Outputs are told before it returns, but nothing is waited
     * for. Only the first call counts.
     *
     * @param why the reason that results give
     */
    public static void goDown(String why) {
        PROCESS.endAll(why);
    }

    /**
     * Waits until no run is open, after {@link #goDown} for as long as the {@code shutdownTimeout} of any allows, else for
     * however long it takes.
     *
     * @return whether none is open
     */
    public static boolean awaitEnd() {
        return PROCESS.awaitNone(null);
    }

    private static void atShutdown(Runnable body) {
        Runtime.getRuntime().addShutdownHook(new Thread(body, "stampede-shutdown"));
    }

    /**
     * A run begins.
     *
     * @return null, or why it must not
     */
    @Nullable
    String add(Open run) {
        lock.lock();
        try {
            if (!hooked) {
                hooked = true;
                hook();
            }
            if (down == null) {
                open.add(run);
            }
            return down;
        } finally {
            lock.unlock();
        }
    }

    private void hook() {
        try {
            atShutdown.accept(this::shutDown);
        } catch (IllegalStateException e) { // the process is ending already
            down = TOLD_TO_END;
            downSince = System.nanoTime();
        } catch (RuntimeException | Error e) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "no shutdown hook: if this process is told to end, the run's outputs will not be told",
                    e);
        }
    }

    /** A run is over. */
    void remove(Open run) {
        lock.lock();
        try {
            open.remove(run);
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void shutDown() {
        endAll(TOLD_TO_END);
        SecondSignal.endsTheProcess();
        boolean unused = awaitNone(null);
    }

    /** See {@link #goDown}. */
    void endAll(String why) {
        List<Open> runs;
        lock.lock();
        try {
            if (down != null) {
                return;
            }
            down = why;
            downSince = System.nanoTime();
            runs = List.copyOf(open);
        } finally {
            lock.unlock();
        }
        for (Open run : runs) {
            try {
                run.goDown(why);
            } catch (RuntimeException | Error e) {
                logger.log(System.Logger.Level.ERROR, "a run could not be ended", e);
            }
        }
    }

    /**
     * See {@link #awaitEnd}.
     *
     * @param most null for what the runs allow
     */
    boolean awaitNone(@Nullable Duration most) {
        long from = System.nanoTime();
        lock.lock();
        try {
            while (!open.isEmpty()) {
                long left = most == null ? allowed() : most.toNanos() - (System.nanoTime() - from);
                if (left <= 0) {
                    return false;
                }
                long unused = fewer.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Holding the lock. */
    private long allowed() {
        if (down == null) {
            return Long.MAX_VALUE;
        }
        long longest = open.stream()
                .mapToLong(run -> run.shutdownTimeout().toNanos())
                .max()
                .orElse(0);
        return longest - (System.nanoTime() - downSince);
    }
}
