package dev.stampede.output.cloud.delivery;

import dev.stampede.output.cloud.api.ApiRequest;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The unsent batches of a run on disk, {@code <run's folder>/spool/<number>.batch}, so that they outlive the process: what
 * it leaves there {@code stampede cloud push} sends. The file {@code spool.json} beside them says where to, and is locked
 * while the process lives. Folders are made with the first batch and removed with the last.
 *
 * <p>A disk that cannot be written to is a warning, and tried again with the next batch. Nothing here throws but
 * {@link #read}. Thread-safe.
 */
public final class Spool {
    static final String FOLDER = "spool";
    static final String ABOUT = "spool.json";
    static final String REFUSED = "refused";

    /** They are for people who want to know why: one is nearly enough. */
    private static final int MOST_REFUSED = 100;

    private static final System.Logger logger = System.getLogger(Spool.class.getName());

    private final Place place;
    private final long mostBytes;
    private final SpoolTarget target;
    private final HttpUrl url;
    // guarded by this
    private @Nullable Path home;
    private @Nullable Path folder;
    private @Nullable HeldFile about;
    private long bytes;
    private int refused;
    private boolean warned;
    private boolean closed;

    /** The folder of a run. */
    public interface Place {
        /** Finds it; it is there then. Asked once, for the first batch. */
        Path folder() throws IOException;

        /** Told that there is nothing in it any more that concerns the spool. */
        void left(Path folder);
    }

    /**
     * A spool, not yet on disk.
     *
     * @param mostBytes how much it may hold; 0 for nothing at all
     * @param url where this process pushes to
     */
    public Spool(Place place, long mostBytes, SpoolTarget target, HttpUrl url) {
        this.place = place;
        this.mostBytes = mostBytes;
        this.target = target;
        this.url = url;
    }

    /** Writes a batch; null when that cannot be done. */
    @Nullable
    SpoolFile write(Unsent unsent, ApiRequest post) {
        if (mostBytes == 0) {
            return null;
        }
        try {
            SpoolFile file = SpoolFile.write(open(), target.id(), unsent, post);
            synchronized (this) {
                bytes += file.bytes();
            }
            return file;
        } catch (IOException | RuntimeException | Error e) { // it is in memory all the same
            warn(e);
            return null;
        }
    }

    private synchronized Path open() throws IOException {
        if (closed) {
            throw new IOException("the run is over");
        }
        Path made = folder;
        if (made == null) {
            if (home == null) {
                home = place.folder();
            }
            made = Files.createDirectories(home.resolve(FOLDER)).toRealPath();
            folder = made;
        }
        if (about == null) {
            about = HeldFile.create(made, ABOUT, target.json(), false);
        }
        return made;
    }

    private void warn(Throwable fault) {
        synchronized (this) {
            if (warned) {
                return;
            }
            warned = true;
        }
        try {
            logger.log(
                    System.Logger.Level.WARNING,
                    "Unsent metrics cannot be kept on disk, only in memory: " + PushStats.text(fault)
                            + "\nWhat is unsent when this process ends is lost.");
        } catch (RuntimeException | Error e) {
            // it is in memory, and the end of the run will tell what is lost
        }
    }

    /** Reads a batch back. */
    ApiRequest read(SpoolFile file) throws IOException {
        return SpoolFile.read(file.path(), url).post();
    }

    /** Deletes a batch, if there is one. */
    void delete(@Nullable SpoolFile file) {
        if (file != null) {
            left(file);
            try {
                Files.deleteIfExists(file.path());
            } catch (IOException | RuntimeException | Error e) {
                logger.log(System.Logger.Level.DEBUG, "The batch " + file.path() + " stays", e);
            }
        }
    }

    /** Keeps a batch, if there is one, where nobody will send it; only so many. */
    void setAside(@Nullable SpoolFile file) {
        if (file == null) {
            return;
        }
        synchronized (this) {
            refused++;
            if (refused > MOST_REFUSED) {
                delete(file);
                return;
            }
        }
        left(file);
        try {
            setAside(file.path());
        } catch (IOException | RuntimeException e) {
            logger.log(System.Logger.Level.DEBUG, "The batch " + file.path() + " stays", e);
        }
    }

    static void setAside(Path file) throws IOException {
        Path beside = Files.createDirectories(file.resolveSibling(REFUSED));
        Files.move(file, beside.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    private synchronized void left(SpoolFile file) {
        bytes -= file.bytes();
    }

    /** Whether it holds more than it may. */
    synchronized boolean isOver() {
        return bytes > mostBytes;
    }

    /** How much it may hold, in words. */
    String limit() {
        return "no more than " + mostBytes + " bytes are kept on disk";
    }

    /** The run's folder; empty while nothing was written. */
    public synchronized Optional<Path> runFolder() {
        return Optional.ofNullable(folder).map(Path::getParent);
    }

    /** Lets go of what it holds: it is for others now. Removes itself when it holds nothing. */
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        HeldFile file = about;
        if (file == null || folder == null) {
            return;
        }
        if (bytes > 0) {
            file.close();
        } else {
            remove(file, folder);
            place.left(Objects.requireNonNull(folder.getParent()));
        }
    }

    /** Removes a spool that is empty. */
    static void remove(HeldFile about, Path folder) {
        try {
            about.delete();
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // there is more of this run
        } catch (IOException | RuntimeException e) {
            logger.log(System.Logger.Level.DEBUG, "The folder " + folder + " stays", e);
        }
    }
}
