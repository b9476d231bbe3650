package dev.stampede.benchmarks.server;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Answers GETs over HTTP/1.1 on one thread and notes when each came: {@code <port> [<file> [spin]]}. When standard input
 * ends, it writes the instants to the file, as big-endian longs of {@link System#nanoTime} (CLOCK_MONOTONIC on Linux), and
 * ends. {@code spin} keeps it from sleeping between requests, so that the instants are right to some microseconds; it takes a
 * processor for itself then. {@code GET /stub_status} tells how many requests there were, as nginx does; {@code
 * GET /warm} is not counted.
 */
public final class StampingTarget {
    private static final byte[] HELLO = response("hello world\n");
    private static final byte[] END_OF_REQUEST = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STATUS = "GET /stub_status".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WARM = "GET /warm".getBytes(StandardCharsets.US_ASCII);

    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBuffer hello =
            ByteBuffer.allocateDirect(HELLO.length).put(HELLO).flip();
    private final byte[] bytes = new byte[1 << 16];
    private final boolean keeps;
    private final boolean spins;
    private long[] instants = new long[1 << 20];
    private int requests;

    private StampingTarget(int port, boolean keeps, boolean spins) throws IOException {
        this.keeps = keeps;
        this.spins = spins;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Serves until standard input ends. */
    public static void main(String[] args) throws IOException {
        Path file = args.length > 1 ? Path.of(args[1]) : null;
        StampingTarget target = new StampingTarget(
                Integer.parseInt(args[0]), file != null, Arrays.asList(args).contains("spin"));
        Thread serving = Thread.ofPlatform().daemon().start(target::serve);
        while (System.in.read() >= 0) {
            // until who started it has had enough, or is gone
        }
        target.server.close();
        serving.interrupt();
        if (file != null) {
            target.write(file);
        }
        System.exit(0);
    }

    private synchronized void write(Path file) throws IOException {
        try (DataOutputStream out =
                new DataOutputStream(new java.io.BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            for (int i = 0; i < requests; i++) {
                out.writeLong(instants[i]);
            }
        }
    }

    private void serve() {
        try {
            while (!Thread.interrupted()) {
                if (spins) {
                    int unused = selector.selectNow(this::ready);
                } else {
                    int unused = selector.select(this::ready);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                read(key, (SocketChannel) key.channel());
            }
        } catch (IOException e) { // a client that has gone
            key.cancel();
            close(key);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            // as good as closed
        }
    }

    private void accept() throws IOException {
        for (SocketChannel client = next(); client != null; client = next()) {
            client.configureBlocking(false);
            client.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            client.register(selector, SelectionKey.OP_READ, new int[1]);
        }
    }

    private @Nullable SocketChannel next() throws IOException {
        return server.isOpen() ? server.accept() : null;
    }

    /** What is attached is how much of the end of a request the connection has shown so far. */
    private void read(SelectionKey key, SocketChannel client) throws IOException {
        long now = System.nanoTime();
        in.clear();
        int count = client.read(in);
        if (count < 0) {
            key.cancel();
            client.close();
            return;
        }
        in.flip();
        in.get(bytes, 0, count);
        int[] matched = (int[]) key.attachment();
        for (int i = 0; i < count; i++) {
            byte next = bytes[i];
            matched[0] = next == END_OF_REQUEST[matched[0]] ? matched[0] + 1 : next == '\r' ? 1 : 0;
            if (matched[0] == END_OF_REQUEST.length) {
                matched[0] = 0;
                answer(client, now);
            }
        }
    }

    private void answer(SocketChannel client, long now) throws IOException {
        if (asksFor(WARM)) {
            write(client, hello.clear());
            return;
        }
        if (asksFor(STATUS)) {
            write(
                    client,
                    ByteBuffer.wrap(response("Active connections: 1 \nserver accepts handled requests\n 1 1 " + requests
                            + " \nReading: 0 Writing: 1 Waiting: 0 \n")));
            return;
        }
        stamp(now);
        write(client, hello.clear());
    }

    private boolean asksFor(byte[] path) {
        return Arrays.equals(bytes, 0, path.length, path, 0, path.length);
    }

    private synchronized void stamp(long now) {
        if (keeps) {
            if (requests == instants.length) {
                instants = Arrays.copyOf(instants, requests * 2);
            }
            instants[requests] = now;
        }
        requests++;
    }

    private static void write(SocketChannel client, ByteBuffer response) throws IOException {
        while (response.hasRemaining()) { // some hundred bytes: they fit
            client.write(response);
        }
    }

    private static byte[] response(String body) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length()
                        + "\r\nConnection: keep-alive\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
