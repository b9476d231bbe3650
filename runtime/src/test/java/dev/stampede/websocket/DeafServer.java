package dev.stampede.websocket;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import okio.ByteString;
import org.awaitility.Awaitility;

/** A server that accepts one WebSocket and pings it without end, but never reads what it is answered. */
final class DeafServer implements AutoCloseable {
    private static final int PAYLOAD = 125;

    private final ServerSocket listening = new ServerSocket();
    private final AtomicInteger pings = new AtomicInteger();

    DeafServer() throws IOException {
        listening.setReceiveBufferSize(4096);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().name("deaf-server").start(this::serve);
    }

    String url() {
        return "ws://127.0.0.1:" + listening.getLocalPort() + "/";
    }

    private void serve() {
        try (Socket socket = listening.accept()) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 1024);
            String key = "";
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.startsWith("Sec-WebSocket-Key: ")) {
                    key = line.substring(line.indexOf(' ') + 1);
                }
            }
            String accept = ByteString.encodeUtf8(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                    .sha1()
                    .base64();
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] ping = new byte[2 + PAYLOAD];
            ping[0] = (byte) 0x89;
            ping[1] = PAYLOAD;
            while (true) {
                out.write(ping);
                pings.incrementAndGet();
            }
        } catch (IOException e) {
            // the other side has gone
        }
    }

    /** Waits until nobody reads any more: the client's answers do not get out, so that it is stuck with them. */
    void awaitStuck() {
        AtomicInteger before = new AtomicInteger();
        AtomicInteger same = new AtomicInteger();
        Awaitility.await().until(() -> {
            int now = pings.get();
            return now == before.getAndSet(now) ? same.incrementAndGet() > 3 : same.getAndSet(0) < 0;
        });
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
