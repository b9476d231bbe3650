package dev.stampede.results.load;

import dev.stampede.results.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service as a process of its own, by its command line. */
public final class ForkedService implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("Results of load tests: (http://\\S+)");
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    /** Starts it; {@code serve} and the like are among the arguments. */
    public ForkedService(List<String> jvmArguments, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = Thread.ofPlatform().daemon().start(this::read);
    }

    /** Serves a folder; port 0 for any. */
    public static ForkedService serving(Path folder, int port, String... jvmArguments) throws IOException {
        return new ForkedService(
                List.of(jvmArguments), List.of("serve", "--port", Integer.toString(port), "--data", folder.toString()));
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add(e.toString());
        } finally {
            synchronized (lines) {
                ended = true;
                lines.notifyAll();
            }
        }
    }

    private void add(String line) {
        synchronized (lines) {
            lines.add(line);
            lines.notifyAll();
        }
    }

    /** Waits until it listens, and says where. */
    public String url() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (lines) {
            while (true) {
                for (String line : lines) {
                    Matcher url = URL.matcher(line);
                    if (url.find()) {
                        return url.group(1);
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError("it does not listen; it printed " + lines);
                }
                lines.wait(left);
            }
        }
    }

    /** Where it listens, once it does. */
    public int port() throws InterruptedException {
        return URI.create(url()).getPort();
    }

    /** Its process. */
    public long pid() {
        return process.pid();
    }

    /** Kills it at once. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        int unused = exitCode();
    }

    /** Asks it to end, as Ctrl-C does. */
    public int stop() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    /** Waits for its end. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running; it printed " + output());
        }
        reader.join();
        return process.exitValue();
    }

    /** What it has printed. */
    public String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
