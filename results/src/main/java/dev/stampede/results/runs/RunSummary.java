package dev.stampede.results.runs;

import dev.stampede.metrics.Histogram;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.Sink;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.figures.Limits;
import dev.stampede.results.figures.RunFigures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to, in a line: enough for a list of runs without looking at their samples. Immutable.
 *
 * @param samplesBytes how many bytes of samples it sums up; with more, it is out of date
 * @param firstSecond second of the first sample; 0 when there is none
 * @param lastSecond the second behind the last sample; 0 when there is none
 * @param p95Millis 95th percentile of the requests' durations; null without requests
 * @param vus most virtual users at one time
 * @param vusMax most virtual users that were at hand
 * @param failed whether a threshold does not hold on what was measured; null when none can be judged
 */
public record RunSummary(
        long samplesBytes,
        long firstSecond,
        long lastSecond,
        double requests,
        double failedRequests,
        @Nullable Double p95Millis,
        double iterations,
        double vus,
        double vusMax,
        @Nullable Boolean failed) {

    static RunSummary of(RunFigures figures, List<Limits.State> limits, long samplesBytes) {
        Histogram durations =
                ((Sink.TrendSink) figures.registry().builtin().httpReqDuration.sink()).histogram();
        return new RunSummary(
                samplesBytes,
                figures.hasData() ? figures.firstSecond() : 0,
                figures.hasData() ? figures.lastSecond() : 0,
                sum(figures.registry().builtin().httpReqs),
                ((Sink.RateSink) figures.registry().builtin().httpReqFailed.sink()).nonZero(),
                durations.count() == 0 ? null : durations.quantile(0.95),
                sum(figures.registry().builtin().iterations),
                most(figures, "vus"),
                most(figures, "vus_max"),
                verdict(limits));
    }

    private static double sum(Metric counter) {
        return ((Sink.CounterSink) counter.sink()).sum();
    }

    private static double most(RunFigures figures, String gauge) {
        return figures.metric(gauge)
                .map(m -> m.values().getOrDefault("max", 0.0))
                .orElse(0.0);
    }

    private static @Nullable Boolean verdict(List<Limits.State> limits) {
        Boolean failed = null;
        for (Limits.State limit : limits) {
            Boolean one = limit.failed();
            if (one != null) {
                failed = one || Boolean.TRUE.equals(failed);
            }
        }
        return failed;
    }

    Map<String, ?> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("samples_bytes", samplesBytes);
        json.put("first_second", firstSecond);
        json.put("last_second", lastSecond);
        json.put("requests", finite(requests));
        json.put("failed_requests", failedRequests);
        if (p95Millis != null) {
            json.put("p95_ms", finite(p95Millis));
        }
        json.put("iterations", finite(iterations));
        json.put("vus", finite(vus));
        json.put("vus_max", finite(vusMax));
        if (failed != null) {
            json.put("failed", failed);
        }
        return json;
    }

    /** Sums of what somebody sends may be too large for a number, which JSON has no word for. */
    private static double finite(double sum) {
        return Double.isFinite(sum) ? sum : Math.copySign(Double.MAX_VALUE, sum);
    }

    static @Nullable RunSummary of(@Nullable Object value) {
        Map<String, Object> json = Json.object(value);
        if (json == null) {
            return null;
        }
        try {
            return new RunSummary(
                    Long.parseLong(Json.text(json.get("samples_bytes"))),
                    Long.parseLong(Json.text(json.get("first_second"))),
                    Long.parseLong(Json.text(json.get("last_second"))),
                    Double.parseDouble(Json.text(json.get("requests"))),
                    Double.parseDouble(Json.text(json.get("failed_requests"))),
                    json.get("p95_ms") == null ? null : Double.valueOf(Json.text(json.get("p95_ms"))),
                    Double.parseDouble(Json.text(json.get("iterations"))),
                    Double.parseDouble(Json.text(json.get("vus"))),
                    Double.parseDouble(Json.text(json.get("vus_max"))),
                    json.get("failed") instanceof Boolean said ? said : null);
        } catch (NumberFormatException e) { // of another version: it is summed up again
            return null;
        }
    }
}
