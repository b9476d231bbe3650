package dev.stampede.output;

import dev.stampede.RunEnding;

/** Stops a run from within. Thread-safe. */
public interface RunControl {

    /** Interrupts the load at once; only the first reason counts. */
    void stop(RunEnding ending, String reason);
}
