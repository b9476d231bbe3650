package dev.stampede.output.cloud.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses to the block format of Snappy: the length as a varint, then literals and copies of what came before. A copy
 * may reach back 65,535 bytes wherever it stands, which decoders allow and which compresses better than blocks of their
 * own. Serves one input after another in the same memory; not thread-safe.
 */
public final class Snappy {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FARTHEST = 65_535;
    private static final int MOST_TABLE_BITS = 15;

    /** So many bytes of a literal are copied at once, be it shorter or not: the output has room for more than it holds. */
    private static final int SHORT = 2 * Long.BYTES;

    private static final byte[] NOTHING = {};

    /** By hash of four bytes: where they were last, or rather one more than that behind {@link #base}; or less for never. */
    private final int[] seenAt = new int[1 << MOST_TABLE_BITS];

    /** What was seen in earlier inputs is not above it. */
    private int base;

    private byte[] in = NOTHING;
    private int length;
    private byte[] out = NOTHING;
    private int size;

    /**
     * The compressed form.
     *
     * @param input its first bytes
     * @param howMany how many of them
     */
    byte[] compress(byte[] input, int howMany) {
        in = input;
        length = howMany;
        size = 0;
        // the length, and literals: at most a tag and four bytes of length for each run between copies, each of which
        // saves
        int most = Math.addExact(32 + howMany, howMany / 6);
        if (out.length < most) {
            out = new byte[most];
        }
        if (base > Integer.MAX_VALUE - howMany) {
            Arrays.fill(seenAt, 0);
            base = 0;
        }
        try {
            return compress();
        } finally {
            base += howMany;
            in = NOTHING;
        }
    }

    private byte[] compress() {
        int rest = length;
        while (rest > 0x7f) {
            out[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[size++] = (byte) rest;
        literal(copies(), length);
        return Arrays.copyOf(out, size);
    }

    /** Writes everything up to the end of the last copy; returns that end. */
    private int copies() {
        byte[] in = this.in;
        int[] seenAt = this.seenAt;
        int base = this.base;
        int written = 0;
        int at = 0;
        int misses = 32;
        int last = length - 4;
        while (at <= last) {
            int word = word(in, at);
            int slot = slot(word);
            int before = seenAt[slot] - base - 1;
            seenAt[slot] = base + at + 1;
            if (before < 0 || at - before > FARTHEST || word(in, before) != word) {
                at += misses++ >>> 5; // hurries through what does not repeat
                continue;
            }
            int distance = at - before;
            int from = at;
            while (from > written && from > distance && in[from - 1] == in[from - 1 - distance]) {
                from--;
            }
            int to = endOfCopy(at + 4, distance);
            literal(written, from);
            copy(distance, to - from);
            for (int i = at + 1; i < to && i <= last; i++) {
                seenAt[slot(word(in, i))] = base + i + 1;
            }
            written = to;
            at = to;
            misses = 32;
        }
        return written;
    }

    /** How far what lies at this distance before goes on to be the same. */
    private int endOfCopy(int from, int distance) {
        int to = from;
        while (to <= length - Long.BYTES) {
            long differing = (long) LONG.get(in, to) ^ (long) LONG.get(in, to - distance);
            if (differing != 0) {
                return to + Long.numberOfTrailingZeros(differing) / Byte.SIZE;
            }
            to += Long.BYTES;
        }
        while (to < length && in[to] == in[to - distance]) {
            to++;
        }
        return to;
    }

    private static int word(byte[] in, int at) {
        return (int) INT.get(in, at);
    }

    private static int slot(int word) {
        return (word * 0x9E37_79B1) >>> (32 - MOST_TABLE_BITS);
    }

    private void literal(int from, int to) {
        int n = to - from - 1;
        if (n < 0) {
            return;
        }
        if (n < SHORT && from + SHORT <= in.length) { // most are
            out[size] = (byte) (n << 2);
            LONG.set(out, size + 1, (long) LONG.get(in, from));
            LONG.set(out, size + 1 + Long.BYTES, (long) LONG.get(in, from + Long.BYTES));
            size += n + 2;
            return;
        }
        if (n < 60) {
            out[size++] = (byte) (n << 2);
        } else {
            int bytes = n < 1 << 8 ? 1 : n < 1 << 16 ? 2 : n < 1 << 24 ? 3 : 4;
            out[size++] = (byte) ((59 + bytes) << 2);
            for (int i = 0; i < bytes; i++) {
                out[size++] = (byte) (n >>> (8 * i));
            }
        }
        System.arraycopy(in, from, out, size, to - from);
        size += to - from;
    }

    private void copy(int distance, int howMany) {
        int left = howMany;
        while (left >= 68) {
            longCopy(distance, 64);
            left -= 64;
        }
        if (left > 64) {
            longCopy(distance, 60); // leaves at least five: a short copy takes no fewer than four
            left -= 60;
        }
        if (left >= 12 || distance >= 2048) {
            longCopy(distance, left);
        } else {
            out[size++] = (byte) (1 | ((left - 4) << 2) | ((distance >>> 8) << 5));
            out[size++] = (byte) distance;
        }
    }

    private void longCopy(int distance, int howMany) {
        out[size++] = (byte) (2 | ((howMany - 1) << 2));
        out[size++] = (byte) distance;
        out[size++] = (byte) (distance >>> 8);
    }
}
