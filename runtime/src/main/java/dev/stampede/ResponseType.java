package dev.stampede;

/** What becomes of a response's body. (k6: {@code responseType}.) */
public enum ResponseType {
    /** It is kept: {@link HttpResponse#body()} and {@link HttpResponse#bytes()} both give it. */
    TEXT,
    /** The same as {@link #TEXT}, as text is made of the bytes when it is asked for. */
    BINARY,
    /** It is read to its end and dropped: neither decoded nor held in memory. */
    NONE
}
