package dev.stampede.output.cloud;

import dev.stampede.clock.Clock;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

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

    /** One of parts that know nothing of this. */
    static SideStream of(LongConsumer finish, Supplier<List<String>> report) {
        return new SideStream() {
            @Override
            public void finish(long until) {
                finish.accept(until);
            }

            @Override
            public List<String> report() {
                return report.get();
            }
        };
    }

    /** Ends one after the other. Each has an equal share of what is left: one that hangs must not cost the next its lines. */
    static void finishAll(List<SideStream> sides, long until, Clock clock) {
        for (int i = 0; i < sides.size(); i++) {
            long now = clock.nanoTime();
            sides.get(i).finish(now + (until - now) / (sides.size() - i));
        }
    }
}
