package dev.stampede.results.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Replaces files as a whole: whoever reads one sees what was there before, or what is there now. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Replaces what a file holds. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path made = unfinished(file);
        Files.write(made, content);
        finish(made, file);
    }

    /** Where a file is written before it takes another's place. */
    static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    static void finish(Path made, Path file) throws IOException {
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
