package dev.stampede.acceptance.forked;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own group, and everything it starts. Closing kills what is left of it. Used by one thread.
 */
public final class Fork implements AutoCloseable {
    private static final int MOST_LINES = 60;

    private final Process process;
    private final Path output;
    /** All that were ever seen: who has lost its parent is nobody's descendant any more. */
    private final Set<ProcessHandle> family = new HashSet<>();

    private Fork(Process process, Path output) {
        this.process = process;
        this.output = output;
        family.add(process.toHandle());
    }

    /**
     * Starts it; everything it prints goes to a file.
     *
     * @param folder to run in; the file is made there too
     * @param environment over that of this process, which is passed on without what is set for k6
     */
    public static Fork start(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        List<String> line = new ArrayList<>(Unix.groupOfItsOwn());
        line.addAll(command);
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> (name.startsWith("K6_") && !name.equals("K6_CONFIG")) || name.startsWith("MAVEN_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new Fork(process, output);
    }

    /** Sends a signal, such as {@code INT}, to the process alone. */
    public void signal(String name) throws IOException, InterruptedException {
        see();
        Unix.kill(name, process.pid());
    }

    /** Sends a signal to the process and all it has started, as a terminal does. */
    void signalGroup(String name) throws IOException, InterruptedException {
        see();
        Unix.kill(name, -process.pid());
    }

    /** The JVM that runs the tests, which this process has started: the youngest of its family that is Java. */
    ProcessHandle child() {
        Eventually.holds("the JVM is started", () -> see().stream().anyMatch(this::isAnotherJvm));
        return see().stream().filter(this::isAnotherJvm).findFirst().orElseThrow();
    }

    /** The only process that this process has started itself. */
    ProcessHandle firstChild() {
        return process.children().findFirst().orElseThrow();
    }

    private boolean isAnotherJvm(ProcessHandle handle) {
        return handle.pid() != process.pid()
                && handle.info().command().filter(c -> c.endsWith("/java")).isPresent();
    }

    private Set<ProcessHandle> see() {
        process.descendants().forEach(family::add);
        return family;
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    /** Waits until it has printed this. */
    public void awaitOutput(String text) {
        Eventually.holds("'" + text + "' is printed", () -> {
            see();
            return output().contains(text);
        });
    }

    /** Waits until it has ended. */
    public int exitCode() throws InterruptedException {
        see();
        if (!process.waitFor(Eventually.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + process.info().commandLine() + "\n" + output());
        }
        return process.exitValue();
    }

    /** Waits until nothing of it is left: neither the process nor what it has started. */
    void awaitGone() throws InterruptedException {
        exitCode();
        Eventually.holds("all processes have ended", () -> family.stream().noneMatch(Unix::runs));
    }

    /** The last of what it has printed so far. */
    public String output() {
        try {
            List<String> lines = Files.readAllLines(output);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
        } catch (IOException e) {
            return "(cannot be read: " + e + ")";
        }
    }

    @Override
    public void close() {
        see().forEach(ProcessHandle::destroyForcibly);
        family.forEach(handle -> handle.descendants().forEach(ProcessHandle::destroyForcibly));
        Eventually.holds("all processes have ended", () -> family.stream().noneMatch(Unix::runs));
    }
}
