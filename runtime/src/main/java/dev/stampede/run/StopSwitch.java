package dev.stampede.run;

import dev.stampede.AbortCause;
import dev.stampede.engine.RunState;
import org.jspecify.annotations.Nullable;

/**
 * Ends one run from outside, whatever it is doing; given to {@link LoadRunner#run(LoadOptions, LoadScript, StopSwitch)}.
 * Thread-safe.
 */
public final class StopSwitch {
    private final Object lock = new Object();
    private @Nullable RunState run;
    private RunState.@Nullable Abort asked;

    /** A switch for one run. */
    public StopSwitch() {}

    /**
     * Ends the run as if it had ended itself for this cause: iterations are interrupted at once, what comes after the load is
     * still run, outputs are closed. Returns without waiting for that. A run that has not begun will end when it does. Of
     * several causes the first counts, and none once the results stand.
     *
     * @param reason for people
     */
    public void stop(AbortCause why, String reason) {
        RunState connected;
        synchronized (lock) {
            connected = run;
            if (asked == null) {
                asked = new RunState.Abort(why, reason, null);
            }
        }
        if (connected != null) {
            connected.abort(why, reason, null);
        }
    }

    /** Called once, before the run begins. */
    void connect(RunState state) {
        RunState.Abort before;
        synchronized (lock) {
            if (run != null) {
                throw new IllegalStateException("this stop switch is that of another run");
            }
            run = state;
            before = asked;
        }
        if (before != null) {
            state.abort(before.why(), before.reason(), null);
        }
    }
}
