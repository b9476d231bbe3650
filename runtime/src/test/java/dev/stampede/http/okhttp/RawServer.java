package dev.stampede.http.okhttp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** A server that does to each connection what a test says, and counts the bytes. Runs until closed. */
final class RawServer implements AutoCloseable {
    /** What to do with a connection; it is closed afterwards. */
    interface Script {
        void serve(Connection connection) throws IOException, InterruptedException;
    }

    final AtomicLong read = new AtomicLong();
    final AtomicLong written = new AtomicLong();
    private final ServerSocket listening;

    RawServer(Script script) throws IOException {
        listening = new ServerSocket();
        listening.setReceiveBufferSize(64 << 10); // so that a large body has to wait for its reader
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        Thread.ofVirtual().name("raw-server").start(() -> accept(script));
    }

    private void accept(Script script) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Thread.ofVirtual().name("raw-server-connection").start(() -> serve(script, socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Script script, Socket socket) {
        try (socket) {
            script.serve(new Connection(socket));
        } catch (IOException | InterruptedException e) {
            // the client went first
        }
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort() + "/";
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    /** One connection. */
    final class Connection {
        final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        /** Reads a request's head and a body of so many bytes; false at the end of the connection. */
        boolean readRequest(int bodyLength) throws IOException {
            int ends = 0;
            while (ends < 4) {
                int b = in.read();
                if (b < 0) {
                    return false;
                }
                read.incrementAndGet();
                ends = b == "\r\n\r\n".charAt(ends) ? ends + 1 : b == '\r' ? 1 : 0;
            }
            read.addAndGet(in.readNBytes(bodyLength).length);
            return true;
        }

        /** Reads a request's head; empty at the end of the connection. */
        String readHead() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) {
                    return "";
                }
                head.append((char) b);
            }
            return head.toString();
        }

        /** Reads so many bytes of a body. */
        String readBody(int length) throws IOException {
            return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        }

        void write(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            // counted first: once it is written the client may be faster than this thread
            written.addAndGet(bytes.length);
            out.write(bytes);
        }

        /** Makes closing send a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
        }
    }
}
