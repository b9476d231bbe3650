package dev.stampede.run;

/** What an exception in an iteration does. */
public enum ErrorPolicy {
    /** It is counted in {@code iterations_failed}; the virtual user goes on with its next iteration. */
    CONTINUE,
    /** It ends the run. */
    ABORT
}
