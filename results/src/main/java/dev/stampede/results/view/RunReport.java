package dev.stampede.results.view;

import dev.stampede.results.figures.MetricFigures;
import dev.stampede.results.http.Response;
import dev.stampede.results.http.Routes;
import dev.stampede.results.page.ReportFile;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run as one HTML file, with all that the page would have asked for inside. Stateless. */
public final class RunReport {
    /** Most metrics that can be drawn over time, and most lines of the log: a report is to be sent by mail. */
    private static final int MOST_SERIES = 60;

    private static final int MOST_LINES = 2_000;

    private RunReport() {}

    /** Adds its route. It may be looked at where it is, so it is served with its own policy rather than with the page's. */
    public static void addTo(Routes routes, Runs runs, Clock clock) {
        routes.add("GET", "/api/runs/{}/report.html", Routes.Access.TOKEN, request -> {
            Run run = runs.find(request.hole(0)).orElseThrow(() -> new Refusal(404, "there is no such test run"));
            return Response.bytes(200, "text/html; charset=utf-8", of(runs, run, clock))
                    .with("Content-Security-Policy", ReportFile.policy() + "; frame-ancestors 'none'")
                    .with("Content-Disposition", "inline; filename=\"stampede-run-" + run.id() + ".html\"");
        });
    }

    /** The file. */
    public static byte[] of(Runs runs, Run run, Clock clock) throws IOException {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("generated", clock.millis());
        data.put("run", RunDetails.of(runs, run));
        data.put("chart", run.figures(Chart::of));
        data.put("series", series(run));
        data.put("logs", LogView.of(run.log(), "", "", 0, MOST_LINES));
        Optional<Path> archive = run.archive();
        if (archive.isPresent()) {
            data.put("archive", ArchiveView.of(archive.get()));
        }
        return ReportFile.of(run.facts().name(), data);
    }

    private static Map<String, Object> series(Run run) throws IOException {
        List<String> names = run.figures(figures -> figures.metrics().stream()
                .map(MetricFigures::name)
                .limit(MOST_SERIES)
                .toList());
        Map<String, Object> series = new LinkedHashMap<>();
        for (String name : names) {
            try {
                series.put(name, SeriesView.of(run, name));
            } catch (Refusal e) {
                throw new IllegalStateException("a metric that is listed is not there", e);
            }
        }
        return series;
    }
}
