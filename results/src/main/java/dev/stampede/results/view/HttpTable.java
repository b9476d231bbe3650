package dev.stampede.results.view;

import dev.stampede.metrics.Histogram;
import dev.stampede.results.figures.Breakdown;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests by name, method and status. */
final class HttpTable {
    /** Most rows, of requests and of errors: those that came most often. */
    static final int MOST_ROWS = 500;

    static final int MOST_ERRORS = 200;

    private HttpTable() {}

    /** Requests of one kind; durations are milliseconds. */
    public record Row(
            String name,
            String method,
            String status,
            double requests,
            long failed,
            @Nullable Double perSecond,
            @Nullable Double avg,
            @Nullable Double min,
            @Nullable Double med,
            @Nullable Double p90,
            @Nullable Double p95,
            @Nullable Double p99,
            @Nullable Double max) {}

    /** How often an error came. */
    public record ErrorRow(String name, String method, String status, String errorCode, String error, double count) {}

    /** @param seconds how long the run took */
    static List<Row> rows(Breakdown breakdown, long seconds) {
        return breakdown.requests().entrySet().stream()
                .sorted(Comparator.<Map.Entry<Breakdown.RequestKey, Breakdown.Requests>>comparingDouble(
                                entry -> -entry.getValue().count().sum())
                        .thenComparing(entry -> entry.getKey().toString()))
                .limit(MOST_ROWS)
                .map(entry -> row(entry.getKey(), entry.getValue(), seconds))
                .toList();
    }

    private static Row row(Breakdown.RequestKey key, Breakdown.Requests requests, long seconds) {
        Histogram durations = requests.durations().histogram();
        boolean timed = durations.count() > 0;
        double count = requests.count().sum();
        return new Row(
                key.name(),
                key.method(),
                key.status(),
                count,
                requests.failed().nonZero(),
                seconds > 0 ? count / seconds : null,
                timed ? durations.average() : null,
                timed ? durations.min() : null,
                timed ? durations.quantile(0.5) : null,
                timed ? durations.quantile(0.9) : null,
                timed ? durations.quantile(0.95) : null,
                timed ? durations.quantile(0.99) : null,
                timed ? durations.max() : null);
    }

    static List<ErrorRow> errors(Breakdown breakdown) {
        return breakdown.errors().entrySet().stream()
                .map(entry -> new ErrorRow(
                        entry.getKey().request().name(),
                        entry.getKey().request().method(),
                        entry.getKey().request().status(),
                        entry.getKey().code(),
                        entry.getKey().text(),
                        entry.getValue().sum()))
                .sorted(Comparator.comparingDouble((ErrorRow row) -> -row.count())
                        .thenComparing(ErrorRow::toString))
                .limit(MOST_ERRORS)
                .toList();
    }
}
