package dev.stampede.examples.shop;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The JDK's HTTP server on a free port of 127.0.0.1, set up to be load-tested: every request has a virtual thread, a
 * thousand connections may come at once and stay open while their users think. Thread-safe.
 */
public final class LoopbackServer implements AutoCloseable {
    static {
        // The server sends headers and body in two writes: without TCP_NODELAY the second waits some 40 ms for an
        // acknowledgement, and that is what a load test would then measure.
        setDefault("sun.net.httpserver.nodelay", "true");
        // From the 201st idle connection on, the server would close them under the users' feet.
        setDefault("sun.net.httpserver.maxIdleConnections", "100000");
    }

    private static final int BACKLOG = 4096;

    private final HttpServer server;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

    /** Starts a server that passes every request to the handler. */
    public LoopbackServer(HttpHandler handler) {
        try {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on a free port of 127.0.0.1", e);
        }
        server.createContext("/", handler);
        server.setExecutor(requests);
        server.start();
    }

    /** Where it listens, such as {@code http://127.0.0.1:40123}, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Closes every connection at once. */
    @Override
    public void close() {
        server.stop(0);
        requests.shutdownNow();
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
