package dev.stampede.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import dev.stampede.output.LogLine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** In no other thread of this JVM is anything logged by a logger that begins with {@code shop}. */
@SuppressWarnings("try") // that it is open is all that is needed of it
class LogCaptureTest {
    private final List<LogLine> lines = new CopyOnWriteArrayList<>();
    private final LogCapture capture = LogCapture.begin(System.Logger.Level.INFO, () -> Map.of("vu", "3"), this::take);

    private void take(LogLine line) {
        String source = line.fields().get("source");
        if (source != null && source.startsWith("shop")) {
            lines.add(line);
        }
    }

    @AfterEach
    void end() {
        capture.close();
        assertThat(java.util.logging.Logger.getLogger("").getHandlers())
                .noneMatch(handler -> handler.getClass().getName().startsWith("dev.stampede.logs"));
        assertThat(root().getAppender("stampede")).isNull();
        assertThat(log4j().getConfiguration().getRootLogger().getAppenders()).doesNotContainKey("stampede");
    }

    private static ch.qos.logback.classic.Logger root() {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static org.apache.logging.log4j.core.LoggerContext log4j() {
        return (org.apache.logging.log4j.core.LoggerContext) LogManager.getContext(false);
    }

    private List<String> said() {
        return lines.stream()
                .map(line -> line.level() + " " + line.text() + " " + line.fields())
                .toList();
    }

    @Test
    void systemLogger_isTaken() {
        long before = System.currentTimeMillis();

        System.getLogger("shop.Cart").log(System.Logger.Level.WARNING, "only {0} left", 3);
        System.getLogger("shop.Cart").log(System.Logger.Level.DEBUG, "not let through by its logger");

        assertThat(said()).containsExactly("WARNING only 3 left {source=shop.Cart, vu=3}");
        assertThat(lines.getFirst().epochNanos() / 1_000_000).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void javaUtilLogging_isTakenWithItsLevels() {
        java.util.logging.Logger logger = java.util.logging.Logger.getLogger("shop.jul");
        logger.severe("a");
        logger.warning("b");
        logger.info("c");

        assertThat(lines.stream().map(LogLine::level))
                .containsExactly(System.Logger.Level.ERROR, System.Logger.Level.WARNING, System.Logger.Level.INFO);
    }

    @Test
    void slf4jOverLogback_isTakenAlsoAfterItWasSetUpAnew() {
        LoggerFactory.getLogger("shop.Cart").error("no {}", "stock");
        LoggerFactory.getLogger("shop.Cart").debug("below what is wanted");
        ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
        LoggerFactory.getLogger("shop.Cart").info("again");

        assertThat(said())
                .containsExactly("ERROR no stock {source=shop.Cart, vu=3}", "INFO again {source=shop.Cart, vu=3}");
    }

    @Test
    void log4j_isTakenAlsoAfterItWasSetUpAnew() {
        LogManager.getLogger("shop.Cart").error("no {}", "stock");
        log4j().reconfigure();
        LogManager.getLogger("shop.Cart").error("again");

        assertThat(said())
                .containsExactly("ERROR no stock {source=shop.Cart, vu=3}", "ERROR again {source=shop.Cart, vu=3}");
    }

    @Test
    void whatWasThrown_isBehindTheText() {
        IllegalStateException thrown = new IllegalStateException("empty", new RuntimeException("why"));
        System.getLogger("shop.a").log(System.Logger.Level.ERROR, "one", thrown);
        LoggerFactory.getLogger("shop.b").error("two", thrown);
        LogManager.getLogger("shop.c").error("three", thrown);

        assertThat(lines)
                .extracting(LogLine::text)
                .allSatisfy(text -> assertThat(text)
                        .contains("\njava.lang.IllegalStateException: empty\n\tat ")
                        .contains("Caused by: java.lang.RuntimeException: why"));
        assertThat(lines)
                .extracting(line -> line.text().lines().findFirst().orElse(""))
                .containsExactly("one", "two", "three");
    }

    @Test
    void longStackTrace_isCut() {
        System.getLogger("shop.a").log(System.Logger.Level.ERROR, "x", new RuntimeException("y".repeat(100_000)));

        assertThat(lines.getFirst().text()).hasSizeLessThan(20_000).endsWith("…");
    }

    @Test
    void longStackTrace_isNotCutWithinAWord() {
        System.getLogger("shop.a")
                .log(System.Logger.Level.ERROR, "x", new RuntimeException("the word\n".repeat(10_000)));

        assertThat(lines.getFirst().text()).endsWith(" word\n…");
    }

    @Test
    void exceptionThatCannotBePrinted_harmsNobody() {
        RuntimeException evil = new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException("never");
            }
        };
        LogRecord line = new LogRecord(java.util.logging.Level.SEVERE, "x");
        line.setThrown(evil);
        line.setLoggerName("shop.a");
        Handler ours = java.util.Arrays.stream(
                        java.util.logging.Logger.getLogger("").getHandlers())
                .filter(one -> one.getClass().getName().startsWith("dev.stampede.logs"))
                .findFirst()
                .orElseThrow();
        ours.publish(line);

        assertThat(lines)
                .singleElement()
                .extracting(LogLine::text)
                .isEqualTo("x\n" + evil.getClass().getName());
    }

