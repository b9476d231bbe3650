package dev.stampede.run;

import dev.stampede.RunResult;
import dev.stampede.engine.Scenario;

/**
 * What a load test does. {@link #beforeRun} and {@link #afterRun} are called once, {@link #startVu} once for each virtual
 * user on its own thread, several at the same time.
 */
public interface LoadScript {

    /** Whether it has a body of this name, which a scenario may run. There is always {@link Scenario#DEFAULT}. */
    default boolean has(String exec) {
        return exec.equals(Scenario.DEFAULT);
    }

    /** Whether {@link #beforeRun} is more than nothing: then the run has data counters of it, even if it sends nothing. */
    default boolean hasBeforeRun() {
        return false;
    }

    /** The same of {@link #afterRun}. */
    default boolean hasAfterRun() {
        return false;
    }

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

    /** What one virtual user does, in whatever scenario; confined to its thread. */
    interface VuBody {
        /** One iteration of the default body. */
        void iterate() throws Throwable;

        /** One iteration of the body of this name. */
        default void iterate(String exec) throws Throwable {
            iterate();
        }

        /** Before each iteration, outside its timing. What it throws is as if the iteration had thrown it. */
        default void beforeIteration(String exec) throws Throwable {}

        /**
         * After each iteration, outside its timing, also when the iteration, or what came before it, threw. What it throws
         * is as if the iteration had thrown it.
         */
        default void afterIteration(String exec) throws Throwable {}

        /** After the last iteration. */
        default void close() throws Throwable {}
    }
}
