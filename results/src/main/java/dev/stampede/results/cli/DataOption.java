package dev.stampede.results.cli;

import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Option;

/** Where runs are: the same for all commands. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "<folder>",
            defaultValue = ".stampede/results",
            description = "Folder with the runs (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path folder;

    Path folder() {
        return folder;
    }

    /** The runs that are there, all of which are kept. */
    Runs open() throws IOException, Results.FailedException {
        if (!Files.isDirectory(folder)) {
            throw new Results.FailedException("There are no results in "
                    + folder.toAbsolutePath().normalize() + ": say with --data where they are.");
        }
        return Runs.open(folder, Clock.systemUTC());
    }

    /** A run that must be there. */
    Run find(Runs runs, String id) throws Results.FailedException {
        return runs.find(id)
                .orElseThrow(() -> new Results.FailedException("There is no run " + id + " in "
                        + folder.toAbsolutePath().normalize() + "; 'list' shows those that are."));
    }
}
