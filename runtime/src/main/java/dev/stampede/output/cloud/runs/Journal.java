package dev.stampede.output.cloud.runs;

import dev.stampede.output.KeptFolder;
import dev.stampede.output.cloud.delivery.HeldFile;
import dev.stampede.output.cloud.delivery.LeftSpool;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The file that tells of a run that is open, {@code <folder>/runs/<name>-<id>/journal.json}, so that somebody else can close
 * the run when this process no longer can. It is a {@link HeldFile}: as long as the process lives nobody else takes it.
 * Thread-safe, but not for threads that are interrupted: that closes files.
 */
public final class Journal implements AutoCloseable {
    static final String RUNS = "runs";
    static final String FILE = "journal.json";

    private static final System.Logger logger = System.getLogger(Journal.class.getName());
    private static final int LONGEST_NAME = 40;
    private static final int MOST_NAMESAKES = 100;

    private final HeldFile file;
    private JournalEntry entry;

    private Journal(HeldFile file, JournalEntry entry) {
        this.file = file;
        this.entry = entry;
    }

    /** Begins the journal of a run without a token. */
    public static Optional<Journal> begin(Path folder, JournalEntry entry) {
        return begin(folder, entry, Optional.empty());
    }

    /**
     * Begins the journal of a run. Empty, with a warning in the log, when it cannot be written.
     *
     * @param token the run's own, which is kept beside the journal, for nobody else to read
     */
    static Optional<Journal> begin(Path folder, JournalEntry entry, Optional<RunToken> token) {
        boolean interrupted = Thread.interrupted(); // which would close the file
        try {
            return Optional.of(write(folder, entry, token));
        } catch (IOException | RuntimeException e) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "No journal of the run can be kept in " + folder.toAbsolutePath() + ": " + e
                            + "\nIf this process is" + " killed, 'stampede cloud finish' will not find the run.");
            return Optional.empty();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Journal write(Path folder, JournalEntry entry, Optional<RunToken> token) throws IOException {
        KeptFolder.make(folder);
        Path own = folderOf(folder.resolve(RUNS), entry.name(), entry.id()).toRealPath();
        try {
            if (token.isPresent()) { // first: whoever finds the journal has to find it too
                token.get().keepIn(own);
            }
            return new Journal(HeldFile.create(own, FILE, entry.json(), true), entry);
        } catch (IOException | RuntimeException e) {
            RunToken.removeFrom(own);
            remove(own);
            throw e;
        }
    }

    /** A new folder; two services may give out the same id. */
    private static Path folderOf(Path runs, String runName, String id) throws IOException {
        String name = safe(runName) + "-" + safe(id);
        int number = 1;
        for (int i = 1; ; i++) {
            Files.createDirectories(runs);
            try {
                return Files.createDirectory(runs.resolve(number == 1 ? name : name + "-" + number));
            } catch (FileAlreadyExistsException e) {
                number++;
                if (i == MOST_NAMESAKES) {
                    throw e;
                }
            } catch (NoSuchFileException e) { // another process was done with the last run, and took the folder with it
                if (i == MOST_NAMESAKES) {
                    throw e;
                }
            }
        }
    }

    /** Removes a run's folder, and that of all runs when it was the last one. */
    private static void remove(Path own) throws IOException {
        Files.deleteIfExists(own);
        Path runs = own.getParent();
        if (runs != null && runs.endsWith(RUNS)) {
            try {
                Files.deleteIfExists(runs);
            } catch (DirectoryNotEmptyException e) {
                // there are other runs
            }
        }
    }

    /** What every file system takes; what names a run is in the file. */
    private static String safe(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9_]+", "-").replaceAll("^-", "");
        String cut = plain.substring(0, Math.min(plain.length(), LONGEST_NAME)).replaceAll("-$", "");
        return cut.isEmpty() ? "run" : cut;
    }

    /**
     * Takes hold of a journal that nobody has: that of a process that is gone.
     *
     * @return empty when it is in the hands of a living process, this one or another
     * @throws NoSuchFileException if it is gone
     * @throws IOException if it cannot be read
     */
    public static Optional<Journal> take(Path file) throws IOException {
        HeldFile held = HeldFile.take(file).orElse(null);
        if (held == null) {
            return Optional.empty();
        }
        try {
            JournalEntry entry = JournalEntry.parse(held.read());
            if (entry == null) {
                throw new IOException("it is no journal, or one of another version");
            }
            return Optional.of(new Journal(held, entry));
        } catch (IOException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /** Makes a folder for a run that has no journal. */
    public static Path makeFolder(Path folder, String name, String id) throws IOException {
        KeptFolder.make(folder);
        return folderOf(folder.resolve(RUNS), name, id);
    }

    public JournalEntry entry() {
        return entry;
    }

    /** The run's folder, which the journal is in. */
    public Path folder() {
        return Objects.requireNonNull(file.path().getParent());
    }

    /** Notes how the run is about to be closed: whoever has to do it instead shall say the same. */
    public void closing(String body) {
        entry = entry.closing(body);
        try {
            file.write(entry.json());
        } catch (IOException | RuntimeException e) {
            logger.log(System.Logger.Level.WARNING, "The journal " + file.path() + " cannot be written: " + e);
        }
    }

    /** The run is closed: there is nothing left to tell. */
    public void remove() {
        try {
            file.delete();
        } catch (IOException e) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "The journal " + file.path() + " cannot be removed, though its run is closed: " + e
                            + "\nDelete it, or 'stampede cloud finish' will close the run again.");
        }
        tidy(folder());
    }

    /** Removes a run's folder that nobody has a use for any more: what is unsent needs the run's token. */
    static void tidy(Path folder) {
        if (LeftSpool.isIn(folder) || Files.exists(folder.resolve(FILE))) {
            return;
        }
        try {
            RunToken.removeFrom(folder);
            remove(folder);
        } catch (DirectoryNotEmptyException e) {
            // there is more of this run
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, "The folder " + folder + " stays", e);
        }
    }

    /** Lets go of it; it stays for others. */
    @Override
    public void close() {
        file.close();
    }
}
