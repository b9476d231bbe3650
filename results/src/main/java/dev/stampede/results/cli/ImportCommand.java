package dev.stampede.results.cli;

import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.store.RunArchive;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stampede-results import}: takes a run that was exported. */
@Command(
        name = "import",
        description =
                "Takes a run from a file that 'export' has written, here or elsewhere. It gets a number of its own.",
        sortOptions = false)
final class ImportCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "<file>", description = "The file.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private DataOption data;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Override
    public Integer call() throws IOException, Results.FailedException {
        if (!Files.isRegularFile(file)) {
            throw new Results.FailedException(
                    Files.isDirectory(file)
                            ? file + " is a folder: name a file that 'export' has written."
                            : "There is no file " + file + ".");
        }
        try (InputStream in = new BufferedInputStream(opened(), 1 << 16);
                Runs runs = data.openOrMake()) {
            Run run = runs.take(in);
            spec.commandLine()
                    .getOut()
                    .println("It is run " + run.id() + " now: "
                            + run.facts().name().replaceAll("\\p{Cntrl}", "?"));
        } catch (RunArchive.MalformedException e) {
            throw new Results.FailedException(file + " is no run that was exported: " + e.getMessage());
        }
        return 0;
    }

    private InputStream opened() throws Results.FailedException {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new Results.FailedException(file + " cannot be read: " + Troubles.inWords(e));
        }
    }
}
