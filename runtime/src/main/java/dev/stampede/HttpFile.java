package dev.stampede;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file to be sent as part of a form. One on disk is read while it is sent, each time anew, and never held in memory.
 * (k6: {@code http.file}.) Immutable.
 */
public final class HttpFile {
    private final @Nullable Path path;
    private final byte[] bytes;
    private final String filename;
    private final String contentType;

    private HttpFile(@Nullable Path path, byte[] bytes, String filename, String contentType) {
        this.path = path;
        this.bytes = bytes;
        this.filename = requireNonNull(filename, "filename");
        this.contentType = requireNonNull(contentType, "contentType");
    }

    /**
     * A file on disk, under its own name, as {@code application/octet-stream}.
     *
     * @throws IllegalArgumentException if there is no such file, or it cannot be read
     */
    public static HttpFile of(Path path) {
        Path name = path.getFileName();
        if (name == null || !Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new IllegalArgumentException("'" + path.toAbsolutePath() + "' is not a file that can be read");
        }
        return new HttpFile(path, new byte[0], name.toString(), "application/octet-stream");
    }

    /** Bytes under a name, as {@code application/octet-stream}; they must not change any more. */
    public static HttpFile of(byte[] bytes, String filename) {
        return new HttpFile(null, bytes, filename, "application/octet-stream");
    }

    /** The same under another name. */
    public HttpFile named(String name) {
        return new HttpFile(path, bytes, name, contentType);
    }

    /** The same with another content type. */
    public HttpFile as(String type) {
        return new HttpFile(path, bytes, filename, type);
    }

    /** Name that is sent. */
    public String filename() {
        return filename;
    }

    /** Content type that is sent. */
    public String contentType() {
        return contentType;
    }

    /**
     * Length in bytes.
     *
     * @throws IOException if the file is gone
     */
    public long length() throws IOException {
        return path == null ? bytes.length : Files.size(path);
    }

    /**
     * Reads it from its beginning.
     *
     * @throws IOException if the file is gone
     */
    public InputStream open() throws IOException {
        return path == null ? new ByteArrayInputStream(bytes) : Files.newInputStream(path);
    }
}
