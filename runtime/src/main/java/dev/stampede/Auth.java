package dev.stampede;

/**
 * How a call says who it is. User and password come from the URL: {@code http://user:password@host/}. (k6: {@code
 * lib/netext/httpext/request.go}.)
 */
public enum Auth {
    /** Sends them with every request; the same happens when nothing is chosen. */
    BASIC,
    /**
     * Asks first without them and answers the server's challenge (RFC 7616; MD5 or SHA-256): two round trips, each with
     * samples of its own. A 401 of the first is expected.
     */
    DIGEST,
    /**
     * Asks first without them, then offers NTLM and answers the server's challenge: three round trips over one connection of
     * HTTP/1.1, or one when the connection is known already. Of these only the first may be answered by an expected 401. The
     * user may be {@code DOMAIN%5Cuser}. Needs {@code eu.agno3.jcifs:jcifs-ng} on the class path.
     */
    NTLM
}
