package dev.stampede.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Undoes {@code Content-Encoding}: gzip and deflate, the latter as zlib's format. (k6: {@code lib/netext/httpext/compression.go}.) */
final class ContentEncodings {
    private ContentEncodings() {}

    /**
     * The body as it was before it was encoded. An encoding that is not known, and all before it, are left as they are.
     *
     * @throws UndecodableBodyException if the body is not what the header says
     */
    static byte[] decode(byte[] body, @Nullable String encodings) throws UndecodableBodyException {
        if (encodings == null || body.length == 0) {
            return body;
        }
        List<String> names = List.of(encodings.toLowerCase(Locale.ROOT).split(",", -1));
        byte[] decoded = body;
        try {
            for (String name : names.reversed()) {
                switch (name.strip()) {
                    case "gzip", "x-gzip" -> decoded = read(new GZIPInputStream(new ByteArrayInputStream(decoded)));
                    case "deflate" -> decoded = read(new InflaterInputStream(new ByteArrayInputStream(decoded)));
                    case "identity", "" -> {}
                    default -> {
                        return decoded;
                    }
                }
            }
        } catch (IOException e) {
            throw new UndecodableBodyException(e);
        }
        return decoded;
    }

    private static byte[] read(InputStream stream) throws IOException {
        try (stream) {
            return stream.readAllBytes();
        }
    }
}
