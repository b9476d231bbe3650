package dev.stampede.secrets;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes the values of secrets out of texts: as they are, as URLs and JSON may write them, and each longer line of those that
 * have several. Of shorter ones than {@value #SHORTEST} characters nothing is taken out, as what is left would be no text. One for
 * each run. Thread-safe.
 */
public final class Redactor {
    /** Stands where a secret stood. (k6: {@code secretsource/hook.go}.) */
    public static final String REDACTED = "***SECRET_REDACTED***";

    /** Characters that a value must have to be taken out. */
    public static final int SHORTEST = 4;

    private static final int SHORTEST_LINE = 8;

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    /** Longest first: one may begin with another. */
    private volatile List<Written> secrets = List.of();

    /** One that knows no secret. */
    public Redactor() {}

    /** A value is about to be handed out. */
    void add(String value) {
        boolean added = add(value, SHORTEST);
        added |= add(value.strip(), SHORTEST);
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            for (String line : value.lines().map(String::strip).toList()) {
                added |= add(line, SHORTEST_LINE);
            }
        }
        if (added) {
            secrets = known.stream()
                    .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                    .map(Written::new)
                    .toList();
        }
    }

    private boolean add(String value, int shortest) {
        return value.length() >= shortest && known.add(value);
    }

    /** The text without secrets; itself if there are none in it. */
    public String redact(String text) {
        List<Written> all = secrets;
        if (all.isEmpty()) {
            return text;
        }
        StringBuilder result = new StringBuilder();
        int kept = 0;
        for (int at = 0; at < text.length(); at++) {
            int end = end(all, text, at);
            for (int within = at + 1; within < end; within++) { // another may begin in this one and end behind it
                end = Math.max(end, end(all, text, within));
            }
            if (end >= 0) {
                result.append(text, kept, at).append(REDACTED);
                kept = end;
                at = end - 1;
            }
        }
        return kept == 0 ? text : result.append(text, kept, text.length()).toString();
    }

    /** Where the secret ends that begins here; -1 if none does. */
    private static int end(List<Written> all, String text, int at) {
        for (int i = 0; i < all.size(); i++) {
            int end = all.get(i).end(text, at);
            if (end >= 0) {
                return end;
            }
        }
        return -1;
    }

    /** Whether an exception is this one, or its stand-in. */
    public static boolean isOf(Throwable shown, Throwable thrown) {
        return shown == thrown || (shown instanceof RedactedException standIn && standIn.isOf(thrown));
    }

    /** What was thrown; a stand-in without secrets if it, or what it refers to, tells any. */
    public Throwable redact(Throwable thrown) {
        return secrets.isEmpty() ? thrown : RedactedException.of(thrown, this);
    }
}
