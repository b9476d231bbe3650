package dev.stampede.websocket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Headers;
import okhttp3.internal.ws.WebSocketExtensions;
import okhttp3.internal.ws.WebSocketProtocol;
import okhttp3.internal.ws.WebSocketReader;
import okhttp3.internal.ws.WebSocketWriter;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.ByteString;
import okio.Okio;
import okio.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a connection, over OkHttp's reader and writer: these are not of its public API, and nothing else of ours knows
 * them. Reading is confined to one thread; writing may be done by any.
 */
final class Frames {
    private static final int TEXT = 1;
    private static final int BINARY = 2;

    private final Socket socket;
    private final boolean deflates;
    private final boolean forgetful;
    private final BufferedSource source;
    private final BufferedSink sink;
    private final WebSocketWriter writer;
    private final ReentrantLock writing = new ReentrantLock();

    /** What is read. Called by the thread that reads. */
    interface Listener {
        void message(WebSocketMessage message) throws InterruptedException;

        void ping(ByteString payload);

        void pong(ByteString payload);

        void closed(int code, String reason);
    }

    /**
     * Those of a connection whose handshake is done.
     *
     * @param headers of the server's handshake
     * @throws ProtocolException if it chose an extension that was not offered
     */
    Frames(Socket socket, Headers headers) throws IOException {
        this.socket = socket;
        WebSocketExtensions extensions = WebSocketExtensions.Companion.parse(headers);
        if (extensions.unknownValues || extensions.clientMaxWindowBits != null) {
            throw new ProtocolException(
                    "unexpected Sec-WebSocket-Extensions: " + headers.get("Sec-WebSocket-Extensions"));
        }
        deflates = extensions.perMessageDeflate;
        forgetful = extensions.noContextTakeover(false);
        source = Okio.buffer(socket.getSource());
        sink = Okio.buffer(socket.getSink());
        writer = new WebSocketWriter(true, sink, new Random(), deflates, extensions.noContextTakeover(true), 0);
    }

    /** Whether a close frame may carry this code. */
    static boolean mayClose(int code) {
        return WebSocketProtocol.INSTANCE.closeCodeExceptionMessage(code) == null;
    }

    /**
     * Reads until the other side says goodbye.
     *
     * @throws IOException if the connection ends before
     */
    void read(Listener listener) throws IOException, InterruptedException {
        Reading reading = new Reading(listener);
        try (WebSocketReader reader = new WebSocketReader(true, source, reading, deflates, forgetful)) {
            while (!reading.closed) {
                reader.processNextFrame();
                if (reading.interrupted != null) {
                    throw reading.interrupted;
                }
            }
        }
    }

    void text(String text) throws IOException {
        message(TEXT, ByteString.encodeUtf8(text));
    }

    void binary(byte[] bytes) throws IOException {
        message(BINARY, ByteString.of(bytes));
    }

    private void message(int opcode, ByteString payload) throws IOException {
        lock();
        try {
            writer.writeMessageFrame(opcode, payload);
            sink.flush();
        } finally {
            writing.unlock();
        }
    }

    void ping(ByteString payload) throws IOException {
        lock();
        try {
            writer.writePing(payload);
        } finally {
            writing.unlock();
        }
    }

    void pong(ByteString payload) throws IOException {
        lock();
        try {
            writer.writePong(payload);
        } finally {
            writing.unlock();
        }
    }

    /** Who has it may wait for a server that reads nothing. */
    private void lock() throws InterruptedIOException {
        try {
            writing.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /**
     * Says goodbye.
     *
     * @throws IOException if it cannot be said within the time
     */
    void close(int code, String reason, Duration limit) throws IOException, InterruptedException {
        if (!writing.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedIOException("somebody else writes");
        }
        try {
            sink.timeout().timeout(limit.toNanos(), TimeUnit.NANOSECONDS);
            writer.writeClose(code, ByteString.encodeUtf8(reason));
        } finally {
            writing.unlock();
        }
    }

    /** Drops the connection; whoever reads or writes fails, and who reads gives back what is his. Any thread. */
    void drop() {
        socket.cancel();
        try {
            socket.getSink().close();
        } catch (IOException e) {
            // it is gone either way
        }
    }

    private static final class Reading implements WebSocketReader.FrameCallback {
        private final Listener listener;
        private boolean closed;
        private @Nullable InterruptedException interrupted;

        Reading(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void onReadMessage(String text) {
            message(new WebSocketMessage.Text(text));
        }

        @Override
        public void onReadMessage(ByteString bytes) {
            message(new WebSocketMessage.Binary(bytes));
        }

        private void message(WebSocketMessage message) {
            try {
                listener.message(message);
            } catch (InterruptedException e) {
                interrupted = e;
            }
        }

        @Override
        public void onReadPing(ByteString payload) {
            listener.ping(payload);
        }

        @Override
        public void onReadPong(ByteString payload) {
            listener.pong(payload);
        }

        @Override
        public void onReadClose(int code, String reason) {
            closed = true;
            listener.closed(code, reason);
        }
    }
}
