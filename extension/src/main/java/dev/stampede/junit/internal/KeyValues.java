package dev.stampede.junit.internal;

import dev.stampede.options.Problems;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads {@code key=value} entries of an annotation, as k6's command line reads its tags (k6 {@code
 * internal/cmd/options.go}).
 */
final class KeyValues {
    private KeyValues() {}

    /** Tags: neither name nor value may be empty. Entries that are wrong are added to the problems and left out. */
    static Map<String, String> tags(String[] entries, String where, Problems problems) {
        return read("tag", false, entries, where, problems);
    }

    /** Settings: the value may be empty. Entries that are wrong are added to the problems and left out. */
    static Map<String, String> env(String[] entries, String where, Problems problems) {
        return read("env", true, entries, where, problems);
    }

    private static Map<String, String> read(
            String kind, boolean emptyValues, String[] entries, String where, Problems problems) {
        Map<String, String> result = new LinkedHashMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            String wrong = wrong(entry, equals, emptyValues);
            if (!wrong.isEmpty()) {
                problems.add(
                        where,
                        "error parsing " + kind + " '" + entry + "': invalid " + kind + ", " + wrong,
                        emptyValues
                                ? "Write \"KEY=value\"; \"KEY=\" is an empty value."
                                : "Write \"key=value\", neither of them empty.");
                continue;
            }
            String key = entry.substring(0, equals);
            String value = entry.substring(equals + 1);
            String before = result.putIfAbsent(key, value);
            if (before != null) {
                problems.add(
                        where,
                        "the " + kind + " '" + key + "' is given twice, as '" + before + "' and '" + value + "'",
                        "Keep one of them.");
            }
        }
        return result;
    }

    private static String wrong(String entry, int equals, boolean emptyValues) {
        if (entry.isEmpty()) {
            return "empty string";
        }
        if (equals == 0) {
            return "empty name";
        }
        return equals < 0 || (!emptyValues && equals == entry.length() - 1) ? "empty value" : "";
    }
}
