package dev.stampede.http;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** zstd by zstd-jni; not to be loaded without it. */
final class Zstd {
    private Zstd() {}

    static OutputStream compressing(OutputStream out) throws IOException {
        return new ZstdOutputStream(out);
    }

    static InputStream decompressing(InputStream in) throws IOException {
        return new ZstdInputStream(in);
    }
}
