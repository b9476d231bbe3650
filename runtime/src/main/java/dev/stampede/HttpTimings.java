package dev.stampede;

/**
 * Where the time of one round trip went, in milliseconds; for a call with redirects, of the last one. (k6: {@code
 * lib/netext/httpext/tracer.go}.)
 *
 * @param blocked waiting for a connection: look-up, connecting and TLS included
 * @param connecting TCP connect; 0 on a kept connection
 * @param tlsHandshaking TLS handshake; 0 on a kept connection
 * @param sending writing the request
 * @param waiting from the request's last byte to the response's first
 * @param receiving from the response's first byte to its last
 */
public record HttpTimings(
        double blocked, double connecting, double tlsHandshaking, double sending, double waiting, double receiving) {

    /** No time at all: nothing was sent. */
    public static final HttpTimings NONE = new HttpTimings(0, 0, 0, 0, 0, 0);

    /** sending + waiting + receiving: what {@code http_req_duration} holds. */
    public double duration() {
        return sending + waiting + receiving;
    }
}
