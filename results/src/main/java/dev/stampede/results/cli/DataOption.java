package dev.stampede.results.cli;

import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import java.io.IOException;
import java.nio.file.FileSystemException;
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

    /** The same for people: the whole path. */
    Path where() {
        return folder.toAbsolutePath().normalize();
    }

    /** The runs that are there, all of which are kept. */
    Runs open() throws IOException, Results.FailedException {
        if (!Files.isDirectory(folder.resolve("runs"))) { // nor is it made one by a look
            throw new Results.FailedException(
                    "There are no results in " + where() + ": say with --data where they are.");
        }
        return openOrMake();
    }

    /** The same where there need not be any yet. */
    Runs openOrMake() throws IOException, Results.FailedException {
        return having(() -> Runs.open(folder, Clock.systemUTC()));
    }

    /** What has the folder. */
    interface Opening<T> {
        T open() throws IOException, Results.FailedException;
    }

    /** What has the folder; when that cannot be had, what to do about it. */
    <T> T having(Opening<T> opening) throws IOException, Results.FailedException {
        Path is = where();
        for (Path part = is; part != null; part = part.getParent()) {
            if (Files.exists(part) && !Files.isDirectory(part)) {
                throw new Results.FailedException("Results cannot be kept in " + is + ": " + part
                        + " is a file. Say with --data which folder they are in.");
            }
        }
        try {
            return opening.open();
        } catch (FileSystemException e) {
            throw new Results.FailedException("Results cannot be kept in " + is + ": " + Troubles.inWords(e)
                    + " Say with --data which folder they are in; it must be one that can be written to.");
        }
    }

    /** A run that must be there. */
    Run find(Runs runs, String id) throws Results.FailedException {
        return runs.find(id)
                .orElseThrow(() -> new Results.FailedException(
                        "There is no run " + id + " in " + where() + "; 'list' shows those that are."));
    }
}
