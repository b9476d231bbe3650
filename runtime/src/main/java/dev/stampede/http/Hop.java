package dev.stampede.http;

import java.net.ProtocolException;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * One request of a call, and what follows from its response. (k6 leaves this to Go: {@code net/http/client.go}.) Immutable,
 * as long as nobody changes its headers and body, which nobody does while the call is under way.
 *
 * @param headers those of the user; cookies and credentials of the URL come on top
 * @param referer to be sent because of a redirect; null for none, or for that among the headers
 * @param body null when there is none
 */
record Hop(
        String method,
        Target target,
        HeaderList headers,
        @Nullable String referer,
        @Nullable Payload body) {

    private static final Pattern ABSOLUTE = Pattern.compile("\\s*([a-zA-Z][a-zA-Z0-9+.-]*:|//)");

    /**
     * The next request when the response redirects: 301, 302 and 303 go on with GET, or HEAD if it was one, and without
     * the body; 307 and 308 say the same again. Credentials do not follow to another site; a {@code Referer} of the user's own
     * goes everywhere.
     *
     * @return null if the response is not a redirect, or does not say where to
     * @throws ProtocolException if where it leads is not a URL
     */
    @Nullable
    Hop next(TransportResponse response) throws ProtocolException {
        String location = isRedirect(response.status()) ? response.headers().get("Location") : null;
        if (location == null || location.isEmpty()) {
            return null;
        }
        HttpUrl from = target.url();
        HttpUrl to = from.resolve(location);
        if (to == null) {
            throw new ProtocolException("failed to parse Location header \"" + Target.masked(location) + "\"");
        }
        HeaderList copied = headers.copy();
        copied.remove("Cookie"); // made anew for each hop
        if (ABSOLUTE.matcher(location).lookingAt()) {
            copied.remove("Host");
        }
        if (!isSameSite(from, to)) {
            copied.remove("Authorization");
            copied.remove("WWW-Authenticate");
        }
        String referring =
                copied.get("Referer") == null && (to.isHttps() || !from.isHttps()) ? withoutLogin(from) : null;
        if (response.status() == 307 || response.status() == 308) {
            return new Hop(method, Target.of(to), copied, referring, body);
        }
        copied.remove("Content-Type");
        copied.remove("Content-Encoding");
        copied.remove("Content-Language");
        copied.remove("Content-Location");
        return new Hop(method.equals("HEAD") ? "HEAD" : "GET", Target.of(to), copied, referring, null);
    }

    private static String withoutLogin(HttpUrl url) {
        return url.newBuilder().username("").password("").build().toString();
    }

    /** The same with another header. */
    Hop with(String name, String value) {
        HeaderList more = headers.copy();
        more.add(name, value);
        return new Hop(method, target, more, referer, body);
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** The same host, or one below it. */
    private static boolean isSameSite(HttpUrl from, HttpUrl to) {
        return to.host().equals(from.host()) || to.host().endsWith("." + from.host());
    }
}