    @Test
    void whatIsLoggedWhileALineIsTaken_isNotTaken() {
        try (LogCapture unused = LogCapture.begin(System.Logger.Level.INFO, Map::of, line -> {
            if ("shop.outer".equals(line.fields().get("source"))) {
                System.getLogger("shop.inner").log(System.Logger.Level.WARNING, "again");
            }
        })) {
            System.getLogger("shop.outer").log(System.Logger.Level.WARNING, "once");
        }

        assertThat(lines).extracting(LogLine::text).containsExactly("once");
    }

    @Test
    void ownPushesAndOkHttp_areLeftOut() {
        List<LogLine> all = new CopyOnWriteArrayList<>();
        try (LogCapture unused = LogCapture.begin(System.Logger.Level.INFO, Map::of, all::add)) {
            System.getLogger("dev.stampede.output.cloud.CloudStream").log(System.Logger.Level.WARNING, "x");
            System.getLogger("okhttp3.OkHttpClient").log(System.Logger.Level.WARNING, "x");
            System.getLogger("dev.stampede.http.HttpLog").log(System.Logger.Level.WARNING, "y");
        }

        assertThat(all).extracting(LogLine::text).containsOnly("y");
    }

    @Test
    void runs_haveTheLinesOfTheirOwnVirtualUsers() {
        List<String> first = new CopyOnWriteArrayList<>();
        List<String> second = new CopyOnWriteArrayList<>();
        ThreadLocal<String> run = ThreadLocal.withInitial(() -> "");
        try (LogCapture one = begin("first", run, first);
                LogCapture two = begin("second", run, second)) {
            run.set("first");
            System.getLogger("shop.a").log(System.Logger.Level.INFO, "of the first");
            run.set("second");
            System.getLogger("shop.a").log(System.Logger.Level.INFO, "of the second");
            run.set("");
            System.getLogger("shop.a").log(System.Logger.Level.INFO, "of nobody");
            one.close();
            System.getLogger("shop.a").log(System.Logger.Level.INFO, "later");
            assertThat(two).isNotSameAs(one);
        }
        System.getLogger("shop.a").log(System.Logger.Level.INFO, "too late");

        assertThat(first).containsExactly("of the first", "of nobody");
        assertThat(second).containsExactly("of the second", "of nobody", "later");
    }

    private static LogCapture begin(String name, ThreadLocal<String> run, List<String> said) {
        return LogCapture.begin(
                System.Logger.Level.INFO,
                () -> run.get().isEmpty() ? Map.of() : run.get().equals(name) ? Map.of("run", name) : null,
                line -> {
                    if ("shop.a".equals(line.fields().get("source"))) {
                        said.add(line.text());
                    }
                });
    }
}
