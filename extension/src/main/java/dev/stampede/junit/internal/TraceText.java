package dev.stampede.junit.internal;

import dev.stampede.Exemplar;
import dev.stampede.ThresholdResult;
import dev.stampede.engine.OneLine;
import dev.stampede.metrics.MetricSelector;
import dev.stampede.metrics.Printable;
import dev.stampede.run.RunReport;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Says where the traces of the requests are found that a verdict is about. Pure functions. */
final class TraceText {
    private static final int MOST = 3;
    private static final int LONGEST_NAME = 300;
    private static final String HTTP = "http_req";

    private TraceText() {}

    /**
     * Lines for a failure message, each begun with a line break: failed requests where too many failed, the slowest where
     * they were too slow. Nothing if no threshold on requests failed, or requests were not traced.
     */
    static void append(RunReport report, StringBuilder text) {
        Set<Exemplar> behind = new LinkedHashSet<>();
        report.thresholds().stream()
                .filter(ThresholdResult::failed)
                .map(threshold -> MetricSelector.parse(threshold.metric()))
                .filter(selector -> selector.metric().startsWith(HTTP))
                .forEach(selector -> behind(selector, report.exemplars()).forEach(behind::add));
        if (behind.isEmpty()) {
            return;
        }
        text.append("\nTraces:");
        behind.stream().limit(MOST).forEach(one -> text.append("\n  ").append(line(one)));
    }

    private static Stream<Exemplar> behind(MetricSelector selector, List<Exemplar> exemplars) {
        Stream<Exemplar> fitting = exemplars.stream().filter(one -> fits(one, selector.tags()));
        return selector.metric().equals("http_req_failed")
                ? fitting.filter(Exemplar::failed)
                : fitting.sorted(Comparator.comparing(Exemplar::duration).reversed());
    }

    /** Whether nothing that is known of it speaks against it. */
    private static boolean fits(Exemplar one, Map<String, String> tags) {
        Map<String, String> known = Map.of(
                "name",
                one.name(),
                "method",
                one.method(),
                "status",
                Integer.toString(one.status()),
                "scenario",
                one.scenario(),
                "group",
                one.group(),
                "expected_response",
                Boolean.toString(!one.failed()));
        return tags.entrySet().stream()
                .allMatch(tag -> Objects.equals(known.getOrDefault(tag.getKey(), tag.getValue()), tag.getValue()));
    }

    /** {@code GET cart -> 503 in 12.3 ms: https://tempo.example.com/trace/dc07…}. */
    private static String line(Exemplar one) {
        String name = OneLine.excerpt(Printable.line(one.method() + " " + one.name()), LONGEST_NAME);
        String status = one.status() == 0 ? "no answer" : Integer.toString(one.status());
        String time =
                ThresholdText.value("http_req_duration", "max", one.duration().toNanos() / 1e6);
        return name + " -> " + status + " in " + time + ": " + one.link().orElse(one.traceId());
    }
}
