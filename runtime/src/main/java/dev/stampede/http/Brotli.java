package dev.stampede.http;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Brotli by brotli4j; not to be loaded without it. */
final class Brotli {
    private Brotli() {}

    static OutputStream compressing(OutputStream out) throws IOException {
        requireNative();
        return new BrotliOutputStream(out);
    }

    static InputStream decompressing(InputStream in) throws IOException {
        requireNative();
        return new BrotliInputStream(in);
    }

    private static void requireNative() throws IOException {
        if (!Brotli4jLoader.isAvailable()) {
            throw new IOException(
                    "brotli4j has no native library for this machine on the class path",
                    Brotli4jLoader.getUnavailabilityCause());
        }
    }
}
