package dev.stampede.http.okhttp;

import dev.stampede.http.SocketInstants;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * A TCP socket that counts its bytes and notes when the last was written and when the first came back. OkHttp's events
 * come before a request is flushed and after a response's headers were read, so these instants are taken here.
 *
 * <p>The instants are plain fields: HTTP/1.1 reads and writes on the thread that has the connection, which the pool hands on
 * from one to the other, and they are of no use to HTTP/2.
 */
final class CountingSocket extends Socket implements SocketInstants {
    /** Bytes that are written at once: what a long write that is broken off wrote so far counts. */
    private static final int SLICE = 64 << 10;

    private final Wire wire;
    private final long connector = Thread.currentThread().threadId();
    private long connectStart;
    private long connectDone;
    private long lastWrite;
    private long firstRead;

    CountingSocket(Wire wire) {
        this.wire = wire;
    }

    /** One that connects through a proxy. */
    CountingSocket(Wire wire, Proxy socks) {
        super(socks);
        this.wire = wire;
    }

    /** Id of the thread that opens it. */
    long connector() {
        return connector;
    }

    @Override
    public long connectStart() {
        return connectStart;
    }

    @Override
    public long connectDone() {
        return connectDone;
    }

    @Override
    public long lastWrite() {
        return lastWrite;
    }

    @Override
    public long firstRead() {
        return firstRead;
    }

    @Override
    public void connect(SocketAddress address, int timeoutMillis) throws IOException {
        SocketAddress target = wire.target(address);
        connectStart = System.nanoTime();
        super.connect(target, timeoutMillis);
        connectDone = System.nanoTime();
        wire.connected(this);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new CountingInput(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new CountingOutput(super.getOutputStream());
    }

    @Override
    public void close() throws IOException {
        wire.closed(this);
        super.close();
    }

    private final class CountingInput extends FilterInputStream {
        CountingInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            note(b < 0 ? -1 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = in.read(bytes, offset, length);
            note(n);
            return n;
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = in.skip(n);
            note(skipped);
            return skipped;
        }

        private void note(long n) {
            if (n > 0) {
                wire.received(n);
                if (firstRead == 0) {
                    firstRead = System.nanoTime();
                }
            }
        }
    }

    private final class CountingOutput extends FilterOutputStream {
        CountingOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            note(1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            do {
                int count = Math.min(length - done, SLICE);
                out.write(bytes, offset + done, count);
                note(count);
                done += count;
            } while (done < length);
        }

        private void note(int n) {
            wire.sent(n);
            lastWrite = System.nanoTime();
            firstRead = 0;
        }
    }
}
