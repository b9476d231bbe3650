package dev.stampede.results.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of all runs: {@code runs/<id>/}, ids being numbers. One process at a time has it. Thread-safe.
 */
public final class DataFolder implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(DataFolder.class.getName());

    private static final long FIRST_ID = 1001;
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

    /** Largest id there ever was: a run that is removed leaves its id to nobody, as generators may still push to it. */
    private static final String LAST_ID = "last-id";

    /**
     * Properties of the system with this prefix name the folders that this process has, whatever class loader opened them: it must not
     * open their lock files again, as on POSIX systems closing any of its channels gives up the lock.
     */
    private static final String HELD = "dev.stampede.results.held:";

    /** What is on its way in or out: of no use when it is found later. */
    private static final String TEMPORARY = "tmp";

    private final Path runs;
    private final Path temporary;
    private final String held;
    private final FileChannel channel;
    private long lastId = FIRST_ID - 1;

    private DataFolder(Path folder, Path runs, String held, FileChannel channel) {
        this.held = held;
        this.runs = runs;
        this.temporary = folder.resolve(TEMPORARY);
        this.channel = channel;
    }

    /**
     * Takes a folder, and makes it if it is not there.
     *
     * @throws FolderInUseException if somebody else has it; the message says so
     * @throws IOException if it cannot be had
     */
    public static DataFolder open(Path folder) throws IOException {
        Path runs = Files.createDirectories(folder.resolve("runs"));
        String held = HELD + folder.toRealPath();
        if (System.getProperties().putIfAbsent(held, "") != null) {
            throw inUse(folder);
        }
        FileChannel channel;
        try {
            channel = locked(folder);
        } catch (IOException | RuntimeException e) {
            System.getProperties().remove(held);
            throw e;
        }
        DataFolder opened = new DataFolder(folder, runs, held, channel);
        try {
            opened.cleanUp();
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
        return opened;
    }

    private static FileChannel locked(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw inUse(folder);
        }
        return channel;
    }

    private static FolderInUseException inUse(Path folder) throws IOException {
        String where = ServiceFile.of(folder).map(there -> " at " + there.url()).orElse("");
        return new FolderInUseException(
                "the results in " + folder.toAbsolutePath().normalize() + " are in use by another results service"
                        + where + "; look at them there, or stop it");
    }

    private synchronized void cleanUp() throws IOException {
        removeAll(temporary); // of a process that was killed
        List<String> ids = ids();
        lastId = Math.max(lastId, ids.isEmpty() ? 0 : Long.parseLong(ids.getLast()));
        Path kept = runs.resolve(LAST_ID);
        String text = Files.isRegularFile(kept)
                ? Files.readString(kept, StandardCharsets.ISO_8859_1).strip()
                : "";
        lastId = Math.max(lastId, isId(text) ? Long.parseLong(text) : 0);
    }

    /** A file for an archive that comes in. */
    public ArchiveFile upload() throws IOException {
        return new ArchiveFile(Files.createTempFile(Files.createDirectories(temporary), "archive-", ".tar"));
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
        while (true) {
            String id = nextId();
            try {
                Files.createDirectory(runs.resolve(id));
                return id;
            } catch (FileAlreadyExistsException e) {
                logger.log(System.Logger.Level.DEBUG, "Somebody else has made a folder for run {0}.", id);
            }
        }
    }

    private String nextId() throws IOException {
        lastId++;
        Files.writeString(runs.resolve(LAST_ID), lastId + "\n");
        return Long.toString(lastId);
    }

    /** Makes a folder that is none of a run yet; {@link #adopt} makes it one. */
    public Path incoming() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(temporary), "run-");
    }

    /** Makes a folder that was {@linkplain #incoming on its way in} that of a run, which has the next number. */
    public synchronized String adopt(Path incoming) throws IOException {
        String id = nextId();
        Files.move(incoming, runs.resolve(id), StandardCopyOption.ATOMIC_MOVE);
        return id;
    }

    /** Removes a run with all its files: it is gone as a whole, or there as a whole. */
    public void delete(String id) throws IOException {
        Path folder = folder(id).path();
        if (Files.exists(folder)) {
            Path going = incoming();
            Files.move(folder, going.resolve(id), StandardCopyOption.ATOMIC_MOVE);
            removeAll(going);
        }
    }

    /** Removes a folder that is there, or not. */
    public static void removeAll(Path folder) throws IOException {
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
        System.getProperties().remove(held);
    }
}
