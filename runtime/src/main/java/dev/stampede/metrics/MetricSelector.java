package dev.stampede.metrics;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A metric or a sub-metric by its name: {@code name} or {@code name{tag:value,tag2:value2}}. (k6: {@code
 * metrics.ParseMetricName}; texts of errors are k6's.)
 *
 * @param text as written
 * @param metric name of the metric
 * @param tags tags that a sample must carry, sorted; empty for the whole metric
 */
public record MetricSelector(String text, String metric, Map<String, String> tags) {

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException if braces or tags are malformed
     */
    public static MetricSelector parse(String text) {
        int open = text.indexOf('{');
        int close = text.lastIndexOf('}');
        if (open < 0 && close < 0) {
            return new MetricSelector(text, text.trim(), Map.of());
        }
        if (open < 0 || close < 0) {
            throw malformed("metric " + GoText.quote(text) + " has unmatched opening/close curly brace");
        }
        if (close < open) {
            throw malformed("metric " + GoText.quote(text) + " closing curly brace appears before opening one");
        }
        if (!text.endsWith("}")) {
            throw malformed("metric " + GoText.quote(text) + " lacks a closing curly brace in its last position");
        }
        Map<String, String> tags = new TreeMap<>();
        for (String part : text.substring(open + 1, text.length() - 1).split(",", -1)) {
            int colon = part.indexOf(':');
            String key = colon < 0 ? "" : unquote(part.substring(0, colon));
            // quotes without anything in them are a value: group:"" is what is recorded outside of groups
            if (key.isEmpty() || part.substring(colon + 1).isBlank()) {
                throw malformed("metric " + GoText.quote(part) + " tag expression is malformed");
            }
            tags.put(key, unquote(part.substring(colon + 1)));
        }
        return new MetricSelector(text, text.substring(0, open).trim(), Collections.unmodifiableMap(tags));
    }

    private static String unquote(String part) {
        String s = part.strip();
        int from = 0;
        int to = s.length();
        while (from < to && isQuote(s.charAt(from))) {
            from++;
        }
        while (to > from && isQuote(s.charAt(to - 1))) {
            to--;
        }
        return s.substring(from, to);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private static IllegalArgumentException malformed(String reason) {
        return new IllegalArgumentException(
                "unable to validate threshold expressions; reason: parsing metric name failed, " + reason);
    }

    /** Whether samples with these tags belong to it. */
    public boolean matches(TagSet tagSet) {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (!tag.getValue().equals(tagSet.get(tag.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
