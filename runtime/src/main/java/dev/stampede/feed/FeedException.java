package dev.stampede.feed;

/** The data could not be read: names the data and the row, from 1, and has the cause. */
final class FeedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FeedException(String message, Throwable cause) {
        super(message, cause);
    }
}
