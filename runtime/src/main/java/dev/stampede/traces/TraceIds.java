package dev.stampede.traces;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes trace ids as k6 does, by which the cloud knows them from others: three signed varints, which are {@code 494} ("K6"
 * in octal), {@code 12} or {@code 33}, and the unix time in nanoseconds; then random bytes up to 16. So they begin with
 * {@code dc0718} or {@code dc0742}. (k6: {@code js/modules/k6/experimental/tracing/trace_id.go}.) Stateless.
 */
final class TraceIds {
    private static final int K6 = 0756;
    private static final int CLOUD = 014;
    private static final int LOCAL = 041;
    private static final int BYTES = 16;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private TraceIds() {}

    /**
     * A new id.
     *
     * @param cloud whether the cloud is told of the requests
     * @param epochNanos now
     */
    static String next(boolean cloud, long epochNanos) {
        byte[] id = new byte[BYTES];
        int length = varint(K6, id, 0);
        length = varint(cloud ? CLOUD : LOCAL, id, length);
        length = varint(epochNanos, id, length);
        for (long random = ThreadLocalRandom.current().nextLong(); length < BYTES; random >>>= 8) {
            id[length++] = (byte) random;
        }
        byte[] text = new byte[2 * BYTES];
        for (int i = 0; i < BYTES; i++) {
            text[2 * i] = DIGITS[id[i] >> 4 & 15];
            text[2 * i + 1] = DIGITS[id[i] & 15];
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes seven bits at a time, the lowest first; the sign is the lowest bit of all. */
    private static int varint(long value, byte[] into, int at) {
        int end = at;
        long rest = value << 1 ^ value >> 63;
        for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
            into[end++] = (byte) (rest | 0x80);
        }
        into[end++] = (byte) rest;
        return end;
    }

    /** The lowest bits as so many hex digits. */
    static String hex(long bits, int digits) {
        byte[] text = new byte[digits];
        long rest = bits;
        for (int i = digits - 1; i >= 0; i--, rest >>>= 4) {
            text[i] = DIGITS[(int) rest & 15];
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
