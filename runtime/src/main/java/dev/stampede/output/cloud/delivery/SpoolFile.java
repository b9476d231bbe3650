package dev.stampede.output.cloud.delivery;

import com.squareup.moshi.JsonWriter;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.Json;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import okhttp3.HttpUrl;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A batch in a file: a line of JSON that says what it is, then the body as it travels. Immutable.
 *
 * <p>Streams of {@code java.io} on purpose: an interrupt does not close them.
 *
 * @param path the file
 * @param bytes its length
 */
record SpoolFile(Path path, long bytes) {
    static final String SUFFIX = ".batch";
    static final String UNFINISHED = ".tmp";

    private static final String VERSION = "1";
    private static final String SNAPPY = "snappy";

    /** Writes it under another name first: what has its name is whole. Not forced: it outlives the process, not the power. */
    static SpoolFile write(Path folder, String run, Unsent unsent, ApiRequest post) throws IOException {
        byte[] header = header(run, unsent, post);
        String name = String.format("%010d", unsent.number);
        Path unfinished = folder.resolve(name + UNFINISHED);
        Path file = folder.resolve(name + SUFFIX);
        try {
            try (OutputStream out = new FileOutputStream(unfinished.toFile())) {
                out.write(header);
                post.writeBody(out);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        return new SpoolFile(file, header.length + (long) unsent.size);
    }

    private static byte[] header(String run, Unsent unsent, ApiRequest post) throws IOException {
        Buffer buffer = new Buffer();
        JsonWriter json = JsonWriter.of(buffer);
        json.beginObject();
        json.name("version").value(Integer.parseInt(VERSION));
        json.name("run").value(run);
        json.name("series").value(unsent.series);
        json.name("samples").value(unsent.samples);
        json.name("from").value(unsent.from);
        json.name("to").value(unsent.to);
        json.name("size").value(unsent.size);
        json.name("key").value(post.key());
        json.name("type").value("application/x-protobuf");
        if (post.isSnappy()) {
            json.name("encoding").value(SNAPPY);
        }
        json.endObject();
        return buffer.writeByte('\n').readByteArray();
    }

    /** What is in a file. */
    record Content(int series, long samples, ApiRequest post) {}

    /**
     * Reads a file.
     *
     * @param url where it is to be pushed
     * @throws IOException if it cannot be read, or is not whole
     */
    static Content read(Path path, HttpUrl url) throws IOException {
        byte[] all = readAll(path.toFile());
        int end = 0;
        while (end < all.length && all[end] != '\n') {
            end++;
        }
        Map<String, Object> header = Json.object(new String(all, 0, end, StandardCharsets.UTF_8));
        if (header == null || !VERSION.equals(header.get("version"))) {
            throw new IOException(path + " is no batch, or one of another version");
        }
        byte[] body = Arrays.copyOfRange(all, Math.min(all.length, end + 1), all.length);
        if (number(header.get("size")) != body.length) {
            throw new IOException(path + " is not whole: " + body.length + " of " + header.get("size") + " bytes");
        }
        String key = Json.text(header.get("key"));
        if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IOException(path + " has a damaged key"); // which could be no header
        }
        return new Content(
                (int) Math.min(number(header.get("series")), Integer.MAX_VALUE),
                number(header.get("samples")),
                ApiRequest.metrics(url, body, SNAPPY.equals(header.get("encoding")), key));
    }

    private static byte[] readAll(File file) throws IOException {
        try (FileInputStream in = new FileInputStream(file)) {
            return in.readAllBytes();
        }
    }

    private static long number(@Nullable Object text) throws IOException {
        try {
            return Long.parseLong(Json.text(text));
        } catch (NumberFormatException e) {
            throw new IOException("its header is damaged", e);
        }
    }
}
