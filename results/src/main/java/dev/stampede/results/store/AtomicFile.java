package dev.stampede.results.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Replaces files as a whole: whoever reads one sees what was there before, or what is there now. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes what a file is to hold. */
    public interface Content {
        /** Writes all of it. The stream is closed by whoever calls. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Replaces what a file holds. */
    public static void replace(Path file, byte[] content) throws IOException {
        replace(file, out -> out.write(content));
    }

    /** Replaces what a file holds. */
    public static void replace(Path file, Content content) throws IOException {
        Path made = unfinished(file);
        try (FileChannel channel = FileChannel.open(
                        made,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            content.writeTo(out);
            out.flush();
            channel.force(false); // otherwise, when the machine dies, the name may be there before the bytes
        }
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
