package dev.stampede.results.cli;

import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunFacts;
import dev.stampede.results.runs.RunSummary;
import dev.stampede.results.runs.Runs;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stampede-results list}: a line for each run. */
@Command(name = "list", description = "Lists the runs, newest first.", sortOptions = false)
final class ListCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String LINE = "%-8s %-19s %-26s %9s %12s %10s  %s%n";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private DataOption data;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Override
    public Integer call() throws IOException, Results.FailedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Runs runs = data.open()) {
            List<Run> newestFirst = runs.all().stream()
                    .sorted(Comparator.<Run>comparingLong(run -> Long.parseLong(run.id()))
                            .reversed())
                    .toList();
            out.format(Locale.ROOT, LINE, "run", "created", "status", "seconds", "requests", "p95", "name");
            for (Run run : newestFirst) {
                line(out, run);
            }
        }
        return 0;
    }

    private static void line(PrintWriter out, Run run) throws IOException {
        RunFacts facts = run.facts();
        RunSummary summary = run.summary();
        Double p95 = summary.p95Millis();
        out.format(
                Locale.ROOT,
                LINE,
                run.id(),
                TIME.format(Instant.ofEpochMilli(facts.created()).atZone(ZoneId.systemDefault())),
                facts.status().text() + verdict(facts.failed() != null ? facts.failed() : summary.failed()),
                summary.lastSecond() - summary.firstSecond(),
                String.format(Locale.ROOT, "%.0f", summary.requests()),
                p95 == null ? "-" : String.format(Locale.ROOT, "%.1f ms", p95),
                printable(facts.name()));
    }

    private static String verdict(@org.jspecify.annotations.Nullable Boolean failed) {
        return failed == null ? "" : failed ? ", failed" : ", passed";
    }

    /** A name is whatever somebody sent: it must not move the cursor. */
    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
