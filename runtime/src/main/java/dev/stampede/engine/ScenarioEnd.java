package dev.stampede.engine;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by what a virtual user does, before or in an iteration, when its scenario has nothing left to do, such as rows of
 * data. The iteration does not count, no more start, those that run may finish; iterations that were planned are counted as
 * dropped. Or, when it is a failure, the run ends.
 */
public final class ScenarioEnd extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean failure;

    private ScenarioEnd(String reason, @Nullable Throwable cause, boolean failure) {
        super(reason, cause, false, false);
        this.failure = failure;
    }

    /** The scenario ends as if its time were over; the reason is told in the console. */
    public static ScenarioEnd because(String reason) {
        return new ScenarioEnd(reason, null, false);
    }

    /** The run ends as aborted by an error, with the reason. */
    public static ScenarioEnd failing(String reason) {
        return new ScenarioEnd(reason, null, true);
    }

    /** The run ends as aborted by an error, with the reason and what caused it. */
    public static ScenarioEnd failing(String reason, Throwable cause) {
        return new ScenarioEnd(reason, cause, true);
    }

    /** Whether the run ends too. */
    public boolean isFailure() {
        return failure;
    }
}
