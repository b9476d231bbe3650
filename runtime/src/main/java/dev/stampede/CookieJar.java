package dev.stampede;

import java.util.List;
import java.util.Map;

/**
 * Cookies that are kept: the virtual user's, which {@link Http#cookies()} gives and which is emptied at the start of each
 * iteration unless {@code noCookiesReset} is set, or one of its own ({@link Http#newCookieJar()}). Domain, path, {@code Secure} and age decide what goes where
 * (RFC 6265). (k6: {@code js/modules/k6/http/cookiejar.go}.)
 *
 * <p>Works on any thread; those of a virtual user share one. All methods throw {@link IllegalArgumentException} for a
 * malformed URL.
 */
public interface CookieJar {

    /** Values of the cookies that would be sent to this URL, by name; empty for none. A copy: later changes do not show. */
    Map<String, List<String>> cookiesFor(String url);

    /**
     * Keeps a cookie as if this URL had set it, in place of one of the same name, domain and path. One that is over already
     * is forgotten.
     *
     * @param value without semicolons and line breaks
     * @param attributes as in {@code Set-Cookie}: {@code "Path=/shop"}, {@code "Domain=example.com"},
     *     {@code "Max-Age=3600"}, {@code "Expires=Thu, 01 Jan 2026 00:00:00 GMT"}, {@code "Secure"}, {@code "HttpOnly"}.
     *     Default: to this URL's host alone, from its directory on, until the jar is emptied, over HTTP as well
     * @throws IllegalArgumentException if an attribute is none of these, name or value cannot be in a header, or the URL may
     *     not set such a cookie
     */
    void set(String url, String name, String value, String... attributes);

    /** Forgets all cookies that would be sent to this URL. */
    void clear(String url);

    /** Forgets the cookies of this name that would be sent to this URL. */
    void delete(String url, String name);
}
