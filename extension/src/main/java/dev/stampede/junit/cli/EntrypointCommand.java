package dev.stampede.junit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stampede entrypoint}: prints the script that waits for test JVMs when a container is stopped. */
@Command(
        name = "entrypoint",
        description = {
            "Prints a shell script to be the entrypoint of containers in which a build tool runs load tests.",
            "When the container is stopped it waits until the tests' JVMs have ended, which the build tool does not."
        })
final class EntrypointCommand implements Callable<Integer> {
    private static final String SCRIPT = "entrypoint.sh";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Override
    public Integer call() throws IOException {
        try (InputStream script = Objects.requireNonNull(EntrypointCommand.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            spec.commandLine().getOut().print(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        return ExitCode.PASSED;
    }
}
