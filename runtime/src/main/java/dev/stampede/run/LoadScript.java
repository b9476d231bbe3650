package dev.stampede.run;

import dev.stampede.RunResult;

/**
 * What a load test does. {@link #beforeRun} and {@link #afterRun} are called once, {@link #startVu} once for each virtual
 * user on its own thread, several at the same time.
 */
public interface LoadScript {

    /** Before the load, inside the run; samples carry {@code group=::setup}. What it throws ends the run. */
    default void beforeRun(VuScope scope) throws Throwable {}

    /** Makes what a virtual user repeats. What it throws ends the run. */
    VuBody startVu(VuScope scope) throws Throwable;

    /**
     * After the load, inside the run; samples carry {@code group=::teardown}. What it throws fails the run.
     *
     * @param result what was measured so far
     */
    default void afterRun(VuScope scope, RunResult result) throws Throwable {}

    /** What one virtual user does; confined to its thread. */
    interface VuBody {
        /** One iteration. */
        void iterate() throws Throwable;

        /** After the last iteration. */
        default void close() throws Throwable {}
    }
}
