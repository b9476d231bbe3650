package dev.stampede.output.cloud.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file with a text, locked as long as the process lives that has it in hands: whoever gets the lock knows that process to
 * be gone. The file is never there without its content and its lock. Other containers see the lock that share the volume.
 *
 * <p>The lock is on a byte far beyond the end: where locks are mandatory, the content can still be read. Thread-safe, but
 * not for threads that are interrupted: that closes files.
 */
public final class HeldFile implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(HeldFile.class.getName());
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    private static final int MOST_BYTES = 1 << 20;

    /** Of this process, which must not open them again: on POSIX systems closing any of its channels gives up the lock. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private HeldFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        HELD.add(file);
    }

    /**
     * Makes a new one.
     *
     * @param folder which exists
     * @param durable whether it is to outlive a power failure
     */
    public static HeldFile create(Path folder, String name, String content, boolean durable) throws IOException {
        Path real = folder.toRealPath();
        Path unfinished = real.resolve(name + ".new");
        Path file = real.resolve(name);
        FileChannel channel = FileChannel.open(
                unfinished, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try {
            if (tryLock(channel) == null) {
                throw new IOException(unfinished + " is locked by another process");
            }
            put(channel, content);
            if (durable) {
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return new HeldFile(file, channel);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    /**
     * Takes hold of a file that nobody has: that of a process that is gone.
     *
     * @return empty when it is in the hands of a living process, this one or another
     * @throws NoSuchFileException if it is gone
     */
    public static Optional<HeldFile> take(Path file) throws IOException {
        Path real = file.toRealPath();
        if (HELD.contains(real)) {
            return Optional.empty();
        }
        FileChannel channel = FileChannel.open(real, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                channel.close();
                return Optional.empty();
            }
            if (!Files.exists(real)) { // deleted by another one while we were looking
                throw new NoSuchFileException(real.toString());
            }
            return Optional.of(new HeldFile(real, channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) { // this process has it, through another class loader
            return null;
        }
    }

    /** In one call, so that a kill finds the old content or the new. */
    private static void put(FileChannel channel, String content) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
        channel.truncate(bytes.limit());
    }

    /** Its path, with no links in it. */
    public Path path() {
        return file;
    }

    /** Its content; at most 1 MiB. */
    public String read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), MOST_BYTES));
        int count = 0;
        while (count >= 0 && bytes.hasRemaining()) {
            count = channel.read(bytes, bytes.position());
        }
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    /** Replaces its content. Not forced: it has to outlive this process only. */
    public void write(String content) throws IOException {
        put(channel, content);
    }

    /** Deletes the file, and lets go of it. */
    public void delete() throws IOException {
        try {
            Files.deleteIfExists(file); // while it is locked: nobody may think it is theirs
        } finally {
            close();
        }
    }

    /** Lets go of it; it stays for others. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, "The file " + file + " cannot be closed", e);
        }
        HELD.remove(file);
    }
}
