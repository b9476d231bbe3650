package dev.stampede.output.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that the library logs, at whatever level, with what a test adds, and what threads have died of. Thread-safe. */
final class EverythingSaid implements AutoCloseable {
    private static final Logger ROOT = Logger.getLogger("dev.stampede");

    /** In characters, of a few cases: more than that nobody wants to read. */
    private static final int MOST = 500_000;

    private final Queue<String> texts = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    private Thread.@Nullable UncaughtExceptionHandler before;
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            texts.add(line.getMessage());
            if (line.getThrown() != null) {
                add(line.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    void listen() {
        ROOT.setLevel(Level.ALL);
        ROOT.setUseParentHandlers(false);
        ROOT.addHandler(handler);
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {
            if (thread.getName().startsWith("stampede")) {
                uncaught.add(fault);
            }
        });
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(before);
        ROOT.removeHandler(handler);
        ROOT.setUseParentHandlers(true);
        ROOT.setLevel(null);
    }

    void add(String text) {
        texts.add(text);
    }

    /** With its causes and where it was. */
    void add(Throwable fault) {
        StringWriter text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        texts.add(text.toString());
    }

    /** None of these was said, nor that something of our own failed. Forgets all there is. */
    void check(String... secrets) {
        StringBuilder all = new StringBuilder();
        for (String text = texts.poll(); text != null; text = texts.poll()) {
            all.append(text).append('\n');
        }
        assertThat(all).doesNotContain(secrets);
        assertThat(all)
                .doesNotContain("could not be prepared")
                .doesNotContain("NOT ALL SENT")
                .doesNotContain("could not be encoded")
                .doesNotContain("NullPointerException")
                .hasSizeLessThan(MOST);
        assertThat(uncaught).isEmpty();
    }

    /** Where all threads of the library are, and the one of the case. */
    static String stacks() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(one -> one.getKey().getName().startsWith("stampede")
                        || one.getKey().getName().startsWith("pool"))
                .map(one -> one.getKey().getName() + "\n  at "
                        + Stream.of(one.getValue()).map(Object::toString).collect(Collectors.joining("\n  at ")))
                .collect(Collectors.joining("\n"));
    }
}
