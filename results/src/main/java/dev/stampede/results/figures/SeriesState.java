package dev.stampede.results.figures;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SubMetric;
import dev.stampede.metrics.TimeSeries;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Metrics and series of a run as bytes. Where the samples of a series belong beside its metric follows from its tags, so only what
 * is in those sinks is written: in the order in which the series, numbered as they came, lead to them.
 */
final class SeriesState {
    private SeriesState() {}

    static void save(
            MetricRegistry registry, List<TimeSeries> series, Function<TimeSeries, List<Sink>> sinks, StateWriter out)
            throws IOException {
        Collection<Metric> metrics = registry.metrics();
        out.number(metrics.size());
        for (Metric metric : metrics) {
            out.text(metric.name());
            out.text(metric.type().name());
            out.sink(metric.sink());
            out.number(metric.subMetrics().size());
            for (SubMetric part : metric.subMetrics()) {
                out.text(part.name());
                out.sink(part.sink());
            }
        }
        out.number(series.size());
        Set<Sink> written = Collections.newSetFromMap(new IdentityHashMap<>());
        for (TimeSeries one : series) {
            out.text(one.metric().name());
            out.tags(one.tags());
            for (Sink sink : sinks.apply(one)) {
                if (written.add(sink)) { // several series may lead to the same
                    out.sink(sink);
                }
            }
        }
    }

    /**
     * Reads them.
     *
     * @param registered makes a metric, or finds it
     * @param sinks makes the sinks of a series
     * @throws IOException if there are other sub-metrics than there were
     */
    static void restore(
            MetricRegistry registry,
            BiFunction<String, MetricType, Metric> registered,
            Function<TimeSeries, List<Sink>> sinks,
            StateReader in)
            throws IOException {
        int metrics = in.size();
        for (int i = 0; i < metrics; i++) {
            restore(registered.apply(in.text(), MetricType.valueOf(in.text())), in);
        }
        int series = in.size();
        Set<Sink> read = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < series; i++) {
            Metric metric = registry.find(in.text());
            if (metric == null) {
                throw StateReader.wrong("a metric");
            }
            for (Sink sink : sinks.apply(in.tags(registry).series(metric))) {
                if (read.add(sink)) {
                    in.sink(sink);
                }
            }
        }
    }

    private static void restore(Metric metric, StateReader in) throws IOException {
        in.sink(metric.sink());
        List<SubMetric> parts = metric.subMetrics();
        if (in.size() != parts.size()) {
            throw StateReader.wrong("a threshold");
        }
        for (SubMetric part : parts) {
            if (!in.text().equals(part.name())) {
                throw StateReader.wrong("a threshold");
            }
            in.sink(part.sink());
        }
    }
}
