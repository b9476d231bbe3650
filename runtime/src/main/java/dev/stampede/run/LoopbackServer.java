package dev.stampede.run;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/**
 * Answers what a {@link Rehearsal} asks: HTTP/1.1 on this machine's own address, in the ways that servers use most, one after
 * the other. Knows no more of HTTP than it takes. Thread-safe.
 */
final class LoopbackServer implements AutoCloseable {
    /** What requests with a body must have for it. */
    static final String REQUEST_BODY = "{\"item\":1}";

    private static final int BACKLOG = 512;
    /** As opening connections is what a run begins with. */
    private static final int REQUESTS_OF_A_CONNECTION = 8;

    private static final byte[] TEXT = latin1("{\"status\":\"ready\",\"items\":[1,2,3,4,5,6,7,8]}");
    private static final String USUAL = String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Date: Thu, 01 Jan 1970 00:00:00 GMT",
            "Server: it",
            "Content-Type: application/json; charset=utf-8",
            "");

    private static final List<byte[]> ANSWERS = List.of(
            answer("Content-Length: " + TEXT.length, TEXT),
            answer("Set-Cookie: a=b; Path=/\r\nContent-Length: " + TEXT.length, TEXT),
            answer("Transfer-Encoding: chunked", chunked(TEXT)),
            answer("Content-Encoding: gzip\r\nContent-Length: " + zipped(TEXT).length, zipped(TEXT)));
    private static final byte[] LAST = answer("Connection: close\r\nContent-Length: " + TEXT.length, TEXT);

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Listens at a port that is free. */
    LoopbackServer() throws IOException {
        server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        start("accept", this::accept);
    }

    private void start(String name, Runnable body) {
        Thread thread = Thread.ofVirtual().name("stampede-warm-up-" + name).unstarted(body);
        threads.add(thread);
        thread.start();
    }

    /** Where it listens. */
    String url() {
        String host = server.getInetAddress().getHostAddress();
        return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + server.getLocalPort() + "/";
    }

    private void accept() {
        try {
            while (!closed) {
                Socket socket = server.accept();
                open.add(socket);
                if (closed) {
                    socket.close(); // it came while the others were being closed
                } else {
                    start("answer", () -> answer(socket));
                }
            }
        } catch (IOException e) {
            refuseOthers(); // closed, or no descriptor is left: who connects now would wait for ever
        }
    }

    private void refuseOthers() {
        try {
            server.close();
        } catch (IOException e) {
            // as good as closed
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (int i = 1; skipRequest(in); i++) {
                if (i == REQUESTS_OF_A_CONNECTION) {
                    out.write(LAST);
                    return;
                }
                out.write(ANSWERS.get(i % ANSWERS.size()));
            }
        } catch (IOException e) {
            // the other side has gone, or it is closed
        } finally {
            open.remove(socket);
        }
    }

    /**
     * Reads a request.
     *
     * @return whether there was one
     */
    private static boolean skipRequest(InputStream in) throws IOException {
        int first = in.read();
        int newLines = 0;
        while (newLines < 2) {
            int b = in.read();
            if (b < 0) {
                return false;
            }
            if (b == '\n') {
                newLines++;
            } else if (b != '\r') {
                newLines = 0;
            }
        }
        if (first == 'P') {
            in.skipNBytes(REQUEST_BODY.length());
        }
        return true;
    }

    /** Closes it and all its connections, and waits for its threads. */
    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true; // they end at once all the same
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] answer(String headers, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(latin1(USUAL + headers + "\r\n\r\n"));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private static byte[] chunked(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(latin1(Integer.toHexString(body.length) + "\r\n"));
        bytes.writeBytes(body);
        bytes.writeBytes(latin1("\r\n0\r\n\r\n"));
        return bytes.toByteArray();
    }

    private static byte[] zipped(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // to memory
        }
        return bytes.toByteArray();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
