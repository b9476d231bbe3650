package dev.stampede.engine;

/**
 * What a virtual user does, seen from the engine. Made on first use, on the virtual user's thread, and confined to it.
 */
public interface User {
    /** Before each iteration, outside its timing. What it throws is as if the iteration had thrown it. */
    void beforeIteration(Scenario scenario) throws Throwable;

    /** One iteration. */
    void iterate(Scenario scenario) throws Throwable;

    /** After each iteration, outside its timing, also when it was interrupted or never began as what came before threw. */
    void afterIteration(Scenario scenario) throws Throwable;

    /** After all of that: records what counts of interrupted iterations too. */
    void settle();

    /** After the last iteration. */
    void close() throws Throwable;

    /** Makes users. Thread-safe. */
    @FunctionalInterface
    interface Factory {
        /** A user for this session. What it throws ends the run. */
        User create(VuSession session) throws Throwable;
    }
}
