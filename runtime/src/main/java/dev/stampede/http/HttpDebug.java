package dev.stampede.http;

/** How much of requests and responses is logged. (k6: {@code httpDebug}.) */
public enum HttpDebug {
    /** Nothing. */
    OFF,
    /** Request line, status and headers. */
    HEADERS,
    /** Bodies, too. */
    FULL
}
