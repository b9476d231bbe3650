package dev.stampede.acceptance.forked;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Signals and process groups, which Java does not know. */
public final class Unix {
    private static final boolean SETSID = works("setsid", "true");
    private static final List<String> NAMESPACE = List.of("--pid", "--fork", "--kill-child", "--mount-proc");
    private static final boolean RESETS = works("env", "--default-signal=INT", "true");

    private Unix() {}

    /** What to put before a command: a group of its own to signal, and no signals ignored since whoever started the build does. */
    static List<String> groupOfItsOwn() {
        List<String> prefix = new ArrayList<>();
        if (SETSID) {
            prefix.add("setsid"); // becomes the command: same process
        }
        if (RESETS) {
            prefix.addAll(List.of("env", "--default-signal=INT"));
        }
        return prefix;
    }

    /** Whether what is started so hears {@code SIGINT}, even from a build that was started in the background of a script. */
    public static boolean hearsInterrupts() {
        return RESETS;
    }

    static boolean hasGroups() {
        return SETSID;
    }

    /** What to put before a command to make it the first process of a container, as it were; empty where that is not allowed. */
    static List<String> firstProcess() {
        return Stream.of(List.of("unshare"), List.of("unshare", "--user", "--map-root-user"))
                .map(unshare ->
                        Stream.concat(unshare.stream(), NAMESPACE.stream()).toList())
                .filter(prefix ->
                        works(Stream.concat(prefix.stream(), Stream.of("true")).toArray(String[]::new)))
                .findFirst()
                .orElse(List.of());
    }

    /** @param process a process, or a group of them as a negative number */
    static void kill(String signal, long process) throws IOException, InterruptedException {
        List<String> command = List.of("kill", "-s", signal, "--", Long.toString(process));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new AssertionError("failed: " + String.join(" ", command));
        }
    }

    /** A process that has ended but whose parent does not care counts as ended; Java sees it alive. */
    static boolean runs(ProcessHandle handle) {
        if (!handle.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + handle.pid() + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return handle.isAlive();
        }
    }

    static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
