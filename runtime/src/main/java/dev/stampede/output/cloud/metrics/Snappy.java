package dev.stampede.output.cloud.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses to the block format of Snappy: the length as a varint, then literals and copies of what came before. A copy
 * may reach back 65,535 bytes wherever it stands, which decoders allow and which compresses better than blocks of their
 * own. Handles one input at a time; not thread-safe.
 */
public final class Snappy {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FARTHEST = 65_535;
    private static final int MOST_TABLE_BITS = 15;

    private final byte[] in;
    private byte[] out;
    private int size;

    private Snappy(byte[] in) {
        this.in = in;
        // the length, and literals: at most a tag and four bytes of length for each run between copies, each of which
        // saves
        this.out = new byte[32 + in.length + in.length / 6];
    }

    /** The compressed form of all bytes. */
    static byte[] compress(byte[] input) {
        return new Snappy(input).compress();
    }

    private byte[] compress() {
        int rest = in.length;
        while (rest > 0x7f) {
            out[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[size++] = (byte) rest;
        literal(copies(), in.length);
        return Arrays.copyOf(out, size);
    }

    /** Writes everything up to the end of the last copy; returns that end. */
    private int copies() {
        int bits = Math.min(MOST_TABLE_BITS, Math.max(8, 32 - Integer.numberOfLeadingZeros(in.length)));
        int shift = 32 - bits;
        int[] seenAt = new int[1 << bits]; // one more than the position, 0 for never
        int written = 0;
        int at = 0;
        int misses = 32;
        int last = in.length - 4;
        while (at <= last) {
            int word = word(at);
            int slot = slot(word, shift);
            int before = seenAt[slot] - 1;
            seenAt[slot] = at + 1;
            if (before < 0 || at - before > FARTHEST || word(before) != word) {
                at += misses++ >>> 5; // hurries through what does not repeat
                continue;
            }
            int distance = at - before;
            int from = at;
            while (from > written && from > distance && in[from - 1] == in[from - 1 - distance]) {
                from--;
            }
            int to = at + 4;
            while (to < in.length && in[to] == in[to - distance]) {
                to++;
            }
            literal(written, from);
            copy(distance, to - from);
            for (int i = at + 1; i < to && i <= last; i++) {
                seenAt[slot(word(i), shift)] = i + 1;
            }
            written = to;
            at = to;
            misses = 32;
        }
        return written;
    }

    private int word(int at) {
        return (int) INT.get(in, at);
    }

    private static int slot(int word, int shift) {
        return (word * 0x9E37_79B1) >>> shift;
    }

    private void literal(int from, int to) {
        int length = to - from;
        if (length == 0) {
            return;
        }
        int n = length - 1;
        if (n < 60) {
            out[size++] = (byte) (n << 2);
        } else {
            int bytes = n < 1 << 8 ? 1 : n < 1 << 16 ? 2 : n < 1 << 24 ? 3 : 4;
            out[size++] = (byte) ((59 + bytes) << 2);
            for (int i = 0; i < bytes; i++) {
                out[size++] = (byte) (n >>> (8 * i));
            }
        }
        System.arraycopy(in, from, out, size, length);
        size += length;
    }

    private void copy(int distance, int length) {
        int left = length;
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

    private void longCopy(int distance, int length) {
        out[size++] = (byte) (2 | ((length - 1) << 2));
        out[size++] = (byte) distance;
        out[size++] = (byte) (distance >>> 8);
    }
}
