package dev.stampede.output.cloud.api;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Makes of an error reply what people are shown. (k6: {@code cloudapi/errors.go}.) */
public final class ErrorText {
    /** In characters. What is longer is no error message, but a page, or an attack on whoever reads logs. */
    private static final int LONGEST = 4096;

    private ErrorText() {}

    /**
     * The refusal in a reply: {@code (401/E5) message} and an indented line for each detail.
     *
     * @param reason the status in words, may be empty
     * @param url what was called
     */
    static Reply.Refused refused(int status, String reason, String url, String body) {
        Map<String, Object> error = error(body);
        if (error == null) {
            return new Reply.Refused(status, 0, unreadable(status, reason, url));
        }
        int code = number(Json.text(error.get("code")));
        String message = Json.text(error.get("message"));
        Set<String> lines = new LinkedHashSet<>();
        for (Object more : Json.list(error.get("errors"))) {
            lines.add(Json.text(more));
        }
        addAll(lines, error.get("details"));
        addAll(lines, error.get("field_errors"));
        lines.remove(message); // the service says some things twice
        lines.remove("");
        if (code == 0 && message.isEmpty() && lines.isEmpty()) {
            return new Reply.Refused(status, 0, unreadable(status, reason, url));
        }
        String shown = "(" + status + (code > 0 ? "/E" + code : "") + ") " + message
                + lines.stream().map(line -> "\n " + line).collect(Collectors.joining());
        return new Reply.Refused(status, code, shown);
    }

    /** Of a text so much as anybody will read. */
    public static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    /** A URL without what may be secret in it: user, password and query. */
    static String shown(HttpUrl url) {
        return url.newBuilder()
                .username("")
                .password("")
                .query(null)
                .fragment(null)
                .build()
                .toString();
    }

    private static @Nullable Map<String, Object> error(String body) {
        Map<String, Object> object = Json.object(body);
        return object == null ? null : Json.object(object.get("error"));
    }

    private static String unreadable(int status, String reason, String url) {
        return switch (status) {
            case 401 -> "failed to authenticate with k6 Cloud";
            case 403 -> "not allowed to upload result to k6 Cloud";
            default -> ("unexpected HTTP error from " + url + ": " + status + " " + reason).stripTrailing();
        };
    }

    private static void addAll(Set<String> lines, @Nullable Object details) {
        Map<String, Object> byName = Json.object(details);
        if (byName != null) {
            new TreeMap<>(byName)
                    .forEach((name, texts) -> lines.add(name + ": "
                            + Json.list(texts).stream().map(Json::text).collect(Collectors.joining(", "))));
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
