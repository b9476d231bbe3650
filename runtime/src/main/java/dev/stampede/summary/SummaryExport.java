package dev.stampede.summary;

import dev.stampede.ThresholdResult;
import dev.stampede.metrics.Aggregation;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricSelector;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SubMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The summary as a file, in the format of k6's {@code --summary-export}: every metric that has samples or thresholds, times
 * in milliseconds, and the tree of groups with their checks. A threshold is true when it has failed;
 * one that judges a part of the run is under its expression and what it judges. Reads the run's sinks:
 * call it from the thread that drains, or when the run is over. (k6: {@code internal/js/summary-wrapper.js}.)
 *
 * <p>Unlike k6's files, a metric that a threshold names and that never came into being is there, with its threshold and no
 * values.
 */
public final class SummaryExport {
    private final List<ThresholdResult> thresholds;
    private final Duration elapsed;
    private final SummaryOptions options;
    private final Map<String, Map<String, Object>> metrics = new TreeMap<>(Names.ORDER);

    private SummaryExport(List<ThresholdResult> thresholds, Duration elapsed, SummaryOptions options) {
        this.thresholds = thresholds;
        this.elapsed = elapsed;
        this.options = options;
    }

    /**
     * Writes the file, and makes the folders above it. A default threshold that nobody declared is in it only when it failed.
     *
     * @param file what was in it is gone
     * @param registry the run's metrics, every sample drained into their sinks
     * @param thresholds every threshold as it stood at its last evaluation
     * @param checks the run's checks
     * @param elapsed time from the start of the test to the end of its teardown
     * @param options of which the trend statistics are the values of trends
     * @throws IOException if the file cannot be written
     */
    public static void write(
            Path file,
            MetricRegistry registry,
            List<ThresholdResult> thresholds,
            CheckTally checks,
            Duration elapsed,
            SummaryOptions options)
            throws IOException {
        String json = render(registry, thresholds, checks, elapsed, options);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, json);
    }

    static String render(
            MetricRegistry registry,
            List<ThresholdResult> thresholds,
            CheckTally checks,
            Duration elapsed,
            SummaryOptions options) {
        List<ThresholdResult> told = thresholds.stream()
                .filter(result -> result.declared() || result.failed())
                .toList();
        SummaryExport export = new SummaryExport(told, elapsed, options);
        registry.metrics().forEach(export::add);
        export.addWhatNeverExisted(registry);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("metrics", export.metrics);
        all.put("root_group", group(checks.root()));
        return JsonText.of(all);
    }

    private void add(Metric metric) {
        add(metric.name(), new MetricSelector(metric.name(), metric.name(), Map.of()), metric.sink());
        for (SubMetric sub : metric.subMetrics()) {
            add(sub.name(), sub.selector(), sub.sink());
        }
    }

    private void add(String name, MetricSelector selector, Sink sink) {
        Map<String, Boolean> failed = failed(selector);
        if (!sink.isEmpty() || !failed.isEmpty()) {
            Map<String, Object> values = values(sink);
            if (!failed.isEmpty()) {
                values.put("thresholds", failed);
            }
            metrics.put(name, values);
        }
    }

    /** Whether each threshold of a metric has failed; one that was declared twice, when either has. */
    private Map<String, Boolean> failed(MetricSelector of) {
        Map<String, Boolean> failed = new LinkedHashMap<>();
        for (ThresholdResult result : thresholds) {
            MetricSelector selector = MetricSelector.parse(result.metric());
            if (selector.metric().equals(of.metric()) && selector.tags().equals(of.tags())) {
                failed.merge(result.condition(), result.failed(), Boolean::logicalOr);
            }
        }
        return failed;
    }

    private void addWhatNeverExisted(MetricRegistry registry) {
        for (ThresholdResult result : thresholds) {
            MetricSelector selector = MetricSelector.parse(result.metric());
            if (registry.find(selector.metric()) == null) {
                metrics.put(selector.text(), Map.of("thresholds", failed(selector)));
            }
        }
    }

    private Map<String, Object> values(Sink sink) {
        Map<String, Object> values = new LinkedHashMap<>();
        switch (sink) {
            case Sink.CounterSink counter -> {
                values.put("count", counter.sum());
                values.put("rate", Aggregation.parse("rate").value(counter, elapsed));
            }
            case Sink.GaugeSink gauge -> {
                values.put("value", gauge.last());
                values.put("min", gauge.min());
                values.put("max", gauge.max());
            }
            case Sink.RateSink rate -> {
                values.put("passes", rate.nonZero());
                values.put("fails", rate.count() - rate.nonZero());
                values.put("value", rate.rate());
            }
            case Sink.TrendSink trend ->
                options.trendStats()
                        .forEach(
                                stat -> values.put(stat, Aggregation.parse(stat).value(trend, elapsed)));
        }
        return values;
    }

    private static Map<String, Object> group(CheckGroup group) {
        Map<String, Object> groups = new LinkedHashMap<>();
        group.groups().forEach(below -> groups.put(below.name(), group(below)));
        Map<String, Object> checks = new LinkedHashMap<>();
        group.checks().forEach(check -> checks.put(check.name(), check(check, group.pathOf(check))));
        Map<String, Object> values = named(group.name(), group.path());
        values.put("groups", groups);
        values.put("checks", checks);
        return values;
    }

    private static Map<String, Object> check(CheckTally.Check check, String path) {
        Map<String, Object> values = named(check.name(), path);
        values.put("passes", check.passes());
        values.put("fails", check.fails());
        return values;
    }

    private static Map<String, Object> named(String name, String path) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", name);
        values.put("path", path);
        values.put("id", CheckGroup.id(path));
        return values;
    }
}
