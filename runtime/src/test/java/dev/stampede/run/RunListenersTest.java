package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.RunResult;
import dev.stampede.clock.FakeClock;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.Output;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told of a run that is over. */
class RunListenersTest {
    private static final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        log.clear();
    }

    /** Found on the class path of a test. */
    public static final class Found implements RunListener {
        /** Called by the service loader. */
        public Found() {}

        @Override
        public void runFinished(RunResult result) {
            log.add("found " + result.name());
        }
    }

    private static final class Closes implements Output {
        @Override
        public String describe() {
            return "closes";
        }

        @Override
        public void start(RunDescription run, RunControl control) {}

        @Override
        public void accept(long epochSecond, TimeSeries series, Sink sink) {}

        @Override
        public void finish(RunOutcome outcome) {
            log.add("output closed");
        }
    }

    private static RunReport run(RunListener... listeners) {
        LoadOptions options = LoadOptions.builder("a run")
                .outputs(List.of(new Closes()))
                .listeners(List.of(listeners))
                .console(block -> {})
                .build();
        return LoadRunner.run(options, scope -> () -> {}, new FakeClock());
    }

    @Test
    void listener_isToldOnce_byTheConductingThread_afterOutputsAreClosed() {
        Thread conducting = Thread.currentThread();

        RunReport report = run(result -> {
            assertThat(Thread.currentThread()).isSameAs(conducting);
            log.add(result.name() + " " + result.passed() + " " + result.value("iterations", "count"));
        });

        assertThat(report.passed()).isTrue();
        assertThat(log).containsExactly("output closed", "a run true 1.0");
    }

    @Test
    void exceptionOfAListener_isLogged_andChangesNothing() {
        List<String> logged = new CopyOnWriteArrayList<>();
        RunListener faulty = result -> {
            throw new NoClassDefFoundError("org/example/Report");
        };

        RunReport report = logging(logged, () -> run(faulty, result -> log.add("other")));

        assertThat(report.passed()).isTrue();
        assertThat(log).containsExactly("output closed", "other");
        assertThat(logged)
                .containsExactly("SEVERE run listener " + faulty.getClass().getName()
                        + " failed: java.lang.NoClassDefFoundError: org/example/Report");
    }

    @Test
    void listenersOnTheClassPath_areFound_alsoBesideOneThatCannotBeMade(@TempDir Path directory) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(RunListener.class.getName()), "org.example.Missing\n" + Found.class.getName() + "\n");
        List<String> logged = new CopyOnWriteArrayList<>();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            thread.setContextClassLoader(loader);
            logging(logged, () -> run(result -> log.add("given")));
        } finally {
            thread.setContextClassLoader(before);
        }

        assertThat(log).containsExactly("output closed", "given", "found a run");
        assertThat(logged)
                .singleElement()
                .asString()
                .startsWith("SEVERE a run listener could not be made: java.util.ServiceConfigurationError: ")
                .contains("org.example.Missing");
    }

    private static RunReport logging(List<String> lines, Supplier<RunReport> body) {
        Logger logger = Logger.getLogger(RunListeners.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLevel() + " " + line.getMessage() + ": " + line.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            return body.get();
        } finally {
            logger.removeHandler(handler);
        }
    }
}
