package dev.stampede.results.embedded;

import dev.stampede.RunEnding;
import dev.stampede.ThresholdResult;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.LogLine;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.metrics.Bucket;
import dev.stampede.output.cloud.metrics.Buckets;
import dev.stampede.output.cloud.metrics.MetricSets;
import dev.stampede.results.runs.DeclaredThreshold;
import dev.stampede.results.runs.LogEntry;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunFacts;
import dev.stampede.results.runs.RunStatus;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.store.AtomicFile;
import dev.stampede.results.view.RunReport;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run in a temporary folder, kept as the service keeps one but without the way over HTTP. A thread of its own encodes and writes: whoever
 * hands samples on does not wait for it, and an interrupt of theirs closes no file. Thread-safe.
 */
final class ScratchRun implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(ScratchRun.class.getName());

    private static final Duration PERIOD = Duration.ofSeconds(3);
    private static final int MOST_SERIES = 5_000;

    /** Lines that wait to be written; a report shows no more than its first ones anyway. */
    private static final int MOST_LINES = 2_000;

    private final RunDescription description;
    private final Path folder;
    private final Runs runs;
    private final Run run;
    private final Buckets buckets = new Buckets(PERIOD, Duration.ZERO);
    private final MetricSets messages;
    private final ConcurrentLinkedQueue<LogEntry> lines = new ConcurrentLinkedQueue<>();
    private final AtomicInteger linesTaken = new AtomicInteger();
    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("stampede-report").factory());
    private volatile @Nullable Exception lost;

    private ScratchRun(RunDescription description, Path folder, Runs runs, Run run) {
        this.description = description;
        this.folder = folder;
        this.runs = runs;
        this.run = run;
        this.messages = new MetricSets(run.id(), Math.toIntExact(PERIOD.toSeconds()));
    }

    /** Opens it. */
    static ScratchRun open(RunDescription description) throws IOException {
        Path folder = Files.createTempDirectory("stampede-report-");
        try {
            Runs runs = Runs.open(folder, Clock.systemUTC());
            Run run = runs.open(RunFacts.opened(
                    description.name(),
                    0,
                    description.maxVus(),
                    description.duration().toSeconds(),
                    declared(description),
                    ""));
            ScratchRun open = new ScratchRun(description, folder, runs, run);
            Future<?> unused = open.keeper.scheduleWithFixedDelay(
                    open::keepSafely, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
            return open;
        } catch (IOException | RuntimeException e) {
            remove(folder);
            throw e;
        }
    }

    private static List<DeclaredThreshold> declared(RunDescription description) {
        List<DeclaredThreshold> declared = new ArrayList<>();
        description
                .thresholds()
                .forEach((metric, expressions) ->
                        expressions.forEach(one -> declared.add(new DeclaredThreshold(metric, one, false, 0, null))));
        return declared;
    }

    RunDescription description() {
        return description;
    }

    void accept(long epochSecond, TimeSeries series, Sink sink) {
        buckets.add(epochSecond, series, sink);
    }

    void log(LogLine line) {
        if (linesTaken.incrementAndGet() <= MOST_LINES) {
            lines.add(new LogEntry(line.epochNanos(), level(line.level()), line.text(), line.fields()));
        }
    }

    /** As they travel to the cloud. */
    private static String level(System.Logger.Level level) {
        return switch (level) {
            case ALL, TRACE, DEBUG -> "debug";
            case INFO -> "info";
            case WARNING -> "warning";
            case ERROR, OFF -> "error";
        };
    }

    private void keepSafely() {
        try {
            keep();
        } catch (IOException | RuntimeException e) { // the next ones may be taken
            failed(e);
        }
    }

    private void failed(Exception e) {
        if (lost == null) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "Some samples are missing in the report of " + description.name() + ".",
                    e);
        }
        lost = e;
    }

    private void keep() throws IOException {
        for (Bucket bucket : buckets.takeAll()) {
            for (byte[] message : messages.of(bucket, MOST_SERIES)) {
                try {
                    run.push("", "", message);
                } catch (Refusal e) {
                    failed(e);
                }
            }
        }
        List<LogEntry> taken = new ArrayList<>();
        for (LogEntry line = lines.poll(); line != null; line = lines.poll()) {
            taken.add(line);
        }
        if (!taken.isEmpty()) {
            run.log(taken);
        }
    }

    /**
     * The run is over: writes the file that shows it.
     *
     * @param note what else there is to say of its end
     */
    void write(RunOutcome outcome, String note, Path file) throws IOException {
        boolean unused = onKeeper(() -> {
            AtomicFile.replace(file, finished(outcome, note));
            return true;
        });
    }

    private byte[] finished(RunOutcome outcome, String note) throws IOException {
        keep();
        run.said((metric, expression) -> said(outcome.thresholds(), metric, expression));
        run.end(status(outcome.ending()), outcome.tainted(), note);
        return RunReport.of(runs, run, Clock.systemUTC());
    }

    private static @Nullable Boolean said(List<ThresholdResult> results, String metric, String expression) {
        return results.stream()
                .filter(one -> !one.scoped()
                        && one.metric().equals(metric)
                        && one.expression().equals(expression))
                .map(ThresholdResult::failed)
                .findFirst()
                .orElse(null);
    }

    private static RunStatus status(RunEnding ending) {
        return switch (ending) {
            case FINISHED -> RunStatus.FINISHED;
            case ABORTED_BY_THRESHOLD -> RunStatus.ABORTED_BY_THRESHOLD;
            case ABORTED_BY_USER -> RunStatus.ABORTED_BY_USER;
            case ABORTED_BY_ERROR -> RunStatus.ABORTED_BY_SCRIPT_ERROR;
            case ABORTED_BY_SYSTEM -> RunStatus.ABORTED_BY_SYSTEM;
            case TIMED_OUT -> RunStatus.ABORTED_BY_LIMIT;
        };
    }

    /** For people: that something is missing; empty if nothing is. */
    String losses() {
        Exception e = lost;
        return e == null ? "" : " (some samples are missing: " + e.getMessage() + ")";
    }

    private <T> T onKeeper(Callable<T> work) throws IOException {
        Future<T> result = keeper.submit(work);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? new IOException(io.getMessage(), io) : new IOException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws IOException {
        boolean unused = onKeeper(() -> {
            runs.close();
            remove(folder);
            return true;
        });
        keeper.shutdown();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
