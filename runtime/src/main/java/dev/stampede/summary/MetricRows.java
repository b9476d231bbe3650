package dev.stampede.summary;

import dev.stampede.ThresholdResult;
import dev.stampede.metrics.Aggregation;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricSelector;
import dev.stampede.metrics.Printable;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SubMetric;
import dev.stampede.metrics.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which metrics are shown, and what of them. */
final class MetricRows {
    private static final String INDENT = "    ";

    /** Shown as checks, or not at all. k6 goes by the beginning of names, and so would hide a metric {@code checksums}. */
    private static final Set<String> NEVER_SHOWN = Set.of("checks", "group_duration");

    private static final Set<String> SHOWN_IN_FULL = Set.of(
            "http_req_blocked",
            "http_req_connecting",
            "http_req_receiving",
            "http_req_sending",
            "http_req_tls_handshaking",
            "http_req_waiting");

    private final MetricRegistry registry;
    private final List<MetricSelector> withThresholds;
    private final Duration elapsed;
    private final SummaryOptions options;
    private final ValueFormat format;

    /** Rows for metrics that have samples or one of these thresholds. */
    MetricRows(MetricRegistry registry, List<ThresholdResult> thresholds, Duration elapsed, SummaryOptions options) {
        this.registry = registry;
        this.withThresholds = thresholds.stream()
                .map(result -> MetricSelector.parse(result.metric()))
                .toList();
        this.elapsed = elapsed;
        this.options = options;
        this.format = new ValueFormat(options.timeUnit());
    }

    /** Rows by section, metrics sorted by name, each followed by its sub-metrics. */
    Map<MetricSection, List<MetricTable.Row>> bySection() {
        Map<MetricSection, List<MetricTable.Row>> rows = new EnumMap<>(MetricSection.class);
        registry.metrics().stream()
                .filter(this::isShown)
                .sorted(Comparator.comparing(Metric::name, Names.ORDER))
                .forEach(metric -> rows.computeIfAbsent(MetricSection.of(metric.name()), s -> new ArrayList<>())
                        .addAll(rows(metric)));
        return rows;
    }

    private boolean isShown(Metric metric) {
        if (NEVER_SHOWN.contains(metric.name())
                || (options.mode() != SummaryOptions.Mode.FULL && SHOWN_IN_FULL.contains(metric.name()))) {
            return false;
        }
        boolean hasThreshold =
                withThresholds.stream().anyMatch(one -> one.metric().equals(metric.name()));
        return hasThreshold || (!metric.sink().isEmpty() && !isQuiet(metric));
    }

    /** Of our own metrics, failed iterations are worth a line when there are any; what the generator did, when asked for. */
    private boolean isQuiet(Metric metric) {
        return metric.name().startsWith("generator_")
                || (metric == registry.builtin().iterationsFailed
                        && metric.sink() instanceof Sink.RateSink rate
                        && rate.nonZero() == 0);
    }

    private List<MetricTable.Row> rows(Metric metric) {
        List<MetricTable.Row> rows = new ArrayList<>();
        rows.add(row(INDENT, metric.name(), metric.sink(), metric.contains()));
        metric.subMetrics().stream()
                .filter(sub -> !sub.sink().isEmpty() || hasThreshold(sub))
                .sorted(Comparator.comparing(SubMetric::name, Names.ORDER))
                .forEach(sub ->
                        rows.add(row(INDENT + "  ", "{ " + criteria(sub) + " }", sub.sink(), metric.contains())));
        return rows;
    }

    private boolean hasThreshold(SubMetric sub) {
        return withThresholds.stream()
                .anyMatch(one -> one.metric().equals(sub.parent().name())
                        && one.tags().equals(sub.selector().tags()));
    }

    private static String criteria(SubMetric sub) {
        return Printable.line(
                sub.name().substring(sub.name().indexOf('{') + 1, sub.name().length() - 1));
    }

    private MetricTable.Row row(String indent, String name, Sink sink, ValueType contains) {
        return switch (sink) {
            case Sink.CounterSink counter ->
                value(
                        indent,
                        name,
                        format.value(counter.sum(), contains),
                        format.value(Aggregation.parse("rate").value(counter, elapsed), contains) + "/s");
            case Sink.GaugeSink gauge ->
                value(
                        indent,
                        name,
                        format.value(gauge.last(), contains),
                        "min=" + format.value(gauge.min(), contains),
                        "max=" + format.value(gauge.max(), contains));
            case Sink.RateSink rate -> share(indent, name, rate.nonZero(), rate.count());
            case Sink.TrendSink trend -> new MetricTable.Row(indent, name, true, trend(trend, contains));
        };
    }

    private static MetricTable.Row value(String indent, String name, String... cells) {
        return new MetricTable.Row(indent, name, false, List.of(cells));
    }

    private static MetricTable.Row share(String indent, String name, long part, long total) {
        return value(
                indent, name, ValueFormat.percent(total == 0 ? 0 : (double) part / total), part + " out of " + total);
    }

    private List<String> trend(Sink.TrendSink trend, ValueType contains) {
        return options.trendStats().stream()
                .map(stat -> {
                    Aggregation aggregation = Aggregation.parse(stat);
                    double value = aggregation.value(trend, elapsed);
                    return aggregation.method() == Aggregation.Method.COUNT
                            ? Long.toString(trend.count())
                            : format.value(value, contains);
                })
                .toList();
    }

    /** What all checks together came to; empty when there was none. */
    List<MetricTable.Row> checks() {
        Sink.RateSink checks = (Sink.RateSink) registry.builtin().checks.sink();
        long total = checks.count();
        if (total == 0) {
            return List.of();
        }
        double perSecond = elapsed.isPositive() ? total / (elapsed.toNanos() / 1e9) : 0;
        return List.of(
                value(INDENT, "checks_total", Long.toString(total), format.value(perSecond, ValueType.DEFAULT) + "/s"),
                share(INDENT, "checks_succeeded", checks.nonZero(), total),
                share(INDENT, "checks_failed", total - checks.nonZero(), total));
    }
}
