package dev.stampede.results.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Hands requests to routes, each on a virtual thread of its own. Thread-safe. */
public final class Server implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(Server.class.getName());

    /** Nothing of a page comes from elsewhere, nothing of it stands in the document itself, and nobody frames it. */
    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Routes routes;
    private final Gate gate;

    private Server(HttpServer server, ExecutorService threads, Routes routes, Gate gate) {
        this.server = server;
        this.threads = threads;
        this.routes = routes;
        this.gate = gate;
    }

    /**
     * Starts to listen.
     *
     * @param address where; port 0 for any that is free
     * @param token what callers must show; empty for nothing, which is refused outside of loopback
     * @throws IOException if the port is taken
     */
    public static Server start(InetSocketAddress address, String token, Routes routes) throws IOException {
        boolean loopback = address.getAddress() != null && address.getAddress().isLoopbackAddress();
        if (!loopback && token.isEmpty()) {
            throw new IllegalArgumentException("a service that others can reach needs a token");
        }
        Gate gate = new Gate(token, loopback);
        new Login(gate).addTo(routes);
        HttpServer made = HttpServer.create(address, 0);
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("stampede-results-", 0).factory());
        Server server = new Server(made, threads, routes, gate);
        made.setExecutor(threads);
        made.createContext("/", server::handle);
        made.start();
        return server;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            send(exchange, answer(exchange));
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, "A caller has gone away.", e);
        }
    }

    private Response answer(HttpExchange exchange) {
        List<String> path = path(exchange.getRequestURI().getRawPath());
        Request asked = new Request(exchange, path, List.of());
        try {
            gate.look(asked);
            Routes.Found found = routes.find(exchange.getRequestMethod(), path).orElse(null);
            if (found == null) {
                throw routes.knows(path)
                        ? new Refusal(405, "not with " + exchange.getRequestMethod())
                        : new Refusal(404, "there is no such path");
            }
            Request request = new Request(exchange, path, found.holes());
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
            return Response.json(e.status(), e.body());
        } catch (IOException | RuntimeException e) {
            logger.log(System.Logger.Level.ERROR, "A request could not be answered.", e);
            return Response.json(500, new Refusal(500, "the service could not do that; its log says why").body());
        }
    }

    private static List<String> path(String raw) {
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

    private static void send(HttpExchange exchange, Response response) throws IOException {
        // what is left of a body that was refused is read by the exchange's end, so far as that is little
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "same-origin");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        response.headers().forEach(exchange.getResponseHeaders()::set);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(response.status(), head ? -1 : response.length());
        if (!head && response.length() >= 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                response.body().writeTo(out);
            }
        }
    }

    /** Stops to listen; requests that are being answered are cut off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
