package dev.stampede.output.cloud.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes protobuf's wire format into memory that serves one message after another. What has its default value is left out,
 * as in every message of proto3. Not thread-safe.
 */
final class Wire {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    /** A tag, a length of one byte and two numbers of five with their tags; the longest number with its tag is shorter. */
    private static final int LONGEST_FIELD = 14;

    private byte[] bytes = new byte[1 << 12];
    private int size;

    /** Begins a message. */
    void clear() {
        size = 0;
    }

    /** What was written is at the beginning of it, up to {@link #size()}. */
    byte[] bytes() {
        return bytes;
    }

    /** How many bytes were written. */
    int size() {
        return size;
    }

    /**
     * Begins a field that holds fields, or numbers one after the other.
     *
     * @param field its number, to 15
     * @param expected how long it may become: when that is nearly true, nothing must be moved in the end
     * @return for {@link #close}
     */
    int open(int field, int expected) {
        reserve(LONGEST_FIELD);
        bytes[size] = (byte) (field << 3 | LENGTH_DELIMITED);
        int kept = sizeOf(expected);
        size += 1 + kept;
        bytes[size - 1] = (byte) kept;
        return size;
    }

    /** Begins a short one. */
    int open(int field) {
        return open(field, 0);
    }

    private static int sizeOf(int number) {
        return (38 - Integer.numberOfLeadingZeros(number | 1)) / 7;
    }

    /** Ends what {@link #open} has begun: now its length is known. */
    void close(int begin) {
        int length = size - begin;
        int kept = bytes[begin - 1];
        int needed = sizeOf(length);
        if (needed != kept) {
            reserve(LONGEST_FIELD);
            System.arraycopy(bytes, begin, bytes, begin - kept + needed, length);
        }
        size = begin - kept;
        number(length);
        size += length;
    }

    /** A number. */
    void varint(int field, long value) {
        if (value != 0) {
            reserve(LONGEST_FIELD);
            bytes[size++] = (byte) (field << 3 | VARINT);
            number(value);
        }
    }

    /** A number without a sign, of the lowest 32 bits. */
    void uint32(int field, long value) {
        varint(field, value & 0xFFFF_FFFFL);
    }

    /** One of several numbers without a sign in a field. */
    void packed(int value) {
        reserve(LONGEST_FIELD);
        number(Integer.toUnsignedLong(value));
    }

    /** A field that holds two numbers below 2^28. */
    void pair(int field, int first, int second) {
        reserve(LONGEST_FIELD);
        int length = (first == 0 ? 0 : 1 + sizeOf(first)) + (second == 0 ? 0 : 1 + sizeOf(second));
        bytes[size++] = (byte) (field << 3 | LENGTH_DELIMITED);
        bytes[size++] = (byte) length;
        if (first != 0) {
            bytes[size++] = 1 << 3 | VARINT;
            number(first);
        }
        if (second != 0) {
            bytes[size++] = 2 << 3 | VARINT;
            number(second);
        }
    }

    private void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** A number with a fraction. */
    void fixed(int field, double value) {
        long bits = Double.doubleToRawLongBits(value);
        if (bits != 0) {
            reserve(LONGEST_FIELD);
            bytes[size++] = (byte) (field << 3 | FIXED64);
            LONG.set(bytes, size, bits);
            size += Long.BYTES;
        }
    }

    /** A text. */
    void text(int field, String text) {
        if (!text.isEmpty()) {
            int begin = open(field);
            fields(text.getBytes(StandardCharsets.UTF_8));
            close(begin);
        }
    }

    /** Fields that were written before. */
    void fields(byte[] written) {
        reserve(written.length);
        System.arraycopy(written, 0, bytes, size, written.length);
        size += written.length;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), Math.multiplyExact(bytes.length, 2)));
        }
    }
}
