package dev.stampede.http;

import dev.stampede.CookieJar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import okhttp3.Cookie;
import okhttp3.HttpUrl;

/**
 * The cookies of a virtual user, matched as RFC 6265 says by domain, path, {@code Secure} and age. Unlike k6's jar it
 * refuses a cookie for a whole public suffix such as {@code co.uk}, as browsers do.
 *
 * <p>Thread-safe: all threads of a virtual user share one. Reading takes no lock; a change makes a new list.
 */
public final class CookieStore implements CookieJar {
    private static final Set<String> ATTRIBUTES =
            Set.of("path", "domain", "max-age", "expires", "secure", "httponly", "samesite");

    /** The list is never changed. */
    private final AtomicReference<List<Cookie>> cookies = new AtomicReference<>(List.of());

    /** Forgets all cookies. */
    public void clear() {
        cookies.set(List.of());
    }

    @Override
    public Map<String, List<String>> cookiesFor(String url) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (Cookie cookie : matching(HttpUrl.get(url))) {
            found.computeIfAbsent(cookie.name(), name -> new ArrayList<>(1)).add(cookie.value());
        }
        found.replaceAll((name, values) -> List.copyOf(values));
        return found;
    }

    @Override
    public void set(String url, String name, String value, String... attributes) {
        HttpUrl from = HttpUrl.get(url);
        if (!HeaderList.isToken(name)) {
            throw new IllegalArgumentException("invalid cookie name '" + name + "'");
        }
        HeaderList.check(name, value);
        if (value.indexOf(';') >= 0) {
            throw new IllegalArgumentException("the value of cookie '" + name + "' has a semicolon");
        }
        StringBuilder line = new StringBuilder(name).append('=').append(value);
        for (String attribute : attributes) {
            check(attribute);
            line.append("; ").append(attribute);
        }
        Cookie cookie = Cookie.parse(from, line.toString());
        if (cookie == null) {
            throw new IllegalArgumentException("'" + from.host() + "' may not set the cookie '" + name + "' with "
                    + String.join("; ", attributes));
        }
        put(cookie);
    }

    private static void check(String attribute) {
        int equals = attribute.indexOf('=');
        String name = equals < 0 ? attribute : attribute.substring(0, equals);
        if (attribute.indexOf(';') >= 0 || !ATTRIBUTES.contains(name.strip().toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("'" + attribute + "' is no attribute of a cookie: use Path=, Domain=,"
                    + " Max-Age=, Expires=, Secure or HttpOnly, each as an argument of its own");
        }
        String date = equals < 0 ? "" : attribute.substring(equals + 1).strip();
        if (name.strip().equalsIgnoreCase("expires") && SetCookie.millis(date) == null) {
            throw new IllegalArgumentException("unable to parse \"expires\" date string \"" + date
                    + "\": write it as Thu, 01 Jan 2026 00:00:00 GMT");
        }
    }

    @Override
    public void clear(String url) {
        List<Cookie> going = matching(HttpUrl.get(url));
        removeIf(going::contains);
    }

    @Override
    public void delete(String url, String name) {
        HttpUrl from = HttpUrl.get(url);
        removeIf(cookie -> cookie.name().equals(name) && cookie.matches(from));
    }

    private void removeIf(Predicate<Cookie> isGoing) {
        List<Cookie> unused = cookies.updateAndGet(
                known -> known.stream().filter(isGoing.negate()).toList());
    }

    /**
     * Keeps a cookie in place of one of the same name, domain and path, which it takes the age of; one that is over is
     * forgotten. (RFC 6265, section 5.3.)
     */
    public void put(Cookie cookie) {
        boolean over = cookie.expiresAt() <= System.currentTimeMillis();
        List<Cookie> unused = cookies.updateAndGet(known -> {
            List<Cookie> changed = new ArrayList<>(known.size() + 1);
            boolean kept = over;
            for (Cookie old : known) {
                if (!isSame(old, cookie)) {
                    changed.add(old);
                } else if (!kept) {
                    changed.add(cookie);
                    kept = true;
                }
            }
            if (!kept) {
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
                && a.path().equals(b.path());
    }
}
