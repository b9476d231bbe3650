package dev.stampede;

/**
 * A cookie as a response's {@code Set-Cookie} header says it; what it does not say is empty, 0 or false. Immutable.
 *
 * @param name its name
 * @param value its value, without quotes around it
 * @param domain {@code Domain}
 * @param path {@code Path}
 * @param httpOnly {@code HttpOnly}
 * @param secure {@code Secure}
 * @param maxAge {@code Max-Age} in seconds; -1 if it is 0 or less, which deletes the cookie
 * @param expires {@code Expires} in ms since 1970
 */
public record ResponseCookie(
        String name,
        String value,
        String domain,
        String path,
        boolean httpOnly,
        boolean secure,
        long maxAge,
        long expires) {}
