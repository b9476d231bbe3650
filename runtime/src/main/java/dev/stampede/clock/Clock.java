package dev.stampede.clock;

/**
 * Time, threads that live in it, and waiting. The system's own in production ({@link #system()}); a simulated one in the
 * engine's tests, where time passes only when every thread made here waits. Thread-safe.
 */
public interface Clock {

    /** Nanoseconds from an arbitrary origin; never goes back. */
    long nanoTime();

    /** Nanoseconds since 1970-01-01T00:00Z. */
    long epochNanos();

    /** Returns once {@link #nanoTime()} has reached the deadline, at once when it is past. */
    void sleepUntil(long deadlineNanos) throws InterruptedException;

    /** Starts a virtual thread: for virtual users and what they wait for. */
    Thread start(String name, Runnable body);

    /** Starts a daemon thread of the platform: for what must get its turn when virtual users keep every carrier busy. */
    Thread startDaemon(String name, Runnable body);

    /** Interrupts a thread that was started here. */
    void interrupt(Thread thread);

    /** A new signal. */
    Signal newSignal();

    /** The machine's time and threads; a new clock, to be made for each run. */
    static Clock system() {
        return new SystemClock();
    }

    /** Wakes the one thread that waits for it; stays raised until it was seen. */
    interface Signal {
        /** Raises the signal. Any thread. */
        void raise();

        /**
         * Waits until the signal is raised or the deadline has come, and takes it down.
         *
         * @return whether it was raised
         */
        boolean await(long deadlineNanos) throws InterruptedException;

        /** Waits until the signal is raised, however long that takes, and takes it down. */
        void await() throws InterruptedException;
    }
}
