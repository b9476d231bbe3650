package dev.stampede.results.view;

import dev.stampede.metrics.Histogram;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.ValueType;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.figures.SummedGauge;
import dev.stampede.results.figures.TimeLine;
import dev.stampede.results.runs.Run;
import dev.stampede.results.wire.Refusal;
import dev.stampede.results.wire.WireSinks;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** One metric over time, or the part of it that has certain tags. */
final class SeriesView {
    private SeriesView() {}

    /** A metric of a run. */
    private record Asked(String name, MetricType type, ValueType contains) {
        static Optional<Asked> of(RunFigures figures, String name) {
            return figures.metric(name).map(metric -> new Asked(name, metric.type(), metric.contains()));
        }

        boolean addsUp() {
            return name.equals("vus") || name.equals("vus_max");
        }
    }

    /** A metric, from the figures of the run. */
    static Map<String, Object> of(Run run, String metric) throws IOException, Refusal {
        Asked asked = asked(run, metric);
        return run.figures(figures -> json(asked, line(figures, asked)));
    }

    private static TimeLine line(RunFigures figures, Asked asked) {
        TimeLine line = switch (asked.name) {
            case "vus" -> figures.vus().line();
            case "vus_max" -> figures.vusMax().line();
            default -> figures.overTime(asked.name);
        };
        return line == null ? new TimeLine(asked.type) : line;
    }

    /** The part of a metric whose series have all these tags; reads all samples of the run again. */
    static Map<String, Object> of(Run run, String metric, Map<String, String> tags) throws IOException, Refusal {
        Asked asked = asked(run, metric);
        TimeLine line = new TimeLine(asked.type);
        SummedGauge sum = new SummedGauge();
        run.readSamples(sent -> take(sent, asked, tags, line, sum));
        return json(asked, asked.addsUp() ? sum.line() : line);
    }

    private static Asked asked(Run run, String metric) throws IOException, Refusal {
        return run.figures(figures -> Asked.of(figures, metric))
                .orElseThrow(() -> new Refusal(404, "the run has no metric of that name"));
    }

    private static void take(MetricSet sent, Asked asked, Map<String, String> tags, TimeLine line, SummedGauge sum) {
        int period = sent.getAggregationPeriod();
        for (dev.stampede.output.cloud.proto.Metric one : sent.getMetricsList()) {
            if (!one.getName().equals(asked.name) || WireSinks.type(one.getType()) != asked.type) {
                continue;
            }
            for (TimeSeries series : one.getTimeSeriesList()) {
                if (!matches(series, tags)) {
                    continue;
                }
                WireSinks.forEach(series, (second, sink) -> {
                    if (asked.addsUp() && sink instanceof Sink.GaugeSink gauge) {
                        sum.add(second, period, gauge);
                    } else {
                        line.add(second, period, sink);
                    }
                });
            }
        }
    }

    private static boolean matches(TimeSeries series, Map<String, String> tags) {
        Map<String, String> labels = new HashMap<>();
        series.getLabelsList().forEach(label -> labels.put(label.getName(), label.getValue()));
        return labels.entrySet().containsAll(tags.entrySet());
    }

    private static Map<String, Object> json(Asked asked, TimeLine line) {
        long step = line.step();
        Map<Long, Sink> points = line.points(step);
        List<Long> times = Times.of(List.of(points), step);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metric", asked.name);
        json.put("type", asked.type.text());
        json.put("contains", asked.contains.text());
        json.put("step", step);
        json.put("times", times);
        values(asked.type, step).forEach((name, value) -> json.put(name, Times.values(times, points, value)));
        return json;
    }

    private static Map<String, ToDoubleFunction<Sink>> values(MetricType type, long step) {
        Map<String, ToDoubleFunction<Sink>> values = new LinkedHashMap<>();
        switch (type) {
            case COUNTER -> values.put("perSecond", sink -> Times.perSecond(sink, step));
            case GAUGE -> {
                values.put("last", sink -> ((Sink.GaugeSink) sink).last());
                values.put("min", sink -> ((Sink.GaugeSink) sink).min());
                values.put("max", sink -> ((Sink.GaugeSink) sink).max());
            }
            case RATE -> values.put("rate", sink -> ((Sink.RateSink) sink).rate());
            case TREND -> {
                values.put("avg", sink -> histogram(sink).average());
                values.put("p50", sink -> histogram(sink).quantile(0.5));
                values.put("p90", sink -> histogram(sink).quantile(0.9));
                values.put("p95", sink -> histogram(sink).quantile(0.95));
                values.put("p99", sink -> histogram(sink).quantile(0.99));
                values.put("max", sink -> histogram(sink).max());
            }
        }
        return values;
    }

    private static Histogram histogram(Sink sink) {
        return ((Sink.TrendSink) sink).histogram();
    }
}
