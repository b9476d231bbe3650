package dev.stampede.sse;

import org.jspecify.annotations.Nullable;

/** A stream of events could not be opened, or was cut off. Not thrown for an interrupt. */
public final class EventStreamException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    EventStreamException(String message, int status, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** HTTP status of the answer; 0 if none came. */
    public int status() {
        return status;
    }
}
