package dev.stampede.summary;

import dev.stampede.ThresholdResult;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricSelector;
import dev.stampede.metrics.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The thresholds and how they stood, by metric. */
final class ThresholdLines {
    private static final Pattern AFTER_AGGREGATION = Pattern.compile("[!=><].*", Pattern.DOTALL);

    private final MetricRegistry registry;
    private final ValueFormat format;
    private final boolean color;

    ThresholdLines(MetricRegistry registry, SummaryOptions options) {
        this.registry = registry;
        this.format = new ValueFormat(options.timeUnit());
        this.color = options.color();
    }

    List<String> lines(List<ThresholdResult> results) {
        Map<String, List<ThresholdResult>> byMetric = new TreeMap<>(Names.ORDER);
        results.forEach(result -> byMetric.computeIfAbsent(result.metric(), m -> new ArrayList<>())
                .add(result));
        List<String> lines = new ArrayList<>();
        byMetric.forEach((name, ofMetric) -> {
            // below its parent, a sub-metric is only its criteria
            boolean below = !Names.suffix(name).isEmpty() && byMetric.containsKey(Names.parent(name));
            String indent = below ? "      " : "    ";
            lines.add(indent + Printable.line(below ? Names.suffix(name) : name));
            ofMetric.forEach(result -> lines.add(indent + line(result)));
            lines.add("");
        });
        return lines;
    }

    private String line(ThresholdResult result) {
        String mark = result.failed() ? Style.FAIL.apply(Marks.FAIL, color) : Style.PASS.apply(Marks.PASS, color);
        String source = result.expression().strip();
        String aggregation = AFTER_AGGREGATION.matcher(source).replaceFirst("").strip();
        String scope = result.scoped() ? " " + result.scope() : "";
        String worst = result.worst() == null ? "" : " " + result.worst();
        return mark + " " + Style.SOURCE.apply("'" + Printable.line(source) + "'", color) + Printable.line(scope) + " "
                + Style.SOURCE.apply(Printable.line(aggregation), color) + "="
                + Style.VALUE.apply(observed(result, aggregation), color) + worst;
    }

    private String observed(ThresholdResult result, String aggregation) {
        Metric metric = registry.find(MetricSelector.parse(result.metric()).metric());
        if (metric == null) {
            return "(no such metric)";
        }
        if (result.scoped() && Double.isNaN(result.observed())) {
            return "(nothing measured)"; // where k6 has no samples it reads 0, but k6 has no such thresholds
        }
        double value = Double.isNaN(result.observed()) ? 0 : result.observed();
        return switch (metric.type()) {
            case RATE -> ValueFormat.percent(value);
            case COUNTER -> format.value(value, metric.contains()) + (aggregation.equals("count") ? "" : "/s");
            case GAUGE, TREND -> format.value(value, metric.contains());
        };
    }
}
