package dev.stampede.results.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of all runs: {@code runs/<id>/}, ids being numbers. One process at a time has it. Thread-safe.
 */
public final class DataFolder implements AutoCloseable {
    private static final long FIRST_ID = 1001;
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

    private static final String UPLOADS = "uploads";

    private final Path runs;
    private final Path uploads;
    private final FileChannel channel;

    private DataFolder(Path folder, Path runs, FileChannel channel) {
        this.runs = runs;
        this.uploads = folder.resolve(UPLOADS);
        this.channel = channel;
    }

    /**
     * Takes a folder, and makes it if it is not there.
     *
     * @throws IOException if it cannot be had, or another process has it; the message says so
     */
    public static DataFolder open(Path folder) throws IOException {
        Path runs = Files.createDirectories(folder.resolve("runs"));
        FileChannel channel =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            FileLock lock = channel.tryLock();
            held = lock != null;
        } catch (OverlappingFileLockException e) { // this process has it
            held = false;
        } finally {
            if (!held) {
                channel.close();
            }
        }
        if (!held) {
            throw new IOException("the results in " + folder.toAbsolutePath().normalize()
                    + " are in use by another results service; look at them there, or stop it");
        }
        DataFolder opened = new DataFolder(folder, runs, channel);
        try {
            removeAll(opened.uploads); // of a process that was killed
            return opened;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A file for an archive that comes in. */
    public ArchiveFile upload() throws IOException {
        return new ArchiveFile(Files.createTempFile(Files.createDirectories(uploads), "archive-", ".tar"));
    }

    /** Whether a text can be the id of a run: a number, so no path. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Ids of the runs there are, lowest first. */
    public List<String> ids() throws IOException {
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(DataFolder::isId)
                    .sorted(Comparator.comparingLong(Long::parseLong))
                    .toList();
        }
    }

    /** Where a run is. */
    public RunFolder folder(String id) {
        if (!isId(id)) {
            throw new IllegalArgumentException("no id of a run");
        }
        return new RunFolder(runs.resolve(id));
    }

    /** Makes a folder for a new run: its id is the next number. */
    public synchronized String create() throws IOException {
        List<String> ids = ids();
        long next = ids.isEmpty() ? FIRST_ID : Math.max(FIRST_ID, Long.parseLong(ids.getLast()) + 1);
        while (true) {
            try {
                Files.createDirectory(runs.resolve(Long.toString(next)));
                return Long.toString(next);
            } catch (FileAlreadyExistsException e) {
                next++;
            }
        }
    }

    /** Removes a run with all its files. */
    public void delete(String id) throws IOException {
        removeAll(folder(id).path());
    }

    private static void removeAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Lets go of the folder. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
