package dev.stampede.engine;

/**
 * What a virtual user does, seen from the engine. Made on first use, on the virtual user's thread, and confined to it.
 */
public interface User {
    /** Before each iteration, outside its timing. */
    void beforeIteration() throws Throwable;

    /** One iteration. */
    void iterate() throws Throwable;

    /** After each iteration, outside its timing, also when it was interrupted. */
    void afterIteration();

    /** After the last iteration. */
    void close() throws Throwable;

    /** Makes users. Thread-safe. */
    @FunctionalInterface
    interface Factory {
        /** A user for this session. What it throws ends the run. */
        User create(VuSession session) throws Throwable;
    }
}
