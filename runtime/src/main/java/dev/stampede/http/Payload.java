package dev.stampede.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The body of a request. Can be written again and again. */
public interface Payload {

    /** A text in UTF-8. */
    static Payload of(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Length in bytes. */
    long length();

    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;

    /**
     * Bytes in memory.
     *
     * @param bytes not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Bytes(byte[] bytes) implements Payload {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }
}
