package dev.stampede.results.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** An archive while it comes in: a run has it as a whole, or not at all. Confined to one thread. */
public final class ArchiveFile implements AutoCloseable {
    private final Path made;

    /** To be written to a file that is there. */
    ArchiveFile(Path made) {
        this.made = made;
    }

    /**
     * Takes what it holds.
     *
     * @param most after so many bytes no more are read
     * @return how many bytes there were; more than the most when there are more
     */
    public long take(InputStream content, long most) throws IOException {
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(made)) {
            while (size <= most) {
                int count = content.read(buffer);
                if (count < 0) {
                    break;
                }
                out.write(buffer, 0, count);
                size += count;
            }
        }
        return size;
    }

    /** What was taken is all: it becomes this file. */
    public void keepAs(Path file) throws IOException {
        AtomicFile.finish(made, file);
    }

    /** Removes what was not kept. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(made);
    }
}
