package dev.stampede.http;

import java.io.IOException;

/** A response body is not what its {@code Content-Encoding} says. */
final class UndecodableBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    UndecodableBodyException(IOException cause) {
        super("error decompressing response body (" + cause.getMessage() + ")", cause);
    }
}
