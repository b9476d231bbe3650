package dev.stampede.summary;

import java.util.Comparator;

/** Names of metrics and sub-metrics in order: each sub-metric after its parent. */
final class Names {
    private static final Comparator<String> LETTERS =
            String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder());

    static final Comparator<String> ORDER =
            Comparator.comparing(Names::parent, LETTERS).thenComparing(Names::suffix, LETTERS);

    private Names() {}

    /** The metric's own name. */
    static String parent(String name) {
        int brace = name.indexOf('{');
        return brace < 0 ? name : name.substring(0, brace);
    }

    /** The criteria with their braces; empty for a metric. */
    static String suffix(String name) {
        return name.substring(parent(name).length());
    }
}
