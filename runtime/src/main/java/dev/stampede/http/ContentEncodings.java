package dev.stampede.http;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Undoes {@code Content-Encoding}: gzip, deflate, br and zstd. (k6: {@code lib/netext/httpext/compression.go}.) */
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
                String encoding = name.strip();
                Compression known = Compression.of(encoding);
                if (known != null) {
                    decoded = known.decompress(decoded);
                } else if (!encoding.isEmpty() && !encoding.equals("identity")) {
                    return decoded;
                }
            }
        } catch (IOException e) {
            throw new UndecodableBodyException(e);
        }
        return decoded;
    }
}
