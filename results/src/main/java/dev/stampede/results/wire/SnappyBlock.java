package dev.stampede.results.wire;

import java.io.IOException;
import java.util.Arrays;

/** Reads snappy's block format, in which metrics travel. Nothing is made larger than was allowed, whatever the block says. */
final class SnappyBlock {
    private final byte[] in;
    private byte[] out = {};
    private int read;
    private int written;

    private SnappyBlock(byte[] in) {
        this.in = in;
    }

    /**
     * What a block holds.
     *
     * @param most largest size of it in bytes
     * @throws IOException if the block is malformed or holds more; the message says which
     */
    static byte[] read(byte[] block, int most) throws IOException {
        SnappyBlock reader = new SnappyBlock(block);
        long size = reader.size();
        if (size > most) {
            throw new TooLargeException(size, most);
        }
        return reader.all((int) size);
    }

    /** How many bytes {@link #read} makes room for, by what a block says; 0 when it makes none. */
    static long room(byte[] block, int most) {
        try {
            long size = new SnappyBlock(block).size();
            return size > most ? 0 : Math.min(size, 64L * block.length);
        } catch (IOException e) {
            return 0;
        }
    }

    /** More than is taken. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException(long size, int most) {
            super("holds " + size + " bytes, more than the limit of " + most);
        }
    }

    private byte[] all(int size) throws IOException {
        // a block says how large it is in its first bytes: it must earn the memory, one byte of which gives 64 at most
        out = new byte[(int) Math.min(size, 64L * in.length)];
        while (read < in.length) {
            int tag = next();
            if ((tag & 3) == 0) {
                literal(literalLength(tag >>> 2), size);
            } else {
                copy(tag, size);
            }
        }
        if (written != size) {
            throw new IOException("holds " + written + " bytes where it says " + size);
        }
        return written == out.length ? out : Arrays.copyOf(out, written);
    }

    private long size() throws IOException {
        long size = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int part = next();
            size |= (long) (part & 0x7f) << shift;
            if (part < 0x80) {
                return size;
            }
        }
        throw new IOException("has a malformed length");
    }

    private long literalLength(int code) throws IOException {
        return 1L + (code < 60 ? code : number(code - 59));
    }

    private long number(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) next() << (8 * i);
        }
        return value;
    }

    private void literal(long length, int size) throws IOException {
        if (length > in.length - read) {
            throw new IOException("ends within a literal");
        }
        room(length, size);
        System.arraycopy(in, read, out, written, (int) length);
        read += (int) length;
        written += (int) length;
    }

    private void copy(int tag, int size) throws IOException {
        int length;
        long offset;
        if ((tag & 3) == 1) {
            length = ((tag >>> 2) & 7) + 4;
            offset = (long) (tag >>> 5) << 8 | next();
        } else {
            length = (tag >>> 2) + 1;
            offset = number((tag & 3) == 2 ? 2 : 4);
        }
        if (offset == 0 || offset > written) {
            throw new IOException("copies from outside of itself");
        }
        room(length, size);
        // byte by byte: what is copied may be copied again
        for (int i = 0; i < length; i++) {
            out[written] = out[written - (int) offset];
            written++;
        }
    }

    private void room(long length, int size) throws IOException {
        if (length > size - written) {
            throw new IOException("holds more bytes than the " + size + " it says");
        }
        if (written + length > out.length) {
            throw new IOException("is malformed"); // cannot be: no byte gives more than 64
        }
    }

    private int next() throws IOException {
        if (read == in.length) {
            throw new IOException("ends too early");
        }
        return in[read++] & 0xff;
    }
}
