package dev.stampede.results.view;

import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Runs, newest first, and the names of all tests there are. */
public record RunList(List<RunRow> runs, List<String> tests) {
    private static final int TREND = 20;

    private static final Comparator<Run> NEWEST_FIRST = Comparator.<Run>comparingLong(
                    run -> run.facts().created())
            .thenComparingLong(run -> Long.parseLong(run.id()))
            .reversed();

    /**
     * @param test name of the test; empty for all
     */
    static RunList of(Runs runs, String test, int limit) throws IOException {
        TreeSet<String> tests = new TreeSet<>();
        runs.all().forEach(run -> tests.add(run.facts().name()));
        List<RunRow> rows = new ArrayList<>();
        for (Run run : newest(runs, test)) {
            if (rows.size() < limit) {
                rows.add(RunRow.of(run));
            }
        }
        List<RunRow> withTrends = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            withTrends.add(withTrend(rows.get(i), rows.subList(i, rows.size())));
        }
        return new RunList(withTrends, List.copyOf(tests));
    }

    /** Runs of a test, or all, newest first. */
    static List<Run> newest(Runs runs, String test) {
        return runs.all().stream()
                .filter(run -> test.isEmpty() || run.facts().name().equals(test))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    private static RunRow withTrend(RunRow row, List<RunRow> fromThisOn) {
        return row.with(fromThisOn.stream()
                .filter(other -> other.name().equals(row.name()))
                .limit(TREND)
                .map(RunRow::point)
                .toList()
                .reversed());
    }

    /** A run as it stands in the list of the runs of its name. */
    static RunRow row(Runs runs, Run run) throws IOException {
        List<Run> sameName = newest(runs, run.facts().name());
        int at = sameName.indexOf(run);
        List<RunRow.Point> trend = new ArrayList<>();
        for (Run other : sameName.subList(Math.max(0, at), Math.min(sameName.size(), Math.max(0, at) + TREND))) {
            trend.add(RunRow.of(other).point());
        }
        return RunRow.of(run).with(trend.reversed());
    }
}
