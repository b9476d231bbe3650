package dev.stampede.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Cookie;
import okhttp3.HttpUrl;

/**
 * The cookies of a virtual user, matched as RFC 6265 says by domain, path, {@code Secure} and age. Unlike k6's jar it
 * refuses a cookie for a whole public suffix such as {@code co.uk}, as browsers do.
 *
 * <p>Thread-safe: all threads of a virtual user share one. Reading takes no lock; a change makes a new list.
 */
public final class CookieStore {
    /** The list is never changed. */
    private final AtomicReference<List<Cookie>> cookies = new AtomicReference<>(List.of());

    /** Forgets all cookies. */
    public void clear() {
        cookies.set(List.of());
    }

    /** Keeps a cookie in place of one of the same name, domain and path; one that is over is forgotten. */
    public void put(Cookie cookie) {
        boolean over = cookie.expiresAt() <= System.currentTimeMillis();
        List<Cookie> unused = cookies.updateAndGet(known -> {
            List<Cookie> changed = new ArrayList<>(known.size() + 1);
            for (Cookie old : known) {
                if (!isSame(old, cookie)) {
                    changed.add(old);
                }
            }
            if (!over) {
                changed.add(cookie);
            }
            return changed;
        });
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
        List<Cookie> known = cookies.get();
        if (known.isEmpty()) {
            return List.of();
        }
        long now = System.currentTimeMillis();
        List<Cookie> found = new ArrayList<>(known.size());
        for (Cookie cookie : known) {
            if (cookie.expiresAt() > now && cookie.matches(url)) {
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
