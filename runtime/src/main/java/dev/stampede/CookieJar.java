package dev.stampede;

import java.util.List;
import java.util.Map;

/**
 * Cookies that are kept: the virtual user's, which {@link Http#cookies()} gives and which is emptied at the start of each
 * iteration, or one of its own ({@link Http#newCookieJar()}). Domain, path, {@code Secure} and age decide what goes where
 * (RFC 6265). (k6: {@code js/modules/k6/http/cookiejar.go}.)
 *
 * <p>Belongs to the thread of its virtual user. All methods throw {@link IllegalArgumentException} for a malformed URL.
 */
public interface CookieJar {

    /** Values of the cookies that would be sent to this URL, by name. */
    Map<String, List<String>> cookiesFor(String url);

    /**
     * Keeps a cookie as if this URL had set it.
     *
     * @param attributes as in {@code Set-Cookie}: {@code "Path=/shop"}, {@code "Domain=example.com"},
     *     {@code "Max-Age=3600"}, {@code "Expires=Thu, 01 Jan 2026 00:00:00 GMT"}, {@code "Secure"}, {@code "HttpOnly"}
     * @throws IllegalArgumentException if an attribute is none of these, or the URL may not set such a cookie
     */
    void set(String url, String name, String value, String... attributes);

    /** Forgets all cookies that would be sent to this URL. */
    void clear(String url);

    /** Forgets the cookies of this name that would be sent to this URL. */
    void delete(String url, String name);
}
