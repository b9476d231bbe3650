package dev.stampede.results.cli;

import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stampede-results export}: a run as one file. */
@Command(
        name = "export",
        description = "Writes a run to one file, which 'import' takes elsewhere.",
        sortOptions = false)
final class ExportCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "<run>", description = "Number of the run.")
    private String id = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "<file>",
            description = "File to write, which must not be there yet (default: stampede-run-<run>.zip).")
    private @Nullable Path file;

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
        try (Runs runs = data.open()) {
            Run run = data.find(runs, id);
            Path target = file != null ? file : Path.of(run.fileName());
            try {
                write(run, target);
            } catch (FileAlreadyExistsException e) {
                throw new Results.FailedException(target + " is there already: it is left as it is.");
            } catch (IOException e) {
                throw new Results.FailedException("Run " + id + " cannot be written to " + target + ": "
                        + Troubles.inWords(e) + " Name a file in a folder that can be written to.");
            }
            spec.commandLine()
                    .getOut()
                    .println("Run " + id + " is in " + target + " (" + Files.size(target) + " bytes).");
        }
        return 0;
    }

    private static void write(Run run, Path target) throws IOException, Results.FailedException {
        Path within = target.toAbsolutePath().getParent();
        if (within != null && !Files.isDirectory(within)) {
            throw new Results.FailedException("There is no folder " + within + " for " + target.getFileName()
                    + ": make it, or name a file in a folder that there is.");
        }
        OutputStream file = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW);
        try (OutputStream out = new BufferedOutputStream(file, 1 << 16)) {
            run.export(out);
        } catch (IOException e) {
            Files.deleteIfExists(target); // what is cut off is no run
            throw e;
        }
    }
}
