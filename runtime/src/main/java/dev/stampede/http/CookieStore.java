package dev.stampede.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import okhttp3.Cookie;
import okhttp3.HttpUrl;

/**
 * The cookies of a virtual user, matched as RFC 6265 says by domain, path, {@code Secure} and age. Unlike k6's jar it
 * refuses a cookie for a whole public suffix such as {@code co.uk}, as browsers do.
 *
 * <p>Confined to the virtual user's thread.
 */
public final class CookieStore {
    private final List<Cookie> cookies = new ArrayList<>(0);

    /** Forgets all cookies. */
    public void clear() {
        cookies.clear();
    }

    /** Keeps a cookie in place of one of the same name, domain and path; one that is over is forgotten. */
    public void put(Cookie cookie) {
        cookies.removeIf(old -> isSame(old, cookie));
        if (cookie.expiresAt() > System.currentTimeMillis()) {
            cookies.add(cookie);
        }
    }

    /** Keeps the cookies of a response's {@code Set-Cookie} headers; what is malformed or for another site is left out. */
    void receive(HttpUrl url, HeaderList headers) {
        for (String line : headers.all("Set-Cookie")) {
            Cookie cookie = Cookie.parse(url, line);
            if (cookie != null) {
                put(cookie);
            }
        }
    }

    /** The cookies to send to a URL: those of longer paths first, among equals the older first. */
    public List<Cookie> matching(HttpUrl url) {
        if (cookies.isEmpty()) {
            return List.of();
        }
        long now = System.currentTimeMillis();
        cookies.removeIf(cookie -> cookie.expiresAt() <= now);
        List<Cookie> found = new ArrayList<>(cookies.size());
        for (Cookie cookie : cookies) {
            if (cookie.matches(url)) {
                found.add(cookie);
            }
        }
        found.sort(Comparator.comparingInt((Cookie cookie) -> cookie.path().length())
                .reversed());
        return found;
    }

    private static boolean isSame(Cookie a, Cookie b) {
        return a.name().equals(b.name())
                && a.domain().equals(b.domain())
                && a.path().equals(b.path())
                && a.hostOnly() == b.hostOnly();
    }
}
