package dev.stampede;

/** What ended a run. Whether thresholds held is told apart from it. */
public enum RunEnding {
    /** Ran to its end. */
    FINISHED,
    /** A threshold with {@code abortOnFail} failed. */
    ABORTED_BY_THRESHOLD,
    /** {@link Vu#abort}, a signal, an interrupt. */
    ABORTED_BY_USER,
    /** An exception outside iterations, or inside with {@code onError = ABORT}. */
    ABORTED_BY_ERROR,
    /** The machine or the service cannot go on. */
    ABORTED_BY_SYSTEM,
    /** A timeout. */
    TIMED_OUT
}
