package dev.stampede.logs;

import dev.stampede.output.LogLine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lines that are logged in this process from {@link #begin} to {@link #close}, passed on to one run. Lines of another run's
 * virtual users are not among them; those of threads that are nobody's go to every run. Thread-safe.
 */
public final class LogCapture implements AutoCloseable {
    private final System.Logger.Level lowest;
    private final Speakers speakers;
    private final Consumer<LogLine> lines;

    private LogCapture(System.Logger.Level lowest, Speakers speakers, Consumer<LogLine> lines) {
        this.lowest = lowest;
        this.speakers = speakers;
        this.lines = lines;
    }

    /** Who logs on the calling thread. */
    @FunctionalInterface
    public interface Speakers {
        /** What is known of it, such as {@code vu}; empty when that is nothing; null when it belongs to another run. */
        @Nullable
        Map<String, String> fields();
    }

    /**
     * Begins to take lines. What loggers are set to leave out is left out here, too.
     *
     * @param lowest lowest level that is wanted
     * @param lines takes them, on the thread that logs; must neither wait nor log
     */
    public static LogCapture begin(System.Logger.Level lowest, Speakers speakers, Consumer<LogLine> lines) {
        LogCapture capture = new LogCapture(lowest, speakers, lines);
        Taps.add(capture);
        return capture;
    }

    /** Takes no more. May be called again. */
    @Override
    public void close() {
        Taps.remove(this);
    }

    /** A line was logged. */
    void take(LoggedLine logged) {
        if (logged.level().getSeverity() < lowest.getSeverity()) {
            return;
        }
        Map<String, String> known = speakers.fields();
        if (known == null) {
            return;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("source", logged.source());
        fields.putAll(known);
        lines.accept(new LogLine(logged.epochNanos(), logged.level(), logged.text(), fields));
    }
}
