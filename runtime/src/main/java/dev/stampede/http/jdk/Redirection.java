package dev.stampede.http.jdk;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which redirects are followed, and how: as the JDK's client does it by itself. */
final class Redirection {
    private static final int MOST = Integer.getInteger("jdk.httpclient.redirects.retrylimit", 5);

    private Redirection() {}

    /** Where a response leads; null if it is not a redirect, says not where to, or is not to be followed. */
    static @Nullable URI target(HttpClient.Redirect policy, URI from, int status, HttpHeaders headers, int followed) {
        boolean redirects = switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
        if (!redirects || policy == HttpClient.Redirect.NEVER || followed >= MOST) {
            return null;
        }
        String location = headers.firstValue("Location").orElse(null);
        if (location == null) {
            return null;
        }
        URI to;
        try {
            to = from.resolve(URI.create(location));
        } catch (IllegalArgumentException e) {
            return null; // the response is the answer then
        }
        if (to.getHost() == null || !(isHttps(to) || "http".equalsIgnoreCase(to.getScheme()))) {
            return null;
        }
        return policy == HttpClient.Redirect.NORMAL && isHttps(from) && !isHttps(to) ? null : to;
    }

    private static boolean isHttps(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** The request to go on with. Credentials do not follow to another origin. */
    static HttpRequest next(HttpRequest request, URI to, int status) {
        boolean stays = isHttps(request.uri()) == isHttps(to)
                && request.uri().getRawAuthority().equalsIgnoreCase(to.getRawAuthority());
        HttpRequest.Builder next = HttpRequest.newBuilder(request, (name, value) -> stays || !isCredential(name))
                .uri(to);
        boolean becomesGet = switch (status) {
            case 301, 302 -> request.method().equals("POST");
            case 303 -> !request.method().equals("HEAD");
            default -> false;
        };
        return (becomesGet ? next.GET() : next).build();
    }

    private static boolean isCredential(String header) {
        return switch (header.toLowerCase(Locale.ROOT)) {
            case "authorization", "proxy-authorization", "cookie" -> true;
            default -> false;
        };
    }
}
