package dev.stampede.metrics;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Known names that are near to one that is not: what the writer may have meant. */
public final class NearNames {
    private static final int MOST = 3;

    private NearNames() {}

    /** At most three, nearest first. None further than two edits away, or a quarter of a long name. */
    public static List<String> of(String name, Collection<String> known) {
        return known.stream()
                .filter(one -> distance(one, name) <= Math.max(2, name.length() / 4))
                .sorted(Comparator.comparingInt((String one) -> distance(one, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    /** The end of a message, such as {@code ; did you mean 'checks'?}; empty when there is no name to offer. */
    public static String hint(List<String> near) {
        return near.isEmpty() ? "" : near.stream().collect(Collectors.joining("', '", "; did you mean '", "'?"));
    }

    /** How many letters must be put in, taken out or changed to get from one to the other (Levenshtein). */
    public static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
