package dev.stampede.output.cloud.runs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The file that tells of a run that is open, {@code <folder>/runs/<name>-<id>/journal.json}, so that somebody else can close
 * the run when this process no longer can. As long as the process lives it holds a lock on the file, which also other
 * containers see that share the volume; the file is never there without its content and its lock.
 *
 * <p>The lock is on a byte far beyond the end: where locks are mandatory, the content can still be read. Thread-safe, but
 * not for threads that are interrupted: that closes files.
 */
public final class Journal implements AutoCloseable {
    static final String RUNS = "runs";
    static final String FILE = "journal.json";

    private static final System.Logger logger = System.getLogger(Journal.class.getName());
    private static final String UNFINISHED = "journal.tmp";
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    private static final int LONGEST_NAME = 40;
    private static final int MOST_NAMESAKES = 100;

    /** Of this process, which must not open them again: on POSIX systems closing any of its channels gives up the lock. */
    private static final Map<Path, Journal> HELD = new ConcurrentHashMap<>();

    private final Path file;
    private final FileChannel channel;
    private JournalEntry entry;

    private Journal(Path file, FileChannel channel, JournalEntry entry) {
        this.file = file;
        this.channel = channel;
        this.entry = entry;
        HELD.put(file, this);
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
        makeCache(folder);
        Path own =
                folderOf(Files.createDirectories(folder.resolve(RUNS)), entry).toRealPath();
        Path unfinished = own.resolve(UNFINISHED);
        Path file = own.resolve(FILE);
        FileChannel channel = FileChannel.open(
                unfinished, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try {
            if (tryLock(channel) == null) {
                throw new IOException(unfinished + " is locked by another process");
            }
            if (token.isPresent()) { // first: whoever finds the journal has to find it too
                token.get().keepIn(own);
            }
            put(channel, entry);
            channel.force(true);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return new Journal(file, channel, entry);
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(unfinished);
            RunToken.removeFrom(own);
            Files.deleteIfExists(own);
            throw e;
        }
    }

    /** As caches do: a folder of ours is nothing for version control. */
    static void makeCache(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(".gitignore"), "*\n");
        }
    }

    /** A new folder; two services may give out the same id. */
    private static Path folderOf(Path runs, JournalEntry entry) throws IOException {
        String name = safe(entry.name()) + "-" + safe(entry.id());
        for (int i = 1; ; i++) {
            try {
                return Files.createDirectory(runs.resolve(i == 1 ? name : name + "-" + i));
            } catch (FileAlreadyExistsException e) {
                if (i == MOST_NAMESAKES) {
                    throw e;
                }
            }
        }
    }

    /** What every file system takes; what names a run is in the file. */
    private static String safe(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9_]+", "-").replaceAll("^-", "");
        String cut = plain.substring(0, Math.min(plain.length(), LONGEST_NAME)).replaceAll("-$", "");
        return cut.isEmpty() ? "run" : cut;
    }

    /** In one call, so that a kill finds the old content or the new. */
    private static void put(FileChannel channel, JournalEntry entry) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(entry.json());
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
        channel.truncate(bytes.limit());
    }

    /**
     * Takes hold of a journal that nobody has: that of a process that is gone.
     *
     * @return empty when it is in the hands of a living process, this one or another
     * @throws NoSuchFileException if it is gone
     * @throws IOException if it cannot be read
     */
    public static Optional<Journal> take(Path file) throws IOException {
        Path real = file.toRealPath();
        if (HELD.containsKey(real)) {
            return Optional.empty();
        }
        FileChannel channel = FileChannel.open(real, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                channel.close();
                return Optional.empty();
            }
            if (!Files.exists(real)) { // closed by another one while we were looking
                throw new NoSuchFileException(real.toString());
            }
            return Optional.of(new Journal(real, channel, read(channel)));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static JournalEntry read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), 1 << 20));
        int count = 0;
        while (count >= 0 && bytes.hasRemaining()) {
            count = channel.read(bytes, bytes.position());
        }
        JournalEntry entry =
                JournalEntry.parse(StandardCharsets.UTF_8.decode(bytes.flip()).toString());
        if (entry == null) {
            throw new IOException("it is no journal, or one of another version");
        }
        return entry;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) { // this process has it, through another class loader
            return null;
        }
    }

    public JournalEntry entry() {
        return entry;
    }

    /** The run's folder, which the journal is in. */
    public Path folder() {
        return Objects.requireNonNull(file.getParent());
    }

    /** Notes how the run is about to be closed: whoever has to do it instead shall say the same. */
    public void closing(String body) {
        entry = entry.closing(body);
        try {
            put(channel, entry); // not forced: it has to outlive this process only
        } catch (IOException | RuntimeException e) {
            logger.log(System.Logger.Level.WARNING, "The journal " + file + " cannot be written: " + e);
        }
    }

    /** The run is closed: there is nothing left to tell. */
    public void remove() {
        try {
            Files.deleteIfExists(file); // while it is locked: nobody may think it is theirs
        } catch (IOException e) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "The journal " + file + " cannot be removed, though its run is closed: " + e
                            + "\nDelete it, or 'stampede cloud finish' will close the run again.");
        }
        close();
        try {
            RunToken.removeFrom(folder());
            Files.deleteIfExists(folder());
        } catch (DirectoryNotEmptyException e) {
            // there is more of this run
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, "The folder of " + file + " stays", e);
        }
    }

    /** Lets go of it; it stays for others. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, "The journal " + file + " cannot be closed", e);
        }
        HELD.remove(file);
    }
}
