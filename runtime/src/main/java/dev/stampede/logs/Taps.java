package dev.stampede.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The logging libraries of this process, each tapped as long as any run wants lines. Thread-safe.
 *
 * <p>A library that is not on the class path is not asked for: its tap is a class that nothing else refers to.
 */
final class Taps {
    private static final System.Logger logger = System.getLogger(Taps.class.getName());

    /** What our own pushes log would be pushed, and logged again. */
    private static final List<String> LEFT_OUT =
            List.of("dev.stampede.output.cloud", "dev.stampede.logs", "okhttp3.", "okio.");

    private static final List<LogCapture> CAPTURES = new CopyOnWriteArrayList<>();
    private static final ThreadLocal<Boolean> TAKING = new ThreadLocal<>();
    private static final ReentrantLock LOCK = new ReentrantLock();
    // guarded by LOCK
    private static List<Tap> open = List.of();

    private Taps() {}

    static void add(LogCapture capture) {
        LOCK.lock();
        try {
            if (CAPTURES.isEmpty()) {
                open = opened();
            }
            CAPTURES.add(capture);
        } finally {
            LOCK.unlock();
        }
    }

    static void remove(LogCapture capture) {
        LOCK.lock();
        try {
            if (CAPTURES.remove(capture) && CAPTURES.isEmpty()) {
                List<Tap> closing = open;
                open = List.of();
                closing.forEach(Taps::close);
            }
        } finally {
            LOCK.unlock();
        }
    }

    private static List<Tap> opened() {
        List<Tap> taps = new ArrayList<>();
        open(taps, "ch.qos.logback.classic.LoggerContext", () -> new LogbackTap());
        open(taps, "org.apache.logging.log4j.core.LoggerContext", () -> new Log4jTap());
        open(taps, "java.util.logging.Handler", () -> new JulTap());
        return taps;
    }

    private static void open(List<Tap> taps, String needed, Supplier<Tap> made) {
        try {
            Class<?> unused = Class.forName(needed, false, Taps.class.getClassLoader());
            Tap tap = made.get();
            tap.open();
            taps.add(tap);
        } catch (ClassNotFoundException | LinkageError e) {
            logger.log(System.Logger.Level.TRACE, () -> needed + " is not there, or not all of it", e);
        } catch (RuntimeException e) {
            logger.log(System.Logger.Level.WARNING, "Lines logged by way of " + needed + " are not taken.", e);
        }
    }

    private static void close(Tap tap) {
        try {
            tap.close();
        } catch (RuntimeException | LinkageError e) {
            logger.log(System.Logger.Level.WARNING, "a logging library could not be left as it was", e);
        }
    }

    /** A line was logged on the calling thread. */
    static void logged(LoggedLine line) {
        if (TAKING.get() != null || LEFT_OUT.stream().anyMatch(line.source()::startsWith)) {
            return;
        }
        TAKING.set(true);
        try {
            for (LogCapture capture : CAPTURES) {
                capture.take(line);
            }
        } catch (RuntimeException | LinkageError e) {
            // what a line is made of may throw; whoever logs must not hear of it
        } finally {
            TAKING.remove();
        }
    }
}
