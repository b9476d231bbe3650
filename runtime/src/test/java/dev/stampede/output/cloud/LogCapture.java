package dev.stampede.output.cloud;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what a class logs at INFO and above, until closed. Thread-safe. */
public final class LogCapture extends Handler implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;

    public LogCapture(Class<?> type) {
        this(type.getName());
    }

    /** The same for all classes of a package, or one that only its package knows. */
    public LogCapture(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(this);
    }

    /** Keeps all that a package logs, at every level. */
    static LogCapture everything(String name) {
        LogCapture capture = new LogCapture(name);
        capture.logger.setLevel(Level.ALL);
        capture.setLevel(Level.ALL);
        return capture;
    }

    /** Level and text of each record. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line.getLevel() + " " + line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.setLevel(null); // that of its parent
        logger.removeHandler(this);
    }
}
