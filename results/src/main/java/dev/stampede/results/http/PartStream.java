package dev.stampede.results.http;

import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The parts of a form, one after the other: as a stream, each ends where the next boundary stands. Confined to one thread. */
final class PartStream extends InputStream {
    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;

    /**
     * @param in begins before the line break of the first boundary
     */
    PartStream(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The form breaks off, or is none. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        int ready = ready();
        if (length == 0 || ready == 0) {
            return length == 0 ? 0 : -1;
        }
        int count = Math.min(length, ready);
        System.arraycopy(buffer, from, into, at, count);
        from += count;
        return count;
    }

    /** How many bytes of the part can be taken from the buffer; 0 at its end. */
    private int ready() throws IOException {
        while (true) {
            int same = Math.min(delimiter.length, to - from);
            if (!Arrays.equals(buffer, from, from + same, delimiter, 0, same)) {
                return lineBreak(from + 1) - from;
            }
            if (same == delimiter.length) {
                return 0;
            }
            fill();
        }
    }

    /** Where a boundary may begin. */
    private int lineBreak(int start) {
        int at = start;
        while (at < to && buffer[at] != '\r') {
            at++;
        }
        return at;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        int count = in.read(buffer, to, buffer.length - to);
        if (count < 0) {
            throw new MalformedException("the form breaks off");
        }
        to += count;
    }

    private int next() throws IOException {
        while (from == to) {
            fill();
        }
        return buffer[from++] & 0xff;
    }

    /** Drops what is left of a part. */
    void skipPart() throws IOException {
        int ready = ready();
        while (ready > 0) {
            from += ready;
            ready = ready();
        }
    }

    /** Goes over a boundary: false behind the last one. */
    boolean startsPart() throws IOException {
        from += delimiter.length;
        int first = next();
        int second = next();
        if (first == '-' && second == '-') {
            return false;
        }
        if (first != '\r' || second != '\n') {
            throw new MalformedException("the form has a boundary that does not end its line");
        }
        return true;
    }

    /** A line of a part's head. */
    String line(int most) throws IOException, Refusal {
        StringBuilder line = new StringBuilder();
        while (true) {
            int one = next();
            if (one == '\n' && !line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
                line.setLength(line.length() - 1);
                return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
            if (line.length() >= most) {
                throw new Refusal(413, "the form has a part whose head is too long");
            }
            line.append((char) one);
        }
    }
}
