package dev.stampede.acceptance.forked;

import static java.util.Objects.requireNonNull;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a load test has done, for whoever watches it from outside: one byte in a file each time. It is there whatever ends the
 * JVM, and no interrupt gets in its way.
 */
record Marks(Path folder) {
    static final String VARIABLE = "FORKED_MARKS";

    /** From within the load test. */
    static void leave(String kind) {
        Path file = Path.of(requireNonNull(System.getenv(VARIABLE), VARIABLE), kind);
        try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write('.');
        } catch (IOException e) {
            throw new IllegalStateException("cannot leave a mark", e);
        }
    }

    /** How many there are. */
    long count(String kind) {
        try {
            return Files.size(folder.resolve(kind));
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new IllegalStateException("cannot count marks", e);
        }
    }

    void await(String kind, int least) {
        Eventually.holds("there are " + least + " marks of " + kind, () -> count(kind) >= least);
    }
}
