package dev.stampede.results.figures;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.metrics.ValueType;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.results.wire.Refusal;
import dev.stampede.results.wire.WireSinks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * All that was measured in one run: the total of each series, of each metric and of the sub-metrics that thresholds ask for, and each
 * metric over time. Whatever the order in which pushes come, and from however many generators, the totals are the same.
 *
 * <p>Confined to whoever holds the run.
 */
public final class RunFigures {
    /** Most series of a run unless it is said otherwise. */
    public static final int SERIES_BUDGET = 200_000;

    private final MetricRegistry registry = new MetricRegistry();
    private final int budget;
    /** By the series' number. */
    private final List<Total> totals = new ArrayList<>();

    private final Map<Metric, TimeLine> timeLines = new HashMap<>();
    private long firstSecond = Long.MAX_VALUE;
    private long lastSecond = Long.MIN_VALUE;

    /** Figures of a run that has none. */
    public RunFigures(int budget) {
        this.budget = budget;
    }

    private record Total(TimeSeries series, Sink sink) {}

    /** The run's metrics, their sinks and sub-metrics. */
    public MetricRegistry registry() {
        return registry;
    }

    /**
     * Whether a push can be taken, and nothing of it is.
     *
     * @throws Refusal if a metric has another type than before, or there would be too many series
     */
    public void check(MetricSet metrics) throws Refusal {
        List<String> wrong = new ArrayList<>();
        long series = totals.size();
        for (dev.stampede.output.cloud.proto.Metric one : metrics.getMetricsList()) {
            MetricType type = WireSinks.type(one.getType());
            Metric known = registry.find(one.getName());
            if (known != null && known.type() != type) {
                wrong.add(one.getName() + " is a " + known.type().text() + " in this run, but was sent as a "
                        + type.text());
            }
            series += one.getTimeSeriesCount();
        }
        if (!wrong.isEmpty()) {
            throw new Refusal(400, 0, "the metrics cannot be taken", Map.of("metrics", wrong));
        }
        if (series > budget && totals.size() + newSeries(metrics) > budget) {
            throw new Refusal(
                    403,
                    Refusal.TAKES_NO_MORE,
                    "the run has more than " + budget
                            + " time series, which is all this service takes; group URLs with a name and keep ids out of tags",
                    Map.of());
        }
    }

    /** Only when it may be too many: it looks at each series of the run. */
    private long newSeries(MetricSet metrics) {
        Map<String, Set<Map<String, String>>> known = new HashMap<>();
        for (Total total : totals) {
            Map<String, String> tags = new HashMap<>();
            total.series.tags().forEach(tags::put);
            known.computeIfAbsent(total.series.metric().name(), name -> new HashSet<>())
                    .add(tags);
        }
        long made = 0;
        for (dev.stampede.output.cloud.proto.Metric one : metrics.getMetricsList()) {
            Set<Map<String, String>> ofMetric = known.computeIfAbsent(one.getName(), name -> new HashSet<>());
            for (dev.stampede.output.cloud.proto.TimeSeries series : one.getTimeSeriesList()) {
                made += ofMetric.add(labels(series)) ? 1 : 0;
            }
        }
        return made;
    }

    /** Takes a push that was {@linkplain #check checked}. */
    public void add(MetricSet metrics) {
        for (dev.stampede.output.cloud.proto.Metric one : metrics.getMetricsList()) {
            Metric metric = metric(one.getName(), WireSinks.type(one.getType()));
            TimeLine line = timeLines.computeIfAbsent(metric, m -> new TimeLine(m.type()));
            for (dev.stampede.output.cloud.proto.TimeSeries sent : one.getTimeSeriesList()) {
                TimeSeries series = registry.tags(labels(sent)).series(metric);
                Sink total = total(series);
                WireSinks.forEach(sent, (second, sink) -> {
                    total.merge(sink);
                    series.sinks().forEach(each -> each.merge(sink));
                    line.add(second, sink);
                    firstSecond = Math.min(firstSecond, second);
                    lastSecond = Math.max(lastSecond, second + metrics.getAggregationPeriod());
                });
            }
        }
    }

    private Metric metric(String name, MetricType type) {
        Metric known = registry.find(name);
        return known != null ? known : registry.register(name, type, ValueType.DEFAULT);
    }

    private static SortedMap<String, String> labels(dev.stampede.output.cloud.proto.TimeSeries series) {
        SortedMap<String, String> labels = new TreeMap<>();
        series.getLabelsList().forEach(label -> labels.put(label.getName(), label.getValue()));
        return labels;
    }

    private Sink total(TimeSeries series) {
        while (totals.size() <= series.id()) {
            totals.add(new Total(series, series.metric().type().newSink()));
        }
        return totals.get(series.id()).sink;
    }

    /** How many series there are. */
    public int seriesCount() {
        return totals.size();
    }

    /** Passes each series with the total of its samples. Sinks are not to be changed. */
    public void forEachSeries(BiConsumer<TimeSeries, Sink> action) {
        totals.forEach(total -> action.accept(total.series, total.sink));
    }

    /** A metric over time, by the second at which each point begins; empty when there is nothing of it. Not to be changed. */
    public Map<Long, Sink> overTime(String metric) {
        Metric known = registry.find(metric);
        TimeLine line = known == null ? null : timeLines.get(known);
        return line == null ? Map.of() : line.points();
    }

    /** Second of the first sample; larger than {@link #lastSecond()} when there is none. */
    public long firstSecond() {
        return firstSecond;
    }

    /** The second behind the last bucket that has a sample. */
    public long lastSecond() {
        return lastSecond;
    }
}
