package dev.stampede.results.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A push of metrics as it is kept.
 *
 * @param receivedMillis when it came, in milliseconds since 1970-01-01T00:00Z
 * @param key its idempotency key; empty when it had none
 * @param encoding how the metrics travelled: {@code snappy}, or empty
 * @param body the metrics as they travelled
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record PushRecord(long receivedMillis, String key, String encoding, byte[] body) {
    private static final byte PLAIN = 1;
    private static final byte SNAPPY = 2;
    private static final int MOST_KEY_BYTES = 255;

    /** As bytes: kind (1), time (8), length of the key (1), key, body. */
    byte[] bytes() {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        if (keyBytes.length > MOST_KEY_BYTES) {
            throw new IllegalArgumentException("an idempotency key of " + keyBytes.length + " bytes");
        }
        return ByteBuffer.allocate(10 + keyBytes.length + body.length)
                .put(encoding.isEmpty() ? PLAIN : SNAPPY)
                .putLong(receivedMillis)
                .put((byte) keyBytes.length)
                .put(keyBytes)
                .put(body)
                .array();
    }

    /** @throws IOException if it is none of this version */
    static PushRecord of(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte kind = bytes.length < 10 ? 0 : buffer.get();
        if (kind != PLAIN && kind != SNAPPY) {
            throw new IOException("a record of metrics that this version does not know");
        }
        long received = buffer.getLong();
        byte[] key = new byte[Byte.toUnsignedInt(buffer.get())];
        if (key.length > buffer.remaining()) {
            throw new IOException("a record of metrics that ends within its key");
        }
        buffer.get(key);
        byte[] body = new byte[buffer.remaining()];
        buffer.get(body);
        return new PushRecord(received, new String(key, StandardCharsets.UTF_8), kind == SNAPPY ? "snappy" : "", body);
    }
}
