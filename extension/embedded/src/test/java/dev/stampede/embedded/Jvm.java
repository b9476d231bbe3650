package dev.stampede.embedded;

import static org.awaitility.Awaitility.await;

import dev.stampede.junit.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM that runs load tests by the command line. Closing kills it. */
final class Jvm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern PAGE = Pattern.compile("results \\((http://127\\.0\\.0\\.1:\\d+)/runs/(\\d+)\\)");

    private final Process process;
    private final Path output;

    private Jvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts one.
     *
     * @param folder for what is kept on disk, and where its output goes
     */
    static Jvm run(Class<?> loads, Path folder, String... flags) throws IOException {
        Path output = Files.createTempFile(Files.createDirectories(folder), loads.getSimpleName(), ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                loads.getName(),
                "--folder=" + folder));
        command.addAll(List.of(flags));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("K6_") && !name.equals("K6_CONFIG"));
        Process process = builder.start();
        process.getOutputStream().close();
        return new Jvm(process, output);
    }

    /** Base of its run's page, which it has printed. */
    String service() {
        return page().group(1);
    }

    String runId() {
        return page().group(2);
    }

    private Matcher page() {
        await("its page is printed")
                .atMost(PATIENCE)
                .until(() -> PAGE.matcher(output()).find() || !process.isAlive());
        Matcher page = PAGE.matcher(output());
        if (!page.find()) {
            throw new AssertionError("no page in\n" + output());
        }
        return page;
    }

    /** As CI does; not by SIGINT, which is ignored by all that a script has started in the background. */
    void terminate() {
        process.destroy();
    }

    /** With no time for anything. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running\n" + output());
        }
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
