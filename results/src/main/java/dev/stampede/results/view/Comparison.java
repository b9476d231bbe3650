package dev.stampede.results.view;

import dev.stampede.metrics.MetricType;
import dev.stampede.results.figures.MetricFigures;
import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.runs.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Two runs side by side. */
public record Comparison(
        RunRow a,
        RunRow b,
        List<MetricDifference> metrics,
        List<HttpDifference> http,
        List<ThresholdPair> thresholds,
        Map<String, Chart> charts) {

    /** A statistic of a metric in both runs. */
    public record MetricDifference(
            String name,
            String type,
            String contains,
            String stat,
            @Nullable Double a,
            @Nullable Double b,
            @Nullable Double difference,
            @Nullable Double percent,
            @Nullable Boolean better) {}

    /** A statistic of requests of one kind in both runs. */
    public record HttpDifference(
            String name,
            String method,
            String status,
            String stat,
            @Nullable Double a,
            @Nullable Double b,
            @Nullable Double difference,
            @Nullable Double percent,
            @Nullable Boolean better) {}

    /** How a threshold stood in a run. */
    public record ThresholdValue(
            @Nullable Double value, String text, @Nullable Boolean failed) {
        static ThresholdValue of(ThresholdRow row) {
            return new ThresholdValue(row.value(), row.text(), row.failed());
        }
    }

    /** A threshold in both runs, or in one. */
    public record ThresholdPair(
            String metric,
            String expression,
            @Nullable ThresholdValue a,
            @Nullable ThresholdValue b) {}

    /** What is read off a run's figures. */
    record Side(
            Map<String, MetricFigures> metrics,
            Map<List<String>, HttpTable.Row> http,
            Map<List<String>, ThresholdRow> thresholds,
            Chart chart) {

        static Side of(Run run, RunFigures figures) {
            Map<String, MetricFigures> metrics = new TreeMap<>();
            figures.metrics().forEach(metric -> metrics.put(metric.name(), metric));
            Map<List<String>, HttpTable.Row> http = new LinkedHashMap<>();
            HttpTable.rows(figures.breakdown(), figures.seconds())
                    .forEach(row -> http.put(List.of(row.name(), row.method(), row.status()), row));
            Map<List<String>, ThresholdRow> thresholds = new LinkedHashMap<>();
            ThresholdRow.of(run, figures).forEach(row -> thresholds.put(List.of(row.metric(), row.expression()), row));
            return new Side(metrics, http, thresholds, Chart.of(figures));
        }
    }

    static Comparison of(Run first, Run second) throws IOException {
        Side a = first.figures(figures -> Side.of(first, figures));
        Side b = second.figures(figures -> Side.of(second, figures));
        Map<String, Chart> charts = new LinkedHashMap<>();
        charts.put("a", a.chart);
        charts.put("b", b.chart);
        return new Comparison(RunRow.of(first), RunRow.of(second), metrics(a, b), http(a, b), thresholds(a, b), charts);
    }

    private static List<MetricDifference> metrics(Side a, Side b) {
        Map<String, MetricFigures> either = new TreeMap<>(a.metrics);
        either.putAll(b.metrics);
        List<MetricDifference> rows = new ArrayList<>();
        for (MetricFigures metric : either.values()) {
            for (String stat : stats(metric.type())) {
                Double ofA = value(a.metrics.get(metric.name()), stat);
                Double ofB = value(b.metrics.get(metric.name()), stat);
                Better.Difference difference = Better.Difference.of(ofA, ofB, Better.wanted(metric, stat));
                rows.add(new MetricDifference(
                        metric.name(),
                        metric.type().text(),
                        metric.contains().text(),
                        stat,
                        ofA,
                        ofB,
                        difference.difference(),
                        difference.percent(),
                        difference.better()));
            }
        }
        return rows;
    }

    private static List<String> stats(MetricType type) {
        return switch (type) {
            case COUNTER -> List.of("count", "rate");
            case GAUGE -> List.of("max");
            case RATE -> List.of("rate");
            case TREND -> List.of("avg", "med", "p95", "p99", "max");
        };
    }

    private static @Nullable Double value(@Nullable MetricFigures metric, String stat) {
        return metric == null ? null : metric.values().get(stat);
    }

    private static List<HttpDifference> http(Side a, Side b) {
        Map<List<String>, HttpTable.Row> either = new LinkedHashMap<>(a.http);
        b.http.forEach(either::putIfAbsent);
        List<HttpDifference> rows = new ArrayList<>();
        either.forEach((key, row) -> {
            HttpTable.Row ofA = a.http.get(key);
            HttpTable.Row ofB = b.http.get(key);
            rows.add(http(row, "p95", ofA == null ? null : ofA.p95(), ofB == null ? null : ofB.p95(), -1));
            rows.add(
                    http(row, "requests", ofA == null ? null : ofA.requests(), ofB == null ? null : ofB.requests(), 0));
            rows.add(http(
                    row,
                    "failed",
                    ofA == null ? null : (double) ofA.failed(),
                    ofB == null ? null : (double) ofB.failed(),
                    -1));
        });
        return rows;
    }

    private static HttpDifference http(
            HttpTable.Row row, String stat, @Nullable Double a, @Nullable Double b, int wanted) {
        Better.Difference difference = Better.Difference.of(a, b, wanted);
        return new HttpDifference(
                row.name(),
                row.method(),
                row.status(),
                stat,
                a,
                b,
                difference.difference(),
                difference.percent(),
                difference.better());
    }

    private static List<ThresholdPair> thresholds(Side a, Side b) {
        Map<List<String>, ThresholdRow> either = new LinkedHashMap<>(a.thresholds);
        b.thresholds.forEach(either::putIfAbsent);
        List<ThresholdPair> pairs = new ArrayList<>();
        either.forEach((key, row) -> {
            ThresholdRow ofA = a.thresholds.get(key);
            ThresholdRow ofB = b.thresholds.get(key);
            pairs.add(new ThresholdPair(
                    row.metric(),
                    row.expression(),
                    ofA == null ? null : ThresholdValue.of(ofA),
                    ofB == null ? null : ThresholdValue.of(ofB)));
        });
        return pairs;
    }
}
