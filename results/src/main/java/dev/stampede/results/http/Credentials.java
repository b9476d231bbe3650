package dev.stampede.results.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

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
                return Request.decoded(trimmed.substring(COOKIE.length() + 1));
            }
        }
        return "";
    }

    /** The cookie of a browser that has shown the token: no script reads it, and no other site's page has it sent. */
    static String cookie(String token) {
        return COOKIE + "=" + URLEncoder.encode(token, StandardCharsets.UTF_8) + "; Path=/; HttpOnly; SameSite=Strict";
    }
}
