package dev.stampede.results.embedded;

import dev.stampede.ConfigException;
import dev.stampede.ThresholdResult;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.KeptFolder;
import dev.stampede.output.LogLine;
import dev.stampede.output.Output;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run beside all other outputs, and writes it to one HTML file when it is over. For one run; called as {@link Output} says.
 */
final class ReportOutput implements Output {
    private static final System.Logger logger = System.getLogger(ReportOutput.class.getName());

    private final Path file;
    private volatile @Nullable ScratchRun run;
    private volatile String report = "";

    /** @param file to be written */
    ReportOutput(Path file) {
        this.file = file;
    }

    @Override
    public String describe() {
        return "report (" + file + ")";
    }

    /** @throws ConfigException if there is no room for the report, or for what it is made of */
    @Override
    public void start(RunDescription description, RunControl control) {
        try {
            if (file.toAbsolutePath().startsWith(description.folder().toAbsolutePath())) {
                KeptFolder.make(description.folder());
            }
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (Files.isDirectory(file)) {
                throw new IOException("it is a folder");
            }
            run = ScratchRun.open(description);
        } catch (IOException e) {
            throw new ConfigException(List.of("the report cannot be written to " + file + ": " + e
                    + ". Choose another file, or do not ask for a report."));
        }
    }

    @Override
    public void accept(long epochSecond, TimeSeries series, Sink sink) {
        ScratchRun open = run;
        if (open != null) {
            open.accept(epochSecond, series, sink);
        }
    }

    @Override
    public Optional<System.Logger.Level> logLevel() {
        return Optional.of(System.Logger.Level.INFO);
    }

    @Override
    public void log(LogLine line) {
        ScratchRun open = run;
        if (open != null) {
            open.log(line);
        }
    }

    @Override
    public void finish(RunOutcome outcome) {
        ScratchRun open = run;
        if (open == null) {
            return;
        }
        run = null;
        try (open) {
            open.write(outcome, note(outcome, open.description()), file.toAbsolutePath());
            report = "written: " + file.toAbsolutePath().normalize().toUri() + open.losses();
        } catch (IOException | RuntimeException e) {
            logger.log(System.Logger.Level.WARNING, "No report could be written.", e);
            report = "NOT WRITTEN: " + e;
        }
    }

    /** Failed thresholds of which the page knows nothing: those on parts of the run, and those that nobody declared. */
    private static String note(RunOutcome outcome, RunDescription described) {
        return outcome.thresholds().stream()
                .filter(one -> one.failed() && !isDescribed(one, described))
                .map(one -> "threshold on " + one.metric() + " failed: " + one.condition())
                .collect(Collectors.joining("; "));
    }

    private static boolean isDescribed(ThresholdResult result, RunDescription described) {
        return !result.scoped()
                && described
                        .thresholds()
                        .getOrDefault(result.metric(), List.of())
                        .contains(result.expression());
    }

    @Override
    public List<String> report() {
        return report.isEmpty() ? List.of() : List.of(report);
    }
}
