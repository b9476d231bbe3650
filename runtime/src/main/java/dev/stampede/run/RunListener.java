package dev.stampede.run;

import dev.stampede.RunResult;

/**
 * Is told of every run that is over: to keep results, or to show them elsewhere. Given to {@link
 * LoadOptions.Builder#listeners}, or found by {@link java.util.ServiceLoader} on the class path.
 */
@FunctionalInterface
public interface RunListener {

    /**
     * Called once for each run, by the thread that conducts it, after its outputs are closed and before whoever started it
     * gets the result. The run is waiting meanwhile. What it throws is logged and changes nothing. A run that could not
     * start has no result.
     */
    void runFinished(RunResult result);
}
