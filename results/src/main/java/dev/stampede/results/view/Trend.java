package dev.stampede.results.view;

import dev.stampede.results.figures.MetricFigures;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statistic of a metric over the runs of a test, oldest first. */
public record Trend(String test, String metric, String stat, String contains, List<Point> points) {

    /** A run: its value, null if it has none, and its verdict. */
    public record Point(
            String id,
            long created,
            @Nullable Double value,
            @Nullable Boolean failed) {}

    static Trend of(Runs runs, String test, String metric, String stat, int limit) throws IOException {
        List<Point> points = new ArrayList<>();
        String contains = "default";
        for (Run run : RunList.newest(runs, test).stream().limit(limit).toList()) {
            Optional<MetricFigures> figures = run.metrics().stream()
                    .filter(one -> one.name().equals(metric))
                    .findFirst();
            RunRow row = RunRow.of(run);
            points.add(new Point(
                    run.id(),
                    row.created(),
                    figures.map(one -> one.values().get(stat)).orElse(null),
                    row.failed()));
            contains = figures.map(one -> one.contains().text()).orElse(contains);
        }
        return new Trend(test, metric, stat, contains, points.reversed());
    }
}
