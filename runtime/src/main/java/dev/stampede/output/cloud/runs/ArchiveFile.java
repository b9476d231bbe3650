package dev.stampede.output.cloud.runs;

import dev.stampede.ConfigException;
import dev.stampede.output.KeptFolder;
import dev.stampede.output.RunArchive;
import dev.stampede.output.RunDescription;
import dev.stampede.output.cloud.config.ConfigChecks;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A run's archive on its way to the service, in a file: its size has to be told before. Gone when closed. */
final class ArchiveFile implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(ArchiveFile.class.getName());

    private final Path file;

    private ArchiveFile(Path file) {
        this.file = file;
    }

    /**
     * Writes a run's archive; empty when there is none.
     *
     * @throws ConfigException if it cannot be written
     */
    static Optional<ArchiveFile> of(RunDescription run) {
        return run.archive().map(archive -> write(archive, run.folder()));
    }

    /** In the folder, else where temporary files are: whoever may not write there may run tests. */
    private static Path make(Path folder) throws IOException {
        try {
            KeptFolder.make(folder);
            return Files.createTempFile(folder, "archive-", ".tar");
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, "no archive can be made in " + folder, e);
            return Files.createTempFile("stampede-archive-", ".tar");
        }
    }

    private static ArchiveFile write(RunArchive archive, Path folder) {
        try {
            ArchiveFile made = new ArchiveFile(make(folder));
            made.file.toFile().deleteOnExit(); // for a process that ends while the run is being opened
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(made.file))) {
                archive.writeTo(out);
            } catch (IOException | RuntimeException | Error e) {
                made.close();
                throw e;
            }
            return made;
        } catch (IOException e) {
            throw new ConfigException(ConfigChecks.CREATE + "the archive of the test cannot be written in "
                    + folder.toAbsolutePath() + ": " + e
                    + "\nMake room there, or set K6_NO_ARCHIVE_UPLOAD=true to run without it.");
        }
    }

    Path path() {
        return file;
    }

    long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new ConfigException(ConfigChecks.CREATE + "the archive of the test is gone: " + e
                    + "\nNobody else may clear the folder while a test runs.");
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            logger.log(System.Logger.Level.WARNING, "The archive " + file + " cannot be removed: " + e);
        }
    }
}
