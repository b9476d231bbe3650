package dev.stampede.output.cloud.login;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Replaces a file at once by one that only its owner can read. */
final class ConfigFileWriter {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private ConfigFileWriter() {}

    /**
     * Writes it; folders that are missing are made.
     *
     * @param path where; of a link, what it points at is replaced
     * @param ownFolder whether the folder is for this file alone, so that it is closed to others too
     */
    static void write(Path path, String text, boolean ownFolder) throws IOException {
        Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        Path folder = Objects.requireNonNull(target.getParent());
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] closed =
                posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FOLDER)} : new FileAttribute<?>[0];
        Files.createDirectories(folder, closed);
        if (posix && ownFolder && !FOLDER.containsAll(Files.getPosixFilePermissions(folder))) {
            Files.setPosixFilePermissions(folder, FOLDER);
        }
        Path fresh = posix
                ? Files.createTempFile(folder, ".config", ".json", PosixFilePermissions.asFileAttribute(FILE))
                : Files.createTempFile(folder, ".config", ".json");
        try {
            Files.writeString(fresh, text);
            replace(fresh, target);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void replace(Path fresh, Path target) throws IOException {
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
