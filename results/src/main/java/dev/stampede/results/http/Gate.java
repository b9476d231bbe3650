package dev.stampede.results.http;

import dev.stampede.results.wire.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who is let in. A page of another site must not reach a service on this machine: by its own name that resolves to loopback (DNS
 * rebinding) it is refused for its {@code Host}; by a form or a script of its own it is refused for its {@code Origin}.
 *
 * <p>Immutable.
 */
final class Gate {
    /** Names of this machine, for itself. Nobody can give another site's name to an address that is written out. */
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]|\\[(0{1,4}:){7}0{0,3}1\\]");

    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]+|\\[[0-9a-f:.]+\\]");
    private static final Set<String> ELSEWHERE = Set.of("cross-site", "same-site");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private static final String PAGE = "X-Stampede";

    private final String token;
    private final boolean loopbackOnly;

    /**
     * @param token what callers must show; empty for nothing
     * @param loopbackOnly whether the service can be reached from this machine only
     */
    Gate(String token, boolean loopbackOnly) {
        this.token = token;
        this.loopbackOnly = loopbackOnly;
    }

    /** Looks at where a request came from. */
    void look(Request request) throws Refusal {
        String host = request.header("Host");
        String name = PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT);
        if (loopbackOnly && !LOOPBACK.matcher(name).matches()) {
            throw new Refusal(421, "this service answers as localhost, 127.0.0.1 or [::1] only");
        }
        if (!NAME.matcher(name).matches()) {
            throw new Refusal(400, "the Host header is none");
        }
        String origin = request.header("Origin");
        boolean foreign = !origin.isEmpty() && !origin.equals("http://" + host) && !origin.equals("https://" + host);
        // pages of other ports of this host are of the same site
        boolean elsewhere = ELSEWHERE.contains(request.header("Sec-Fetch-Site"));
        if (!READING.contains(request.method()) && (foreign || elsewhere)) {
            throw new Refusal(403, "requests of other sites' pages change nothing here");
        }
    }

    /**
     * Looks at who changes something. A browser sends its cookie along with whatever another page on this host makes it send, but a
     * header of our own it lets our page alone set.
     */
    void lookAtPage(Request request) throws Refusal {
        boolean browser =
                !request.header("Origin").isEmpty() || !request.header("Cookie").isEmpty();
        if (browser
                && !READING.contains(request.method())
                && !request.header(PAGE).equals("page")) {
            throw new Refusal(403, "a page that changes something must say so with the header " + PAGE + ": page");
        }
    }

    /** Whether callers must show a token. */
    boolean wantsToken() {
        return !token.isEmpty();
    }

    /** Looks at the service's token. */
    void lookAtToken(Request request) throws Refusal {
        if (!hasToken(request)) {
            throw new Refusal(
                    401,
                    Credentials.of(request).isEmpty()
                            ? "this service wants its token: send it as 'Authorization: Bearer <token>'"
                            : "the token is not this service's");
        }
    }

    /** Whether a request may do all that the service's token lets one do. */
    boolean hasToken(Request request) {
        return isToken(Credentials.of(request));
    }

    /** Whether this is the service's token, or there is none. */
    boolean isToken(String shown) {
        return token.isEmpty()
                || MessageDigest.isEqual(
                        shown.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
