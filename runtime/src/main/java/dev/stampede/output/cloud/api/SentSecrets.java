package dev.stampede.output.cloud.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What was secret in a request: a service, or something on the way to it, may give back what it was sent, and none of it may
 * show then. Found also as JSON and URLs escape it. Immutable; its text does not show it.
 */
public final class SentSecrets {
    /** A shorter one is no secret, and part of many a word. */
    private static final int SHORTEST = 4;

    /** Where programs read it, one so short may well be part of what the reply says. */
    private static final int SHORTEST_IN_BODY = 8;

    /** By which something is looked up: it must be found again in the reply. */
    private static final String NAME = "name";

    private static final String MASK = "****";
    private static final List<String> HEADERS = List.of("Authorization", "Proxy-Authorization");

    private final @Nullable Pattern inText;
    private final @Nullable Pattern inBody;

    private SentSecrets(List<String> secrets) {
        inText = anyOf(secrets, SHORTEST);
        inBody = anyOf(secrets, SHORTEST_IN_BODY);
    }

    /** Those of a request as it is made: its authorization, or what signs its URL. */
    public static SentSecrets of(Request request) {
        List<String> secrets = new ArrayList<>(inHeaders(request));
        if (secrets.isEmpty()) { // whoever needs no token may be let in by the query
            HttpUrl url = request.url();
            for (int i = 0; i < url.querySize(); i++) {
                String value = url.queryParameterValue(i);
                if (value != null && !url.queryParameterName(i).equals(NAME)) {
                    secrets.add(value);
                }
            }
        }
        return new SentSecrets(secrets);
    }

    /** Those of a request as it was sent, maybe with what logs in to a proxy. */
    static SentSecrets of(Request request, Response response) {
        Response network = response.networkResponse();
        return network == null || network.request().header("Proxy-Authorization") == null
                ? of(request)
                : new SentSecrets(inHeaders(network.request()));
    }

    private static List<String> inHeaders(Request request) {
        List<String> secrets = new ArrayList<>();
        for (String name : HEADERS) {
            for (String value : request.headers(name)) {
                secrets.add(value.substring(value.indexOf(' ') + 1)); // without what kind of token it is
            }
        }
        return secrets;
    }

    private static @Nullable Pattern anyOf(List<String> secrets, int shortest) {
        String all = secrets.stream()
                .filter(secret -> secret.length() >= shortest)
                .sorted((one, other) -> other.length() - one.length())
                .map(SentSecrets::however)
                .collect(Collectors.joining("|"));
        return all.isEmpty() ? null : Pattern.compile(all);
    }

    /** A pattern of a secret in whatever way its characters are written. */
    private static String however(String secret) {
        return secret.chars()
                .mapToObj(c ->
                        String.format(Locale.ROOT, "(?:\\x{%1$x}|\\\\(?:\\x{%1$x}|u(?i:%1$04x))|%%(?i:%1$02x))", c))
                .collect(Collectors.joining());
    }

    /** A text for people, without them. */
    public String masked(String text) {
        return inText == null ? text : inText.matcher(text).replaceAll(MASK);
    }

    /** A reply that is to be read, without them. */
    String maskedBody(String body) {
        return inBody == null ? body : inBody.matcher(body).replaceAll(MASK);
    }

    /** A failure without them: the same one if there are none in it. */
    IOException masked(IOException failure) {
        return inText != null && isIn(inText, failure) ? new IOException(masked(failure.toString())) : failure;
    }

    private static boolean isIn(Pattern secrets, Throwable failure) {
        boolean found = secrets.matcher(failure.toString()).find();
        Throwable cause = failure.getCause();
        if (cause != null && cause != failure) {
            found |= isIn(secrets, cause);
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            found |= isIn(secrets, suppressed);
        }
        return found;
    }
}
