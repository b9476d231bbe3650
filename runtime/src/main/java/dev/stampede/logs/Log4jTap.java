package dev.stampede.logs;

import java.beans.PropertyChangeListener;
import java.time.Instant;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.jspecify.annotations.Nullable;

/** Log4j 2, where its lines go to its own core. */
final class Log4jTap implements Tap {
    private final Taker taker = new Taker();
    private final PropertyChangeListener again = change -> {
        if (LoggerContext.PROPERTY_CONFIG.equals(change.getPropertyName())) {
            attach();
        }
    };
    private @Nullable LoggerContext context;

    @Override
    public void open() {
        if (LogManager.getContext(false) instanceof LoggerContext log4j) {
            context = log4j;
            taker.start();
            attach();
            log4j.addPropertyChangeListener(again);
        }
    }

    /** Called again when it is configured anew. */
    private void attach() {
        LoggerContext log4j = context;
        if (log4j != null) {
            // one of this name that is there already stays the only one
            log4j.getConfiguration().getRootLogger().addAppender(taker, null, null);
        }
    }

    @Override
    public void close() {
        LoggerContext log4j = context;
        if (log4j != null) {
            log4j.removePropertyChangeListener(again);
            log4j.getConfiguration().getRootLogger().removeAppender(taker.getName());
            taker.stop();
        }
    }

    private static final class Taker extends AbstractAppender {
        Taker() {
            super("stampede", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            org.apache.logging.log4j.core.time.Instant when = event.getInstant();
            String source = event.getLoggerName();
            Taps.logged(LoggedLine.of(
                    Instant.ofEpochSecond(when.getEpochSecond(), when.getNanoOfSecond()),
                    level(event.getLevel()),
                    source == null || source.isEmpty() ? "root" : source,
                    () -> StackTraces.behind(event.getMessage().getFormattedMessage(), event.getThrown())));
        }

        private static System.Logger.Level level(Level level) {
            if (level.isMoreSpecificThan(Level.ERROR)) {
                return System.Logger.Level.ERROR;
            }
            if (level.isMoreSpecificThan(Level.WARN)) {
                return System.Logger.Level.WARNING;
            }
            if (level.isMoreSpecificThan(Level.INFO)) {
                return System.Logger.Level.INFO;
            }
            return level.isMoreSpecificThan(Level.DEBUG) ? System.Logger.Level.DEBUG : System.Logger.Level.TRACE;
        }
    }
}
