package dev.stampede.logs;

import java.util.Arrays;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** {@code java.util.logging}, and {@code System.Logger}, which logs there unless it is told otherwise. */
final class JulTap implements Tap {
    /** Hand every line on to Logback or Log4j, which have taps of their own. */
    private static final List<String> BRIDGES =
            List.of("org.slf4j.bridge.SLF4JBridgeHandler", "org.apache.logging.log4j.jul.Log4jBridgeHandler");

    private final Taker taker = new Taker();
    private @Nullable Logger root;

    @Override
    public void open() {
        root = LogManager.getLogManager().getLogger("");
        if (root != null) {
            root.addHandler(taker);
        }
    }

    @Override
    public void close() {
        if (root != null) {
            root.removeHandler(taker);
        }
    }

    private static final class Taker extends Handler {
        private final Formatter formatter = new SimpleFormatter();

        Taker() {
            setLevel(Level.ALL); // as far as loggers let lines through
        }

        @Override
        public void publish(LogRecord line) {
            if (isBridged()) {
                return;
            }
            String source = line.getLoggerName();
            Taps.logged(LoggedLine.of(
                    line.getInstant(),
                    level(line.getLevel().intValue()),
                    source == null || source.isEmpty() ? "root" : source,
                    () -> StackTraces.behind(text(line), line.getThrown())));
        }

        /** Asked each time: a test that starts an application may add a bridge. */
        private static boolean isBridged() {
            Logger root = LogManager.getLogManager().getLogger("");
            return root != null
                    && Arrays.stream(root.getHandlers())
                            .anyMatch(one -> BRIDGES.contains(one.getClass().getName()));
        }

        private String text(LogRecord line) {
            String text = formatter.formatMessage(line);
            return text == null ? "" : text;
        }

        private static System.Logger.Level level(int level) {
            if (level >= Level.SEVERE.intValue()) {
                return System.Logger.Level.ERROR;
            }
            if (level >= Level.WARNING.intValue()) {
                return System.Logger.Level.WARNING;
            }
            if (level >= Level.CONFIG.intValue()) {
                return System.Logger.Level.INFO;
            }
            return level >= Level.FINE.intValue() ? System.Logger.Level.DEBUG : System.Logger.Level.TRACE;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
