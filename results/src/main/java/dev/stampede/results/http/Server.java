package dev.stampede.results.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stampede.results.wire.BodyBudget;
import dev.stampede.results.wire.ClosedException;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Hands requests to routes, each on a thread of its own: whoever is slow holds up nobody else. Thread-safe.
 *
 * <p>A target that is no URI ({@code /%}, {@code //}) or no path ({@code *}) the JDK's server refuses by itself, with a page of its own that
 * repeats nothing of the request.
 */
public final class Server implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(Server.class.getName());

    /** Nothing of a page comes from elsewhere, nothing of it stands in the document itself, and nobody frames it. */
    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    /** In seconds, head and body together. (JDK: module {@code jdk.httpserver}.) */
    private static final String LONGEST_REQUEST = "sun.net.httpserver.maxReqTime";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Routes routes;
    private final Gate gate;
    private final Clock clock;
    private final BodyBudget memory;
    private final Set<WatchedBody> bodies = ConcurrentHashMap.newKeySet();

    private Server(
            HttpServer server, ExecutorService threads, Routes routes, Gate gate, Clock clock, BodyBudget memory) {
        this.server = server;
        this.threads = threads;
        this.routes = routes;
        this.gate = gate;
        this.clock = clock;
        this.memory = memory;
    }

    /**
     * Starts to listen.
     *
     * @param address where; port 0 for any that is free
     * @param token what callers must show; empty for nothing, which is refused outside of loopback
     * @throws IllegalArgumentException if others could reach it without a token; the message says what to do
     * @throws IOException if the port is taken
     */
    public static Server start(InetSocketAddress address, String token, Routes routes, Clock clock) throws IOException {
        return start(address, token, routes, clock, BodyBudget.ofHeap());
    }

    /** @param memory for bodies of requests */
    static Server start(InetSocketAddress address, String token, Routes routes, Clock clock, BodyBudget memory)
            throws IOException {
        boolean loopback = address.getAddress() != null && address.getAddress().isLoopbackAddress();
        if (!loopback && token.isEmpty()) {
            throw new IllegalArgumentException("Others could reach the results service at " + address.getHostString()
                    + ", so it needs a token. Give it one, or have it listen on 127.0.0.1 only.");
        }
        if (!loopback) {
            limitRequests();
        }
        Gate gate = new Gate(token, loopback);
        new Login(gate).addTo(routes);
        HttpServer made = HttpServer.create(address, 0);
        ExecutorService threads = threads();
        Server server = new Server(made, threads, routes, gate, clock, memory);
        made.setExecutor(threads);
        made.createContext("/", server::handle);
        startAsDaemon(made);
        return server;
    }

    /**
     * Who reads heads of requests is the JDK, which has a limit for all servers of a process only. So it is set where the service is what
     * the process is there for: one inside of a test's process listens on loopback. Bodies are watched everywhere.
     */
    private static void limitRequests() {
        if (System.getProperty(LONGEST_REQUEST) == null) {
            System.setProperty(LONGEST_REQUEST, "600");
        }
    }

    /** Its thread is a daemon if the one is that starts it: the service must not keep a process from its end. */
    private static void startAsDaemon(HttpServer made) {
        Thread starter =
                Thread.ofPlatform().daemon().name("stampede-results-start").start(made::start);
        boolean interrupted = false;
        while (starter.isAlive()) {
            try {
                starter.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before Java 24 a virtual thread that waits within the JDK's server holds its carrier, of which there are few. */
    private static ExecutorService threads() {
        return Runtime.version().feature() < 24
                ? Executors.newCachedThreadPool(Thread.ofPlatform()
                        .daemon()
                        .name("stampede-results-", 0)
                        .factory())
                : Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("stampede-results-", 0).factory());
    }

    /** Cuts off bodies that come too slowly. To be called every second or so. */
    public void tick() {
        bodies.forEach(WatchedBody::look);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) {
        WatchedBody body = new WatchedBody(exchange.getRequestBody(), clock);
        bodies.add(body);
        try (exchange) {
            send(exchange, body, answer(exchange, body));
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, "A caller has gone away.", e);
        } finally {
            bodies.remove(body);
        }
    }

    private Response answer(HttpExchange exchange, WatchedBody body) throws IOException {
        try (BodyBudget.Share share = memory.share()) { // not for as long as the caller takes to hear the answer
            return answer(exchange, body, share);
        }
    }

    private Response answer(HttpExchange exchange, WatchedBody body, BodyBudget.Share share) throws IOException {
        List<String> path = path(exchange.getRequestURI());
        Request asked = new Request(exchange, body, share, gate, path, List.of());
        try {
            gate.look(asked);
            Routes.Found found = routes.find(exchange.getRequestMethod(), path).orElse(null);
            if (found == null) {
                return notFound(exchange, routes.methods(path));
            }
            Request request = new Request(exchange, body, share, gate, path, found.holes());
            switch (found.access()) {
                case TOKEN -> {
                    gate.lookAtPage(request);
                    gate.lookAtToken(request);
                }
                case OPEN -> gate.lookAtPage(request);
                case FORM -> {} // anybody
            }
            return found.handler().answer(request);
        } catch (Refusal e) {
            if (e.status() == 401 && asked.method().equals("GET") && Login.isBrowser(asked)) {
                return Login.form(asked, "");
            }
            Response refused = Response.json(e.status(), e.body());
            return e.status() == 401 ? refused.with("WWW-Authenticate", "Bearer") : refused;
        } catch (ClosedException e) { // clients try again
            return Response.json(503, e.refusal().body());
        } catch (WatchedBody.BrokenException e) { // nobody waits for an answer
            throw e;
        } catch (IOException | RuntimeException e) {
            logger.log(System.Logger.Level.ERROR, "A request could not be answered.", e);
            return Response.json(500, new Refusal(500, "the service could not do that; its log says why").body());
        }
    }

    private static Response notFound(HttpExchange exchange, Set<String> methods) {
        if (methods.isEmpty()) {
            return Response.json(404, new Refusal(404, "there is no such path").body());
        }
        Refusal refusal = new Refusal(405, "this path does not answer " + exchange.getRequestMethod());
        return Response.json(405, refusal.body()).with("Allow", String.join(", ", methods));
    }

    /** A target such as {@code //a/b} is a path of ours, and none that we have; the JDK takes it for one of a host {@code a}. */
    private static List<String> path(URI target) {
        String whole = target.toString();
        String raw = whole.startsWith("//") ? whole : target.getRawPath();
        List<String> path = new ArrayList<>();
        for (String segment : raw.substring(raw.startsWith("/") ? 1 : 0).split("/", -1)) {
            try {
                path.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) { // a stray percent sign: no route is called so
                path.add(segment);
            }
        }
        return path;
    }

    private static void send(HttpExchange exchange, WatchedBody body, Response response) throws IOException {
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "same-origin");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        response.headers().forEach(exchange.getResponseHeaders()::set);
        if (exchange.getRequestMethod().equals("HEAD") || response.length() < 0) {
            body.drop();
            exchange.sendResponseHeaders(response.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(response.status(), response.length());
        try (OutputStream out = exchange.getResponseBody()) {
            response.body().writeTo(out);
            out.flush();
            body.drop(); // a connection that is closed over unread bytes may take the answer with it
        }
    }

    /** Stops to listen; requests that are being answered are cut off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
