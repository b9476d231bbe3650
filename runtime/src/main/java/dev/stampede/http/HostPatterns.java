package dev.stampede.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values by host: a name stands for itself, a {@code *} at the start for at least one character. A name counts before
 * patterns, a longer pattern before shorter ones; case does not matter. (k6: {@code lib/types/hostnametrie.go}, {@code
 * hosts.go}.) Immutable.
 */
public final class HostPatterns<V> {
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?";
    private static final Pattern NAME =
            Pattern.compile("(\\*\\.?)?(" + LABEL + "(\\." + LABEL + ")*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");

    private final Map<String, V> names = new HashMap<>();
    private final List<Map.Entry<String, V>> suffixes = new ArrayList<>();

    /** These; whether they are well-formed is for {@link #isPattern} to say. */
    public HostPatterns(Map<String, V> byPattern) {
        byPattern.forEach((pattern, value) -> {
            String lower = pattern.toLowerCase(Locale.ROOT);
            if (lower.startsWith("*")) {
                suffixes.add(Map.entry(lower.substring(1), value));
            } else {
                names.put(lower, value);
            }
        });
        suffixes.sort(Comparator.comparingInt(
                        (Map.Entry<String, V> one) -> one.getKey().length())
                .reversed());
    }

    /** Whether a text is a name or a pattern, without a port. */
    public static boolean isPattern(String text) {
        return !text.isEmpty() && NAME.matcher(text).matches();
    }

    /** Whether a text is a name or a pattern, with or without a port behind a colon. */
    public static boolean isPatternOrWithPort(String text) {
        return isPattern(PORT.matcher(text).replaceFirst(""));
    }

    /** The value of the best match; null for none. */
    public @Nullable V match(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        V named = names.get(lower);
        if (named != null) {
            return named;
        }
        for (Map.Entry<String, V> suffix : suffixes) {
            if (lower.length() > suffix.getKey().length() && lower.endsWith(suffix.getKey())) {
                return suffix.getValue();
            }
        }
        return null;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return names.isEmpty() && suffixes.isEmpty();
    }
}
