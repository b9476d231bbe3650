package dev.stampede.http.direct;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.Arrays;

/** Reads the body of a response, however it is framed. For one response. */
final class BodyReader {
    private static final byte[] NOTHING = {};
    /** A length that is claimed is believed up to here; beyond, room is made as it comes. */
    private static final int BELIEVED = 1 << 20;
    /** Bytes that an array can have. */
    private static final int MOST = Integer.MAX_VALUE - 8;

    private final ResponseReader from;
    private final boolean keep;
    private byte[] body = NOTHING;
    private int length;

    /** @param keep whether it is wanted; else it is read and dropped */
    BodyReader(ResponseReader from, boolean keep) {
        this.from = from;
        this.keep = keep;
    }

    private byte[] whole() {
        return body.length == length ? body : Arrays.copyOf(body, length);
    }

    /** A body of so many bytes. */
    byte[] ofLength(long bytes) throws IOException {
        if (keep && bytes > MOST) {
            throw new IOException("Cannot buffer entire body for content length: " + bytes);
        }
        if (keep && bytes <= BELIEVED) {
            body = new byte[(int) bytes];
        }
        take(bytes);
        return whole();
    }

    /** A body that the end of the connection ends. */
    byte[] untilTheEnd() throws IOException {
        while (some(Long.MAX_VALUE) >= 0) {
            // more
        }
        return whole();
    }

    /** A body in chunks, and the trailers after it. */
    byte[] chunked() throws IOException {
        long size = chunkSize();
        while (size > 0) {
            if (keep && size > MOST - length) {
                throw tooLong();
            }
            take(size);
            String unused = from.nextLine(); // ends the chunk
            size = chunkSize();
        }
        from.trailers();
        return whole();
    }

    private void take(long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            int count = some(left);
            if (count < 0) {
                throw new ProtocolException("unexpected end of stream");
            }
            left -= count;
        }
    }

    private int some(long most) throws IOException {
        if (!keep) {
            return from.skip(most);
        }
        if (length == body.length) {
            grow(most);
        }
        int count = from.read(body, length, (int) Math.min(most, body.length - length));
        length += Math.max(count, 0);
        return count;
    }

    private void grow(long wanted) throws IOException {
        if (length == MOST) {
            throw tooLong();
        }
        long size = Math.max(length + Math.min(wanted, Buffers.SIZE), 2L * length);
        body = Arrays.copyOf(body, (int) Math.min(size, MOST));
    }

    private static IOException tooLong() {
        return new IOException("Cannot buffer entire body: it is longer than an array can be");
    }

    private long chunkSize() throws IOException {
        String line = from.nextLine();
        long size = 0;
        int digits = 0;
        while (digits < line.length() && Character.digit(line.charAt(digits), 16) >= 0) {
            if (size >>> 59 != 0) {
                throw new ProtocolException("Number too large: " + line.substring(0, digits + 1));
            }
            size = 16 * size + Character.digit(line.charAt(digits), 16);
            digits++;
        }
        String extensions = line.substring(digits).strip();
        if (digits == 0) {
            throw new ProtocolException("Expected leading [0-9a-fA-F] character but was "
                    + (line.isEmpty() ? "0xd" : "0x" + Integer.toHexString(line.charAt(0))));
        }
        if (!extensions.isEmpty() && !extensions.startsWith(";")) {
            throw new ProtocolException(
                    "expected chunk size and optional extensions but was \"" + size + extensions + "\"");
        }
        return size;
    }
}
