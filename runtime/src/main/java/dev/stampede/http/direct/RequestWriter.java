package dev.stampede.http.direct;

import dev.stampede.http.HeaderList;
import dev.stampede.http.Payload;
import dev.stampede.http.TransportRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Writes requests, each with as few writes to the socket as can be. For one thread; holds a buffer only while it writes. */
final class RequestWriter {
    private static final byte[] NOTHING = {};
    private static final Payload NO_BYTES = new Payload.Bytes(NOTHING);

    private final boolean closing;
    private byte[] buffer = NOTHING;
    private int end;
    private boolean askingToClose;

    /** @param closing whether requests ask for the connection to be closed */
    RequestWriter(boolean closing) {
        this.closing = closing;
    }

    /** What the body of a request is: an empty one where it has none but its method is one that usually has; null for none. */
    static @Nullable Payload body(TransportRequest request) {
        Payload body = request.body();
        if (body != null) {
            return body;
        }
        return switch (request.method()) {
            case "POST", "PUT", "PATCH", "PROPPATCH", "REPORT", "QUERY" -> NO_BYTES;
            default -> null;
        };
    }

    /** Puts the head into a buffer. */
    void head(TransportRequest request, @Nullable Payload body, byte[] into) {
        buffer = into;
        end = 0;
        HttpUrl url = request.url();
        put(request.method());
        put(' ');
        putTarget(url.toString());
        put(" HTTP/1.1\r\n");
        HeaderList headers = request.headers();
        if (headers.get("Host") == null) {
            putHost(url);
        }
        for (int i = 0; i < headers.size(); i++) {
            put(headers.name(i));
            put(": ");
            put(headers.value(i));
            put("\r\n");
        }
        boolean asks = asksToClose(headers);
        askingToClose = closing || asks;
        if (closing && !asks) {
            put("Connection: close\r\n");
        }
        if (body != null) {
            put("Content-Length: ");
            put(Long.toString(body.length()));
            put("\r\n");
        }
        put("\r\n");
    }

    /** Whether a header says that the connection is to be closed. */
    private static boolean asksToClose(HeaderList headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.name(i).equalsIgnoreCase("Connection") && hasClose(headers.value(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasClose(String tokens) {
        if (tokens.indexOf(',') < 0) {
            return tokens.equalsIgnoreCase("close");
        }
        for (String token : tokens.split(",", -1)) {
            if (token.strip().equalsIgnoreCase("close")) {
                return true;
            }
        }
        return false;
    }

    /** Path and query as they stand in the URL. */
    private void putTarget(String url) {
        int path = url.indexOf('/', url.indexOf(':') + 3);
        int fragment = url.indexOf('#', path);
        put(url, path, fragment < 0 ? url.length() : fragment);
    }

    private void putHost(HttpUrl url) {
        put("Host: ");
        String host = url.host();
        boolean literal = host.indexOf(':') >= 0;
        put(literal ? "[" : "");
        put(host);
        put(literal ? "]" : "");
        if (url.port() != (url.isHttps() ? 443 : 80)) {
            put(':');
            put(Integer.toString(url.port()));
        }
        put("\r\n");
    }

    private void put(char ascii) {
        room(1);
        buffer[end++] = (byte) ascii;
    }

    private void put(String text) {
        put(text, 0, text.length());
    }

    /** In UTF-8. */
    private void put(String text, int from, int to) {
        room(to - from);
        byte[] bytes = buffer;
        int at = end;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                end = at;
                put(text.substring(i, to).getBytes(StandardCharsets.UTF_8));
                return;
            }
            bytes[at++] = (byte) c;
        }
        end = at;
    }

    private void put(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, end, bytes.length);
        end += bytes.length;
    }

    private void room(int bytes) {
        if (buffer.length - end < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, end + bytes));
        }
    }

    /** Whether the head that was made last asks for the connection to be closed. */
    boolean asksToClose() {
        return askingToClose;
    }

    /**
     * Writes what is in the buffer.
     *
     * @throws SocketFailure if the connection takes no more
     */
    void flush(OutputStream out) throws SocketFailure {
        write(out, buffer, 0, end);
        end = 0;
    }

    private static void write(OutputStream out, byte[] bytes, int offset, int count) throws SocketFailure {
        if (count > 0) {
            try {
                out.write(bytes, offset, count);
            } catch (IOException e) {
                throw new SocketFailure(e);
            }
        }
    }

    /**
     * Writes what is in the buffer and the body.
     *
     * @throws SocketFailure if the connection takes no more
     * @throws IOException if the body cannot be read
     */
    void flush(OutputStream out, Payload body) throws IOException {
        if (body instanceof Payload.Bytes inMemory) {
            flush(out, inMemory.bytes());
        } else {
            Streamed stream = new Streamed(out, body.length());
            body.writeTo(stream);
            stream.complete();
        }
    }

    private void flush(OutputStream out, byte[] body) throws SocketFailure {
        int first = Math.min(body.length, buffer.length - end);
        System.arraycopy(body, 0, buffer, end, first);
        end += first;
        flush(out);
        write(out, body, first, body.length - first);
    }

    /** Lets go of the buffer. */
    void release() {
        buffer = NOTHING;
        end = 0;
    }

    /** A body that is not in memory. */
    private final class Streamed extends OutputStream {
        private final OutputStream out;
        private final long length;
        private long written;

        Streamed(OutputStream out, long length) {
            this.out = out;
            this.length = length;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            written += count;
            if (written > length) {
                throw new ProtocolException("expected " + length + " bytes but received " + written);
            }
            if (count > buffer.length - end) {
                RequestWriter.this.flush(out);
            }
            if (count < buffer.length) {
                System.arraycopy(bytes, offset, buffer, end, count);
                end += count;
            } else {
                RequestWriter.write(out, bytes, offset, count);
            }
        }

        void complete() throws IOException {
            if (written != length) {
                throw new ProtocolException("unexpected end of stream");
            }
            RequestWriter.this.flush(out);
        }
    }

    /** A socket takes no more, as against a body that cannot be read. */
    static final class SocketFailure extends IOException {
        private static final long serialVersionUID = 1L;
        private final IOException failure;

        SocketFailure(IOException failure) {
            super(failure.getMessage(), failure);
            this.failure = failure;
        }

        IOException failure() {
            return failure;
        }
    }
}
