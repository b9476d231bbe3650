package dev.stampede.results.view;

import dev.stampede.results.figures.MetricFigures;
import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.http.Response;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.runs.StopAsked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All of a run but for its course over time. */
final class RunDetails {
    /** Most metrics, tags and scenarios that are shown. */
    private static final int MOST = 2_000;

    private RunDetails() {}

    /** A metric and what it came to. */
    public record MetricRow(
            String name,
            String type,
            String contains,
            boolean custom,
            @Nullable Long samples,
            Map<String, Double> values) {
        static MetricRow of(MetricFigures metric) {
            return new MetricRow(
                    metric.name(),
                    metric.type().text(),
                    metric.contains().text(),
                    metric.custom(),
                    switch (metric.type()) {
                        case COUNTER -> null; // only sums travel
                        case GAUGE, RATE, TREND -> metric.samples();
                    },
                    metric.values());
        }
    }

    /** The archive of a run. */
    public record ArchiveSize(long bytes) {}

    /** The log of a run. */
    public record LogSize(long lines) {}

    /** Why its generators are to end, and since when. */
    public record Stop(int status, String statusText, String reason, long at) {
        static @Nullable Stop of(@Nullable StopAsked stop) {
            return stop == null
                    ? null
                    : new Stop(stop.status().code(), stop.status().text(), stop.reason(), stop.at());
        }
    }

    /**
     * Whether its thresholds failed, by whoever ended it and by this service: one knows its own samples, the other those of all.
     *
     * @param said null while nothing was said
     * @param judged null when nothing can be judged
     */
    public record Verdicts(@Nullable Boolean said, @Nullable Boolean judged) {}

    /** What is read off the figures. */
    public record Figures(
            int seriesCount,
            long generators,
            List<ThresholdRow> thresholds,
            List<MetricRow> metrics,
            List<HttpTable.Row> http,
            int httpTotal,
            List<HttpTable.ErrorRow> errors,
            int errorsTotal,
            GroupTree groups,
            List<String> tags,
            List<String> scenarios) {

        static Figures of(Run run, RunFigures figures) {
            return new Figures(
                    figures.seriesCount(),
                    figures.vus().generators(),
                    ThresholdRow.of(run, figures),
                    figures.metrics().stream().limit(MOST).map(MetricRow::of).toList(),
                    HttpTable.rows(figures.breakdown(), figures.seconds()),
                    figures.breakdown().requests().size(),
                    HttpTable.errors(figures.breakdown()),
                    figures.breakdown().errors().size(),
                    GroupTree.of(figures.breakdown().groups()),
                    first(figures.breakdown().tags()),
                    first(figures.breakdown().scenarios()));
        }
    }

    /** The run, to be written as JSON. */
    static Map<String, @Nullable Object> of(Runs runs, Run run) throws IOException {
        long changes = run.changes();
        Figures figures = run.figures(known -> Figures.of(run, known));
        Map<String, @Nullable Object> json = new LinkedHashMap<>(Response.members(RunList.row(runs, run)));
        StopAsked stop = run.facts().stop();
        String note = run.facts().note();
        boolean saysLess = note.isEmpty() || note.equals(run.facts().status().text());
        json.put("note", saysLess && stop != null ? stop.reason() : note);
        json.put("stop", Stop.of(stop));
        json.put("verdicts", new Verdicts(run.facts().failed(), run.summary().failed()));
        json.put("project", run.facts().project());
        json.put("plannedSeconds", run.facts().seconds());
        json.put("live", run.facts().isLive());
        json.put("changes", changes);
        json.putAll(Response.members(figures));
        json.put("archive", archive(run.archive()));
        json.put("logs", new LogSize(run.log().lines()));
        return json;
    }

    private static List<String> first(List<String> names) {
        return names.subList(0, Math.min(names.size(), MOST));
    }

    private static @Nullable ArchiveSize archive(Optional<Path> file) throws IOException {
        return file.isPresent() ? new ArchiveSize(Files.size(file.get())) : null;
    }
}
