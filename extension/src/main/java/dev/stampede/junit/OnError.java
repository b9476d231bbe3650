package dev.stampede.junit;

/**
 * What an exception in an iteration does. An {@link AssertionError} outside {@link dev.stampede.Vu#check} is an exception
 * like any other.
 */
public enum OnError {
    /**
     * It is counted and the virtual user goes on with its next iteration, as in k6. The test fails at the end, unless a
     * {@link Threshold} on {@code iterations_failed} allows for it.
     */
    CONTINUE,
    /** The first one ends the run: running iterations are interrupted at once and the test fails with it. */
    ABORT
}
