package dev.stampede.results.view;

import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs, newest first, and the names of all tests there are. */
public record RunList(List<RunRow> runs, List<String> tests) {
    private static final int TREND = 20;

    private static final Comparator<Run> NEWEST_FIRST = Comparator.<Run>comparingLong(
                    run -> run.facts().created())
            .thenComparingLong(run -> Long.parseLong(run.id()))
            .reversed();

    /** @param test name of the test; empty for all */
    static RunList of(Runs runs, String test, int limit) throws IOException {
        Map<String, List<Run>> byName = new TreeMap<>();
        for (Run run : newest(runs, "")) {
            byName.computeIfAbsent(run.facts().name(), name -> new ArrayList<>())
                    .add(run);
        }
        List<RunRow> rows = new ArrayList<>();
        Map<Run, RunRow> known = new HashMap<>();
        for (Run run : newest(runs, test)) {
            if (rows.size() < limit) {
                rows.add(row(run, byName.getOrDefault(run.facts().name(), List.of()), known));
            }
        }
        return new RunList(rows, List.copyOf(byName.keySet()));
    }

    /** A run as it stands in the list of the runs of its name. */
    static RunRow row(Runs runs, Run run) throws IOException {
        return row(run, newest(runs, run.facts().name()), new HashMap<>());
    }

    /** @param known rows that were made already, so that none is made twice */
    private static RunRow row(Run run, List<Run> sameName, Map<Run, RunRow> known) throws IOException {
        int at = Math.max(0, sameName.indexOf(run));
        List<RunRow.Point> trend = new ArrayList<>();
        for (Run other : sameName.subList(at, Math.min(sameName.size(), at + TREND))) {
            trend.add(row(other, known).point());
        }
        return row(run, known).with(trend.reversed());
    }

    private static RunRow row(Run run, Map<Run, RunRow> known) throws IOException {
        RunRow row = known.get(run);
        if (row == null) {
            row = RunRow.of(run);
            known.put(run, row);
        }
        return row;
    }

    /** Runs of a test, or all, newest first. */
    static List<Run> newest(Runs runs, String test) {
        return runs.all().stream()
                .filter(run -> test.isEmpty() || run.facts().name().equals(test))
                .sorted(NEWEST_FIRST)
                .toList();
    }
}
