package dev.stampede.secrets;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes the values of secrets out of texts: as they are, as URLs and JSON write them, and each longer line of those that have
 * several. Of shorter ones than {@value #SHORTEST} characters nothing is taken out, as what is left would be no text. One for
 * each run. Thread-safe.
 */
public final class Redactor {
    /** Stands where a secret stood. (k6: {@code secretsource/hook.go}.) */
    public static final String REDACTED = "***SECRET_REDACTED***";

    /** Characters that a value must have to be taken out. */
    public static final int SHORTEST = 4;

    private static final int SHORTEST_LINE = 8;

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    /** Longest first: one may be part of another. */
    private volatile List<String> forms = List.of();

    /** One that knows no secret. */
    public Redactor() {}

    /** A value is about to be handed out. */
    void add(String value) {
        boolean added = addForms(value, SHORTEST);
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            for (String line : value.lines().map(String::strip).toList()) {
                added |= addForms(line, SHORTEST_LINE);
            }
        }
        if (added) {
            forms = known.stream()
                    .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    private boolean addForms(String value, int shortest) {
        if (value.length() < shortest) {
            return false;
        }
        String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
        String json = value.replace("\\", "\\\\").replace("\"", "\\\"");
        // what a URL's query and path leave as it is differs; most tools leave no more than these
        String query = value.replace("%", "%25")
                .replace(" ", "%20")
                .replace("\"", "%22")
                .replace("#", "%23")
                .replace("<", "%3C")
                .replace(">", "%3E")
                .replace("'", "%27");
        return known.addAll(List.of(
                value,
                form,
                form.replace("+", "%20"),
                query,
                query.replace("&", "%26").replace("=", "%3D"),
                json,
                json.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")));
    }

    /** The text without secrets; itself if there are none in it. */
    public String redact(String text) {
        String result = text;
        for (String form : forms) {
            if (result.contains(form)) {
                result = result.replace(form, REDACTED);
            }
        }
        return result;
    }

    /** Whether an exception is this one, or its stand-in. */
    public static boolean isOf(Throwable shown, Throwable thrown) {
        return shown == thrown || (shown instanceof RedactedException standIn && standIn.isOf(thrown));
    }

    /** What was thrown; a stand-in without secrets if it, or what it refers to, tells any. */
    public Throwable redact(Throwable thrown) {
        return forms.isEmpty() ? thrown : RedactedException.of(thrown, this);
    }
}
