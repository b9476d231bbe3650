package dev.stampede.results.view;

import dev.stampede.metrics.Sink;
import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.figures.TimeLine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A run over time. Each point stands for the seconds from its time on until {@code step} seconds later; where nothing was measured
 * between two points there is one without values.
 *
 * @param from second of the first sample
 * @param times seconds since 1970-01-01T00:00Z
 */
@SuppressWarnings("ArrayRecordComponent") // made to be written, never compared
public record Chart(
        long step,
        @Nullable Long from,
        List<Long> times,
        double[] vus,
        double[] requestsPerSecond,
        double[] failedPerSecond,
        double[] p50,
        double[] p90,
        double[] p95,
        double[] p99,
        double[] max,
        double[] checksFailedPerSecond,
        double[] iterationsPerSecond,
        double[] dataReceivedPerSecond,
        double[] dataSentPerSecond) {

    static Chart of(RunFigures figures) {
        Lines lines = new Lines(
                figures,
                List.of(
                        "http_reqs",
                        "http_req_failed",
                        "http_req_duration",
                        "checks",
                        "iterations",
                        "data_received",
                        "data_sent"));
        return new Chart(
                lines.step,
                figures.hasData() ? figures.firstSecond() : null,
                lines.times,
                lines.values("vus", sink -> ((Sink.GaugeSink) sink).average()),
                lines.values("http_reqs", lines::perSecond),
                lines.values("http_req_failed", lines::perSecond),
                lines.quantiles(0.5),
                lines.quantiles(0.9),
                lines.quantiles(0.95),
                lines.quantiles(0.99),
                lines.values(
                        "http_req_duration",
                        sink -> ((Sink.TrendSink) sink).histogram().max()),
                lines.values("checks", lines::failedPerSecond),
                lines.values("iterations", lines::perSecond),
                lines.values("data_received", lines::perSecond),
                lines.values("data_sent", lines::perSecond));
    }

    /** Metrics over time, on the same points. */
    private static final class Lines {
        private final Map<String, Map<Long, Sink>> points = new HashMap<>();
        private final long step;
        private final List<Long> times;

        Lines(RunFigures figures, List<String> metrics) {
            Map<String, TimeLine> lines = new HashMap<>();
            lines.put("vus", figures.vus().line());
            for (String metric : metrics) {
                TimeLine line = figures.overTime(metric);
                if (line != null) {
                    lines.put(metric, line);
                }
            }
            step = lines.values().stream().mapToLong(TimeLine::step).max().orElse(0);
            lines.forEach((metric, line) -> points.put(metric, line.points(step)));
            times = Times.of(points.values(), step);
        }

        double[] values(String metric, ToDoubleFunction<Sink> value) {
            return Times.values(times, points.getOrDefault(metric, Map.of()), value);
        }

        double[] quantiles(double share) {
            return values(
                    "http_req_duration",
                    sink -> ((Sink.TrendSink) sink).histogram().quantile(share));
        }

        double perSecond(Sink sink) {
            return Times.perSecond(sink, step);
        }

        double failedPerSecond(Sink sink) {
            Sink.RateSink rate = (Sink.RateSink) sink;
            return (double) (rate.count() - rate.nonZero()) / step;
        }
    }
}
