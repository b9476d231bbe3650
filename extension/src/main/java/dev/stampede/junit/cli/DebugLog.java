package dev.stampede.junit.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The log at debug level, on standard error. Works where nobody has put another library behind {@code System.Logger}; that
 * one is then to be told itself.
 */
final class DebugLog {
    /** Held on to: the log manager alone would let it go, and its level with it. */
    private static final Logger OURS = Logger.getLogger("dev.stampede");

    private DebugLog() {}

    static void turnOn() {
        // one line for each entry, unless told otherwise; read when the first handler is made, below
        System.getProperties().putIfAbsent("java.util.logging.SimpleFormatter.format", "%4$s %3$s: %5$s%6$s%n");
        OURS.setLevel(Level.FINE);
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setLevel(Level.FINE);
        }
    }
}
