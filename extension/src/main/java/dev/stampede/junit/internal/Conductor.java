package dev.stampede.junit.internal;

import dev.stampede.AbortCause;
import dev.stampede.clock.Durations;
import dev.stampede.run.StopSwitch;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread of JUnit's that runs one load test, as seen by those that want it to end, or wait for that. With a timeout in a
 * thread of its own, JUnit gives up on that thread, and goes on in another. Thread-safe.
 */
final class Conductor {
    /** JUnit interrupts right after its callbacks, which may print all stacks first. */
    private static final Duration UNTIL_INTERRUPT = Duration.ofSeconds(10);

    private final StopSwitch stop = new StopSwitch();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private volatile boolean toBeInterrupted;
    private volatile boolean givenUp;
    private volatile @Nullable Throwable thrown;

    /** What is run. */
    interface Body {
        void run() throws Throwable;
    }

    /** Ends the run. */
    StopSwitch stop() {
        return stop;
    }

    /** Whether the load test has begun; it may be over. */
    boolean hasBegun() {
        return thread != null;
    }

    /** Runs the load test on the calling thread. Called once. */
    void conduct(Body body) throws Throwable {
        thread = Thread.currentThread();
        try {
            body.run();
        } catch (Throwable e) {
            thrown = e;
            throw e;
        } finally {
            if (toBeInterrupted) {
                awaitInterrupt();
            }
            over.countDown();
        }
    }

    /** JUnit's timeout is over, and the given thread will be interrupted. */
    void timeOut(Thread interrupted) {
        Thread conducting = thread;
        if (conducting == null || conducting == interrupted) {
            toBeInterrupted = true;
            stop.stop(AbortCause.TIMEOUT, "JUnit's timeout for the test was over");
        }
    }

    /** A thread that returned to JUnit before would take the interrupt into whatever JUnit calls next. */
    private static void awaitInterrupt() {
        try {
            Thread.sleep(UNTIL_INTERRUPT); // ended by the interrupt, at once if it has come already
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for the load test to be over, if it has begun. Interrupts are handed on to it, and left set.
     *
     * @param most longest time
     */
    void join(Duration most) {
        Thread conducting = thread;
        if (conducting == null || conducting == Thread.currentThread()) {
            return;
        }
        long deadline = System.nanoTime() + most.toNanos();
        boolean interrupted = false;
        while (true) {
            try {
                if (!over.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    givenUp = true;
                    IllegalStateException still =
                            new IllegalStateException("The load test did not end within " + Durations.format(most)
                                    + " after JUnit gave it up, and goes on in " + conducting.getName()
                                    + ". This is what it is doing.");
                    still.setStackTrace(conducting.getStackTrace());
                    thrown = still;
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                conducting.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether JUnit has gone on without it, so that nothing more can be told to JUnit. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** Adds what the load test threw to what JUnit throws instead, unless it is in there already. */
    void addTo(Throwable instead) {
        Throwable own = thrown;
        if (own != null
                && own != instead
                && own != instead.getCause()
                && Arrays.stream(instead.getSuppressed()).noneMatch(one -> one == own)) {
            instead.addSuppressed(own);
        }
    }
}
