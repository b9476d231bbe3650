package dev.stampede.examples.shop;

import org.jspecify.annotations.Nullable;

/** The client sent what cannot be understood; answered with status 400. */
final class BadRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRequestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
