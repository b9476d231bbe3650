package dev.stampede.output.cloud;

import dev.stampede.clock.Clock;
import java.util.List;

/** What travels to the cloud beside metrics: logs, traces. Begins to push when it is made. Thread-safe. */
interface SideStream {

    /**
     * Pushes what is left and ends. Throws nothing. Called once, before the run is closed.
     *
     * @param until when to have given up, in the clock's nanoseconds
     */
    void finish(long until);

    /** Lines for the end of the summary: what was sent, what was lost. Empty when there was nothing to send. */
    List<String> report();

    /** Ends one after the other. Each has an equal share of what is left: one that hangs must not cost the next its lines. */
    static void finishAll(List<SideStream> sides, long until, Clock clock) {
        for (int i = 0; i < sides.size(); i++) {
            long now = clock.nanoTime();
            sides.get(i).finish(now + (until - now) / (sides.size() - i));
        }
    }
}
