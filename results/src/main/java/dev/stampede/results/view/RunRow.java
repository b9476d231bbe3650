package dev.stampede.results.view;

import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunFacts;
import dev.stampede.results.runs.RunSummary;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list. Times are milliseconds since 1970-01-01T00:00Z.
 *
 * @param failed the verdict ({@link RunFacts#verdict}); null when nothing can be said
 * @param started time of the first sample
 * @param maxVus most virtual users that were planned, or that there were: each generator plans for itself
 * @param vus most virtual users at one time; of a run that goes on, those of now
 * @param trend the last runs of the same name, oldest first, this one included
 */
public record RunRow(
        String id,
        String name,
        int status,
        String statusText,
        @Nullable Boolean failed,
        long created,
        @Nullable Long started,
        @Nullable Long ended,
        @Nullable Long lastData,
        long durationSeconds,
        double maxVus,
        double vus,
        double requests,
        double failedRequests,
        @Nullable Double p95Ms,
        double iterations,
        List<Point> trend) {

    /** A run in a row of runs. */
    public record Point(
            String id, @Nullable Double p95Ms, @Nullable Boolean failed) {}

    static RunRow of(Run run) throws IOException {
        RunSummary summary = run.summary();
        RunFacts facts = run.facts();
        boolean hasData = summary.lastSecond() > 0;
        return new RunRow(
                run.id(),
                facts.name(),
                facts.status().code(),
                facts.status().text(),
                facts.verdict(summary),
                facts.created(),
                hasData ? summary.firstSecond() * 1000 : null,
                facts.ended() > 0 ? facts.ended() : null,
                facts.lastData() > 0 ? facts.lastData() : null,
                hasData
                        ? summary.lastSecond() - summary.firstSecond()
                        : Math.max(0, facts.ended() - facts.created()) / 1000,
                Math.max((double) facts.maxVus(), Math.max(summary.vusMax(), summary.vus())),
                facts.isLive() ? run.figures(figures -> figures.vus().last()) : summary.vus(),
                summary.requests(),
                summary.failedRequests(),
                summary.p95Millis(),
                summary.iterations(),
                List.of());
    }

    Point point() {
        return new Point(id, p95Ms, failed);
    }

    RunRow with(List<Point> ofSameName) {
        return new RunRow(
                id,
                name,
                status,
                statusText,
                failed,
                created,
                started,
                ended,
                lastData,
                durationSeconds,
                maxVus,
                vus,
                requests,
                failedRequests,
                p95Ms,
                iterations,
                ofSameName);
    }
}
