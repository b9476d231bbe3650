package dev.stampede.run;

import dev.stampede.AbortCause;
import dev.stampede.clock.Clock;
import dev.stampede.engine.RunState;
import java.util.function.Supplier;

/**
 * Notices that virtual threads get no turn any more, as when each of the few threads that carry them is held by code that
 * neither ends nor waits, and ends the run then: it would never end by itself. Asked each second by the {@link Pulse}, whose
 * thread is the platform's; confined to it.
 */
final class CarrierProbe {
    /** Beats and not time: a process that was stopped for a while has missed both. */
    static final int MOST_SILENT_BEATS = 60;

    private final Clock clock;
    private final RunState state;
    private final Supplier<String> whereabouts;
    private volatile boolean answered = true;
    private long iterations;
    private int silentBeats;

    /**
     * A probe.
     *
     * @param whereabouts where virtual users are, for people
     */
    CarrierProbe(Clock clock, RunState state, Supplier<String> whereabouts) {
        this.clock = clock;
        this.state = state;
        this.whereabouts = whereabouts;
    }

    /** Looks whether virtual threads had a turn since the last beat. */
    void beat() {
        // users that compute keep the probe waiting in line, but they come to the end of iterations
        long ended = state.completeIterations() + state.interruptedIterations();
        boolean alive = answered || ended != iterations;
        iterations = ended;
        silentBeats = alive ? 0 : silentBeats + 1;
        if (answered) {
            answered = false;
            Thread unused = clock.start("stampede-probe", () -> answered = true);
        }
        if (silentBeats == MOST_SILENT_BEATS) {
            state.abort(
                    AbortCause.SYSTEM,
                    "no virtual thread had a turn for " + MOST_SILENT_BEATS
                            + " s: code that neither ends nor lets others go"
                            + " on meanwhile (an endless loop, a native call) keeps all threads that carry them. "
                            + whereabouts.get(),
                    null);
        }
    }
}
