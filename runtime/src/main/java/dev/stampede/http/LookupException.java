package dev.stampede.http;

import java.net.UnknownHostException;

/** No connection is made, because of the name or the address it would lead to. (k6: {@code lib/netext/dialer.go}.) */
public final class LookupException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    private final int code;

    private LookupException(int code, String text) {
        super(text);
        this.code = code;
    }

    /** {@code blockHostnames} names it. */
    public static LookupException blockedHostname() {
        return new LookupException(1111, "hostname is blocked");
    }

    /** The address is in one of {@code blacklistIPs}. */
    public static LookupException blacklistedIp() {
        return new LookupException(1110, "ip is blacklisted");
    }

    /** It has addresses, but none of the kind that counts. */
    public static LookupException noAddressLeft(String host) {
        return new LookupException(1000, "lookup " + host + ": no such host");
    }

    /** Nobody could say whether it exists. */
    public static LookupException unanswered(String host, UnknownHostException cause) {
        String message = String.valueOf(cause.getMessage());
        // Java puts the host before the colon
        String why = message.substring(message.lastIndexOf(": ") < 0 ? 0 : message.lastIndexOf(": ") + 2);
        LookupException unanswered = new LookupException(1100, "lookup " + host + ": " + why);
        unanswered.initCause(cause);
        return unanswered;
    }

    TransportError toError() {
        return new TransportError(code, String.valueOf(getMessage()));
    }
}
