package dev.stampede.http.direct;

import dev.stampede.http.HeaderList;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the heads of responses, and whatever else comes in lines. For one thread; holds a buffer only while it reads. */
final class ResponseReader {
    /** Bytes of all lines before a body. (Go: {@code http.Transport.MaxResponseHeaderBytes}, which k6 leaves as it is.) */
    static final int MOST_HEAD_BYTES = 10 << 20;

    private static final byte[] NOTHING = {};
    private static final HeaderList NONE = new HeaderList();
    private static final InputStream NOWHERE = InputStream.nullInputStream();
    private static final byte[] VERSION_1_1 = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);

    private InputStream in = NOWHERE;
    private byte[] buffer = NOTHING;
    private int start;
    private int end;
    private boolean begun;
    private int headBytes;
    /** Where the line that was read last begins; it ends at {@link #lineEnd}. */
    private int lineStart;

    private int lineEnd;

    private int status;
    private String reason = "";
    private String protocol = "";
    private HeaderList headers = NONE;
    private int usualSize = 8;
    private @Nullable String contentLength;
    private boolean chunked;
    private boolean keptOpen;

    /** Begins to read an answer. */
    void begin(InputStream from, byte[] into) {
        in = from;
        buffer = into;
        start = 0;
        end = 0;
        begun = false;
        headBytes = 0;
    }

    /** Whether any of an answer came. */
    boolean hasBegun() {
        return begun;
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    String protocol() {
        return protocol;
    }

    HeaderList headers() {
        return headers;
    }

    /** Value of {@code Content-Length}; -1 when there is none, or it is no number. */
    long contentLength() {
        String text = contentLength;
        if (text == null || text.isEmpty() || text.length() > 18) {
            return -1;
        }
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            length = 10 * length + digit;
        }
        return length;
    }

    boolean isChunked() {
        return chunked;
    }

    /** Whether the server lets the connection open. */
    boolean isKeptOpen() {
        return keptOpen;
    }

    /** Whether there is something left that was read but is no part of the answer. */
    boolean hasMore() {
        return start < end;
    }

    /** Reads a status line and headers. */
    void head() throws IOException {
        line();
        statusLine();
        headers = new HeaderList(usualSize);
        contentLength = null;
        chunked = false;
        keptOpen = protocol.equals("HTTP/1.1");
        while (line()) {
            header();
        }
        usualSize = headers.size();
    }

    private void statusLine() throws ProtocolException {
        int at = lineStart;
        int length = lineEnd - at;
        boolean usual = length >= 12
                && Arrays.equals(buffer, at, at + 9, VERSION_1_1, 0, 9)
                && (length == 12 || buffer[at + 12] == ' ');
        int code = usual ? code(at + 9) : -1;
        if (code >= 0) {
            protocol = "HTTP/1.1";
            status = code;
            reason = length <= 13 ? "" : isOk(at + 13) ? "OK" : text(at + 13, lineEnd);
        } else {
            unusualStatusLine(text(at, lineEnd));
        }
    }

    private boolean isOk(int at) {
        return lineEnd - at == 2 && buffer[at] == 'O' && buffer[at + 1] == 'K';
    }

    /** Three digits; -1 if they are none. */
    private int code(int at) {
        int code = 0;
        for (int i = at; i < at + 3; i++) {
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            code = 10 * code + digit;
        }
        return code;
    }

    private void unusualStatusLine(String line) throws ProtocolException {
        boolean old = line.startsWith("HTTP/1.0 ");
        if (!old || line.length() < 12 || code(lineStart + 9) < 0 || (line.length() > 12 && line.charAt(12) != ' ')) {
            throw new ProtocolException("Unexpected status line: " + line);
        }
        protocol = "HTTP/1.0";
        status = code(lineStart + 9);
        reason = line.length() <= 13 ? "" : line.substring(13);
    }

    private void header() {
        int colon = lineStart + 1; // a name is never empty, unless there is none
        while (colon < lineEnd && buffer[colon] != ':') {
            colon++;
        }
        if (colon == lineEnd) {
            headers.add("", trimmed(buffer[lineStart] == ':' ? lineStart + 1 : lineStart, lineEnd));
            return;
        }
        String name = text(lineStart, colon);
        String value = trimmed(colon + 1, lineEnd);
        headers.add(name, value);
        switch (name.length()) {
            case 10 -> {
                if (name.equalsIgnoreCase("Connection")) {
                    connection(value);
                }
            }
            case 14 -> {
                if (name.equalsIgnoreCase("Content-Length")) {
                    contentLength = value;
                }
            }
            case 17 -> {
                if (name.equalsIgnoreCase("Transfer-Encoding")) {
                    chunked = value.equalsIgnoreCase("chunked");
                }
            }
            default -> {}
        }
    }

    private void connection(String value) {
        if (value.equalsIgnoreCase("keep-alive")) {
            keptOpen = true;
        } else if (value.equalsIgnoreCase("close")) {
            keptOpen = false;
        } else {
            for (String token : value.split(",", -1)) {
                if (token.strip().equalsIgnoreCase("close")) {
                    keptOpen = false;
                }
            }
        }
    }

    private String trimmed(int from, int to) {
        int first = from;
        int last = to;
        while (first < last && isBlank(buffer[first])) {
            first++;
        }
        while (first < last && isBlank(buffer[last - 1])) {
            last--;
        }
        return text(first, last);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    private String text(int from, int to) {
        return from == to ? "" : new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    /** Reads the lines after the last chunk, which nobody asks for. */
    void trailers() throws IOException {
        headBytes = 0;
        while (line()) {
            // another one
        }
    }

    /** The text of the next line. */
    String nextLine() throws IOException {
        headBytes = 0;
        boolean unused = line();
        return text(lineStart, lineEnd);
    }

    /** Reads a line, without its end; false if it is empty. */
    private boolean line() throws IOException {
        int from = start;
        while (true) {
            for (int i = from; i < end; i++) {
                if (buffer[i] == '\n') {
                    return line(i);
                }
            }
            int seen = end - start;
            if (headBytes + seen > MOST_HEAD_BYTES) {
                throw new ProtocolException("server response headers exceeded " + MOST_HEAD_BYTES + " bytes; aborted");
            }
            if (!fill()) {
                throw new EOFException("unexpected end of stream");
            }
            from = start + seen;
        }
    }

    private boolean line(int newline) throws ProtocolException {
        headBytes += newline - start;
        if (headBytes > MOST_HEAD_BYTES) {
            throw new ProtocolException("server response headers exceeded " + MOST_HEAD_BYTES + " bytes; aborted");
        }
        lineStart = start;
        lineEnd = newline > start && buffer[newline - 1] == '\r' ? newline - 1 : newline;
        start = newline + 1;
        return lineEnd > lineStart;
    }

    /** Waits for more; false at the end of the connection. */
    private boolean fill() throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        } else if (end == buffer.length) {
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                end -= start;
                start = 0;
            } else {
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            }
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            return false;
        }
        begun = true;
        end += count;
        return true;
    }

    /** As many bytes of the body as are there, waiting for the first; -1 at the end of the connection. */
    int read(byte[] into, int offset, int most) throws IOException {
        if (start == end) {
            return in.read(into, offset, most);
        }
        int count = Math.min(most, end - start);
        System.arraycopy(buffer, start, into, offset, count);
        start += count;
        return count;
    }

    /** Drops as many bytes of the body as are there, waiting for the first; -1 at the end of the connection. */
    int skip(long most) throws IOException {
        if (start == end && !fill()) {
            return -1;
        }
        int count = (int) Math.min(most, end - start);
        start += count;
        return count;
    }

    /** Lets go of the buffer. */
    void release() {
        in = NOWHERE;
        buffer = NOTHING;
        headers = NONE;
        contentLength = null;
        start = 0;
        end = 0;
    }
}
