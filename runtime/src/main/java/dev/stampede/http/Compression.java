package dev.stampede.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** What bodies are compressed with; deflate is zlib's format. (k6: {@code lib/netext/httpext/compression.go}.) */
enum Compression {
    GZIP(null),
    DEFLATE(null),
    ZSTD(Library.ZSTD),
    BR(Library.BROTLI);

    private final @Nullable Library library;

    Compression(@Nullable Library library) {
        this.library = library;
    }

    /** The algorithm of this name in lower case; null if it is none of ours. */
    static @Nullable Compression of(String name) {
        return switch (name) {
            case "gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            case "zstd" -> ZSTD;
            case "br" -> BR;
            default -> null;
        };
    }

    /**
     * Reads a list such as {@code gzip, br}; a blank one is empty.
     *
     * @throws IllegalArgumentException if one is not known
     * @throws IllegalStateException if the library of one is missing
     */
    static List<Compression> list(String algorithms) {
        List<Compression> all = new ArrayList<>();
        for (String part : algorithms.isBlank() ? new String[0] : algorithms.split(",", -1)) {
            String name = part.strip();
            Compression known = of(name);
            if (known == null) {
                throw new IllegalArgumentException(
                        "unknown compression algorithm " + name + ", supported algorithms are [gzip deflate zstd br]");
            }
            if (known.library != null) {
                known.library.require("compression '" + known + "'");
            }
            all.add(known);
        }
        return List.copyOf(all);
    }

    /** Compresses by each of them in turn. */
    static byte[] compress(Payload body, List<Compression> algorithms) throws IOException {
        Payload from = body;
        byte[] compressed = {};
        for (Compression algorithm : algorithms) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream out = algorithm.compressing(bytes)) {
                from.writeTo(out);
            }
            compressed = bytes.toByteArray();
            from = new Payload.Bytes(compressed);
        }
        return compressed;
    }

    private OutputStream compressing(OutputStream out) throws IOException {
        return switch (this) {
            case GZIP -> new GZIPOutputStream(out);
            case DEFLATE -> new DeflaterOutputStream(out);
            case ZSTD -> Zstd.compressing(out);
            case BR -> Brotli.compressing(out);
        };
    }

    /** @throws IOException if the body is not what it should be, or the library is missing */
    byte[] decompress(byte[] body) throws IOException {
        if (library != null && library.isMissing()) {
            throw new IOException(library.needed("'" + this + "'"));
        }
        try (InputStream in = decompressing(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        }
    }

    private InputStream decompressing(InputStream in) throws IOException {
        return switch (this) {
            case GZIP -> new GZIPInputStream(in);
            case DEFLATE -> new InflaterInputStream(in);
            case ZSTD -> Zstd.decompressing(in);
            case BR -> Brotli.decompressing(in);
        };
    }

    /** As in {@code Content-Encoding}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
