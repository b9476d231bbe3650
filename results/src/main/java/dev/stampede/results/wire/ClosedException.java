package dev.stampede.results.wire;

import java.io.IOException;

/** The service is being closed, or the run removed: nothing can be taken or read any more. Whoever asks again later may find another. */
public final class ClosedException extends IOException {
    private static final long serialVersionUID = 1;

    /** The message says it to callers. */
    public ClosedException() {
        super("the service is being closed; try again when it is back");
    }

    /** As an answer, after which clients try again. */
    public Refusal refusal() {
        return new Refusal(503, String.valueOf(getMessage()));
    }
}
