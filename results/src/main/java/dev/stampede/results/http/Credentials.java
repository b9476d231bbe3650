package dev.stampede.results.http;

/** What a request shows to be let in. */
public final class Credentials {
    /** Cookie of a browser that has shown the token. */
    static final String COOKIE = "stampede-token";

    private Credentials() {}

    /** The token of {@code Authorization: Token …} or {@code Bearer …}, or of the page's cookie; empty when there is none. */
    public static String of(Request request) {
        String header = request.header("Authorization");
        for (String scheme : new String[] {"Token ", "Bearer "}) {
            if (header.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return header.substring(scheme.length()).strip();
            }
        }
        for (String cookie : request.header("Cookie").split(";", -1)) {
            String trimmed = cookie.strip();
            if (trimmed.startsWith(COOKIE + "=")) {
                return trimmed.substring(COOKIE.length() + 1);
            }
        }
        return "";
    }
}
