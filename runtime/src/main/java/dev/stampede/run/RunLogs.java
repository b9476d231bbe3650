package dev.stampede.run;

import dev.stampede.clock.Clock;
import dev.stampede.engine.RunState;
import dev.stampede.engine.VuSession;
import dev.stampede.logs.LogCapture;
import dev.stampede.output.LogLine;
import dev.stampede.output.Output;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Passes lines of the test's log, and the first failure of each check, on to the outputs that want them. Thread-safe.
 */
final class RunLogs implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(RunLogs.class.getName());

    private final RunState state;
    private final List<Wanting> wanting;
    private final UnaryOperator<String> redaction;
    private final AtomicBoolean faulty = new AtomicBoolean();
    private final @Nullable LogCapture capture;

    /** An output, and the lowest level that it wants. */
    private record Wanting(Output output, System.Logger.Level lowest) {
        boolean wants(System.Logger.Level level) {
            return level.getSeverity() >= lowest.getSeverity();
        }
    }

    /**
     * Begins to pass lines on, if an output wants any.
     *
     * @param outputs that are started
     * @param redaction takes secrets out of a text
     */
    RunLogs(RunState state, List<Output> outputs, Clock clock, UnaryOperator<String> redaction) {
        this.state = state;
        this.redaction = redaction;
        this.wanting =
                outputs.stream().map(RunLogs::wanting).flatMap(Optional::stream).toList();
        if (wanting.isEmpty()) {
            capture = null;
            return;
        }
        System.Logger.Level lowest = wanting.stream()
                .map(Wanting::lowest)
                .min(Comparator.comparingInt(System.Logger.Level::getSeverity))
                .orElseThrow();
        capture = LogCapture.begin(lowest, this::speaker, this::pass);
        state.checkFailures()
                .onFirst((vu, group, check, detail) -> pass(new LogLine(
                        clock.epochNanos(),
                        System.Logger.Level.WARNING,
                        "check failed: " + check + (detail.isEmpty() ? "" : "\n" + detail),
                        ofCheck(vu, group))));
    }

    private static Optional<Wanting> wanting(Output output) {
        return output.logLevel().map(lowest -> new Wanting(output, lowest));
    }

    private @Nullable Map<String, String> speaker() {
        VuSession vu = VuSession.ofThread();
        if (vu == null) {
            return Map.of();
        }
        return vu.isOf(state) ? fields(vu) : null;
    }

    private static Map<String, String> fields(VuSession vu) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (!vu.scenario().isEmpty()) {
            fields.put("scenario", vu.scenario());
        }
        if (vu.id() > 0) {
            fields.put("vu", Integer.toString(vu.id()));
            fields.put("iter", Long.toString(vu.iteration()));
        }
        return fields;
    }

    private static Map<String, String> ofCheck(VuSession vu, String group) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("source", "check");
        fields.putAll(fields(vu));
        if (!group.isEmpty()) {
            fields.put("group", group);
        }
        return fields;
    }

    private void pass(LogLine line) {
        LogLine redacted = new LogLine(line.epochNanos(), line.level(), redaction.apply(line.text()), redacted(line));
        for (Wanting one : wanting) {
            if (one.wants(line.level())) {
                pass(one.output(), redacted);
            }
        }
    }

    /** An output's fault is its own: it is told once, and the virtual user goes on. */
    private void pass(Output output, LogLine line) {
        try {
            output.log(line);
        } catch (RuntimeException | Error e) {
            if (faulty.compareAndSet(false, true)) {
                logger.log(System.Logger.Level.ERROR, output.describe() + " does not take log lines; some are lost", e);
            }
        }
    }

    private Map<String, String> redacted(LogLine line) {
        Map<String, String> fields = new LinkedHashMap<>();
        line.fields().forEach((key, value) -> fields.put(key, redaction.apply(value)));
        return fields;
    }

    /** Passes on nothing more. */
    @Override
    public void close() {
        if (capture != null) {
            capture.close();
        }
    }
}
