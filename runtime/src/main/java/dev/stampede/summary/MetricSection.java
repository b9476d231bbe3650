package dev.stampede.summary;

import java.util.Arrays;
import java.util.List;

/** Where a metric stands in the summary: by the beginning of its name, as in k6. In order of appearance. */
enum MetricSection {
    CUSTOM,
    HTTP("http_req"),
    EXECUTION("vus", "iterations", "iteration_duration", "iteration_start_lag", "dropped_iterations", "generator_"),
    NETWORK("data_sent", "data_received"),
    BROWSER("browser_"),
    WEB_VITALS("browser_web_vital_"),
    GRPC("grpc_"),
    WEBSOCKET("ws_");

    @SuppressWarnings("ImmutableEnumChecker") // List.of is
    private final List<String> prefixes;

    MetricSection(String... prefixes) {
        this.prefixes = List.of(prefixes);
    }

    static MetricSection of(String metric) {
        if (WEB_VITALS.has(metric)) {
            return WEB_VITALS; // before the wider one
        }
        return Arrays.stream(values())
                .filter(section -> section.has(metric))
                .findFirst()
                .orElse(CUSTOM);
    }

    private boolean has(String metric) {
        return prefixes.stream().anyMatch(metric::startsWith);
    }
}
