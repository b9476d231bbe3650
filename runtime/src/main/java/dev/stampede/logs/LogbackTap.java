package dev.stampede.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Logback, where SLF4J's lines go to it. */
final class LogbackTap implements Tap {
    private final Taker taker = new Taker();
    private final Again again = new Again(taker);
    private @Nullable LoggerContext context;

    @Override
    public void open() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            context = logback;
            taker.setContext(logback);
            taker.setName("stampede");
            taker.start();
            root(logback).addAppender(taker);
            logback.addListener(again);
        }
    }

    @Override
    public void close() {
        LoggerContext logback = context;
        if (logback != null) {
            logback.removeListener(again);
            boolean unused = root(logback).detachAppender(taker);
            taker.stop();
        }
    }

    private static Logger root(LoggerContext logback) {
        return logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** Not the synchronized kind, which would have virtual users wait for one another. */
    private static final class Taker extends UnsynchronizedAppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent line) {
            Instant when = line.getInstant();
            Taps.logged(LoggedLine.of(
                    when == null ? Instant.ofEpochMilli(line.getTimeStamp()) : when,
                    level(line.getLevel()),
                    line.getLoggerName(),
                    () -> StackTraces.behind(line.getFormattedMessage(), thrown(line.getThrowableProxy()))));
        }

        private static @Nullable Throwable thrown(@Nullable IThrowableProxy proxy) {
            return proxy instanceof ThrowableProxy of ? of.getThrowable() : null;
        }

        private static System.Logger.Level level(Level level) {
            return switch (level.toInt()) {
                case Level.ERROR_INT -> System.Logger.Level.ERROR;
                case Level.WARN_INT -> System.Logger.Level.WARNING;
                case Level.INFO_INT -> System.Logger.Level.INFO;
                case Level.DEBUG_INT -> System.Logger.Level.DEBUG;
                default -> System.Logger.Level.TRACE;
            };
        }
    }

    /** Applications that a test starts set Logback up anew, and take all appenders away. */
    private record Again(Taker taker) implements LoggerContextListener {
        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onReset(LoggerContext logback) {
            taker.start(); // they are stopped, too
            root(logback).addAppender(taker);
        }

        @Override
        public void onStart(LoggerContext logback) {}

        @Override
        public void onStop(LoggerContext logback) {}

        @Override
        public void onLevelChange(Logger changed, Level level) {}
    }
}
