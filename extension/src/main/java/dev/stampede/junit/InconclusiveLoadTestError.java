package dev.stampede.junit;

import org.opentest4j.AssertionFailedError;

/**
 * A load test says little about the system, as the machine that ran it could not drive the load: its processors were busy,
 * garbage collection or blocked carrier threads kept virtual users from running, arrivals were missed. The message says what
 * kept it, how far latencies may be off, and which thresholds failed besides. Neither pass nor fail: run it again on a machine
 * with less to do, or with less load.
 *
 * <p>What the setting {@code stampede.generatorHealth} turns into a note ({@code warn}) or leaves out ({@code off}). Exceptions
 * and other early ends of a run come before it.
 */
public final class InconclusiveLoadTestError extends AssertionFailedError {
    private static final long serialVersionUID = 1;

    /**
     * An error.
     *
     * @param message all there is to tell
     */
    public InconclusiveLoadTestError(String message) {
        super(message);
    }
}
