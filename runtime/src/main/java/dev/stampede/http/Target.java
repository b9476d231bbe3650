package dev.stampede.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes. Immutable.
 *
 * @param text the URL as it was written
 * @param masked the same for tags: user information does not show
 * @param url the same, parsed
 * @param authorization value of {@code Authorization} that the user information stands for; null when there is none
 */
record Target(
        String text, String masked, HttpUrl url, @Nullable String authorization) {

    /** Where OkHttp says what is wrong in the words of the URL itself, which may be those of a password. */
    private static final Pattern QUOTED = Pattern.compile(":? \".*\"| for .*", Pattern.DOTALL);

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if it is malformed, or neither http nor https; its message tells no password
     */
    static Target parse(String text) {
        try {
            return of(text, HttpUrl.get(text));
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(
                    text.indexOf('@') < 0 ? message : QUOTED.matcher(message).replaceFirst(""), e);
        }
    }

    /** Where a redirect leads. */
    static Target of(HttpUrl url) {
        return of(url.toString(), url);
    }

    private static Target of(String text, HttpUrl url) {
        String user = url.username();
        String password = url.password();
        if (user.isEmpty() && password.isEmpty()) {
            return new Target(text, text, url, null);
        }
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Target(
                text,
                mask(text, password.isEmpty() ? "****@" : "****:****@"),
                url,
                "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    /** The same for digest authentication: neither its text nor its headers know the user, but the parsed URL does. */
    Target withoutUser() {
        String bare = mask(text, "");
        return new Target(bare, bare, url, null);
    }

    /** A text that may not be a URL, with user information masked. */
    static String masked(String text) {
        int start = text.indexOf("//");
        return start < 0 ? text : mask(text, "****@");
    }

    /** What was given as a URL, with user information masked; if it is none, where a password would end is anybody's guess. */
    static String shown(String given) {
        HttpUrl url = HttpUrl.parse(given);
        if (url != null) {
            return of(given, url).masked();
        }
        int at = given.lastIndexOf('@');
        int start = Math.min(given.indexOf("//") + 2, at);
        return at < 0 ? given : given.substring(0, start < 2 ? 0 : start) + "****" + given.substring(at);
    }

    static String mask(String text, String mask) {
        int start = text.indexOf(':') + 1;
        while (start < text.length() && "/\\".indexOf(text.charAt(start)) >= 0) {
            start++; // any number of them, also none
        }
        int end = start;
        while (end < text.length() && "/?#\\".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        int at = text.lastIndexOf('@', end);
        return at < start ? text : text.substring(0, start) + mask + text.substring(at + 1);
    }
}
