package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.HttpResponse;
import dev.stampede.HttpTimings;
import dev.stampede.http.HttpOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Each phase of a request against a server that waits in it, within 2 ms or 5 % of what the server itself measured. A busy
 * machine only ever adds to one side: one of a few tries that agrees in all phases will do, and a phase that is measured
 * wrongly agrees in none.
 */
class InjectedDelaysTest {
    private static final int TRIES = 6;
    private static final Tls TLS = Tls.of("slow.invalid");

    /** Milliseconds of the phases, as the other side saw them. */
    private record Seen(double handshake, double reading, double thinking, double writing) {}

    /** A server that is slow in what it is told to. */
    private static final class SlowServer implements AutoCloseable {
        final LinkedBlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
        private final ServerSocket listening = new ServerSocket();
        private final @Nullable SSLSocketFactory tls;
        private final int bodyLength;

        SlowServer(@Nullable SSLSocketFactory tls, int bodyLength) throws IOException {
            this.tls = tls;
            this.bodyLength = bodyLength;
            listening.setReceiveBufferSize(64 << 10); // so that a large body has to wait for its reader
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            Thread.ofPlatform().name("slow-server").daemon().start(this::accept);
        }

        private void accept() {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    serve(socket);
                } catch (IOException | InterruptedException e) {
                    // closed, by either
                }
            }
        }

        /** All sleeps are the delays that the client is to see. */
        private void serve(Socket accepted) throws IOException, InterruptedException {
            accepted.setTcpNoDelay(true);
            long start = System.nanoTime();
            Socket socket = accepted;
            if (tls != null) {
                Thread.sleep(200);
                SSLSocket secure = (SSLSocket) tls.createSocket(accepted, null, accepted.getPort(), false);
                secure.setUseClientMode(false);
                secure.startHandshake();
                socket = secure;
            }
            long ready = System.nanoTime();
            if (bodyLength > 0) {
                Thread.sleep(300);
            }
            InputStream in = socket.getInputStream();
            readRequest(in);
            long read = System.nanoTime();
            Thread.sleep(150);
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            long answered = System.nanoTime();
            for (String part : List.of("ab", "cd")) {
                Thread.sleep(120);
                out.write(part.getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
            long written = System.nanoTime();
            seen.add(new Seen(
                    millis(start, ready), millis(ready, read), millis(read, answered), millis(answered, written)));
            boolean unused = in.read() < 0; // the client closes first
        }

        private void readRequest(InputStream in) throws IOException {
            int ends = 0;
            while (ends < 4) {
                int b = in.read();
                if (b < 0) {
                    throw new IOException("the client went");
                }
                ends = b == "\r\n\r\n".charAt(ends) ? ends + 1 : b == '\r' ? 1 : 0;
            }
            byte[] buffer = new byte[1 << 20];
            for (int left = bodyLength; left > 0; ) {
                left -= in.read(buffer, 0, Math.min(left, buffer.length));
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }

    private static double millis(long from, long to) {
        return (to - from) / 1e6;
    }

    /** A try: what is wrong with it, by phase; empty when all phases agree. */
    private static Map<String, String> attempt(boolean secure, int bodyLength) throws Exception {
        List<Double> lookUps = new ArrayList<>();
        Resolver.Source slow = host -> {
            long start = System.nanoTime();
            try {
                Thread.sleep(100); // the delay of the look-up
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            lookUps.add(millis(start, System.nanoTime()));
            return List.of(InetAddress.getLoopbackAddress());
        };
        HttpOptions options = TLS.trusting().http2(false).build();
        try (SlowServer server = new SlowServer(secure ? TLS.server().sslSocketFactory() : null, bodyLength);
                VirtualUser vu = new VirtualUser(options, slow, VirtualUser.noProxies(), 1)) {
            String url = (secure ? "https" : "http") + "://slow.invalid:" + server.listening.getLocalPort() + "/";
            HttpResponse response = bodyLength == 0
                    ? vu.http().get(url)
                    : vu.http().request("POST", url).body(new byte[bodyLength]).send();
            assertThat(response.error()).isEmpty();
            assertThat(response.body()).isEqualTo("abcd");
            vu.session.close(); // which ends the server's part
            Seen seen = server.seen.poll(10, TimeUnit.SECONDS);
            assertThat(seen).isNotNull();
            return differences(response.timings(), seen, lookUps.getFirst(), secure, bodyLength);
        }
    }

    private static Map<String, String> differences(
            HttpTimings timings, Seen seen, double lookUp, boolean secure, int bodyLength) {
        Map<String, String> wrong = new LinkedHashMap<>();
        compare(wrong, "tls_handshaking", timings.tlsHandshaking(), secure ? seen.handshake : 0);
        compare(wrong, "blocked", timings.blocked(), lookUp + timings.connecting() + (secure ? seen.handshake : 0));
        compare(wrong, "connecting", timings.connecting(), 0);
        compare(wrong, "sending", timings.sending(), bodyLength > 0 ? seen.reading : 0);
        compare(wrong, "waiting", timings.waiting(), seen.thinking);
        compare(wrong, "receiving", timings.receiving(), seen.writing);
        compare(wrong, "duration", timings.duration(), timings.sending() + timings.waiting() + timings.receiving());
        return wrong;
    }

    private static void compare(Map<String, String> wrong, String phase, double measured, double injected) {
        if (Math.abs(measured - injected) > Math.max(2, injected * 0.05)) {
            wrong.put(phase, measured + " ms instead of " + injected + " ms");
        }
    }

    private static void agrees(boolean secure, int bodyLength) throws Exception {
        List<Map<String, String>> tries = new ArrayList<>();
        do {
            tries.add(attempt(secure, bodyLength));
        } while (!tries.getLast().isEmpty() && tries.size() < TRIES);
        assertThat(tries.getLast()).as("differences in all of %s", tries).isEmpty();
    }

    @Test
    void phases_areThoseOfTheServer() throws Exception {
        agrees(false, 0);
    }

    @Test
    void phases_areThoseOfTheServer_withTls() throws Exception {
        agrees(true, 0);
    }

    @Test
    void sending_isTheTimeTheServerTakesToRead() throws Exception {
        agrees(false, 24 << 20);
    }
}
