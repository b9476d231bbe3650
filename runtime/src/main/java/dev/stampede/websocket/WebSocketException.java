package dev.stampede.websocket;

import org.jspecify.annotations.Nullable;

/** A WebSocket could not be opened, has ended, or a message did not come in time. Not thrown for an interrupt. */
public final class WebSocketException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    WebSocketException(String message, int status, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** HTTP status of the handshake: 101 once it was open, 0 if no answer came. */
    public int status() {
        return status;
    }
}
