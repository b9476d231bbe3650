package dev.stampede.options;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An option of k6 that has no meaning here: one that has no influence on load or measurement is passed over, one that has
 * is an error unless it says what happens anyway. (k6: {@code lib/options.go}.)
 *
 * @param key in a file; not all are there in k6
 * @param variable environment variable; null when there is none
 * @param harmless what it may say; null for anything
 */
record OtherOption(
        String key, @Nullable String variable, @Nullable Set<String> harmless) {
    private static final Set<String> OFF = Set.of("false");

    static final List<OtherOption> ALL = List.of(
            any("noUsageReport", "K6_NO_USAGE_REPORT"),
            any("webDashboard", "K6_WEB_DASHBOARD"),
            any("linger", "K6_LINGER"),
            any("metricSamplesBufferSize", "K6_METRIC_SAMPLES_BUFFER_SIZE"),
            any("handleSummaryTimeout", "K6_HANDLE_SUMMARY_TIMEOUT"),
            any("noArchiveUpload", null), // in files; the variable is one of the cloud output
            any("consoleOutput", "K6_CONSOLE_OUTPUT"),
            any("ext", null),
            any("features", "K6_FEATURES"),
            new OtherOption("paused", "K6_PAUSED", OFF));

    private static OtherOption any(String key, @Nullable String variable) {
        return new OtherOption(key, variable, null);
    }

    /** The option of this key, whatever its case; null if there is none. */
    static @Nullable OtherOption of(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(other -> other.key.toLowerCase(Locale.ROOT).equals(lower))
                .findFirst()
                .orElse(null);
    }

    /**
     * It was given.
     *
     * @param value not null; an empty text, list or object says nothing
     * @param shown the value for messages
     */
    void given(Object value, String shown, String source, OptionLayer.Builder layer, Problems problems) {
        boolean empty = value.equals("") || value.equals(List.of()) || value.equals(Map.of());
        if (harmless == null || empty || harmless.contains(value.toString())) {
            layer.ignore(key + " (from " + source + ")");
        } else {
            problems.add(
                    source,
                    key + " is not supported yet, given as " + shown,
                    "Use " + harmless.iterator().next() + ", or remove it.");
        }
    }
}
