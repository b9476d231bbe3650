package dev.stampede.results.page;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import dev.stampede.results.http.Response;
import dev.stampede.results.http.Routes;
import dev.stampede.results.http.Server;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Answers the page with a made-up run, so that each of its states can be had at will. Runs: 1021 goes on and sends the events it
 * is given, 1020 is over; no other has details.
 */
final class FixtureService implements AutoCloseable {
    private static final JsonAdapter<Object> JSON = new Moshi.Builder().build().adapter(Object.class);
    private static final String BREAK = "break";

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Server server;
    private volatile Map<String, Object> live = live(Map.of());
    private volatile boolean empty;
    private volatile boolean full;

    FixtureService() throws IOException {
        Routes routes = new Routes();
        PageFiles.addTo(routes);
        routes.add("GET", "/api/runs", Routes.Access.OPEN, request -> {
            Map<String, Object> runs = json("runs");
            return Response.json(200, empty ? Map.of("runs", List.of(), "tests", List.of()) : runs);
        });
        routes.add("GET", "/api/compare", Routes.Access.OPEN, request -> Response.json(200, json("compare")));
        routes.add("GET", "/api/trend", Routes.Access.OPEN, request -> Response.json(200, json("trend")));
        routes.add("GET", "/api/runs/{}", Routes.Access.OPEN, request -> switch (request.hole(0)) {
            case "1021" -> Response.json(200, live);
            case "1020" -> Response.json(200, json("done"));
            default -> throw new Refusal(404, "there is no run " + request.hole(0));
        });
        for (String part : List.of("chart", "series", "archive")) {
            routes.add("GET", "/api/runs/{}/" + part, Routes.Access.OPEN, request -> Response.json(200, json(part)));
        }
        routes.add(
                "GET", "/api/runs/{}/logs", Routes.Access.OPEN, request -> Response.json(200, logs(request.query())));
        routes.add("GET", "/api/runs/{}/events", Routes.Access.OPEN, request -> events());
        server =
                Server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "", routes, Clock.systemUTC());
    }

    private Response events() throws Refusal {
        if (full) {
            throw new Refusal(503, "there are viewers enough");
        }
        return Response.stream("text/event-stream", out -> {
            try {
                for (String event = events.take(); !event.equals(BREAK); event = events.take()) {
                    out.write(event.getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    String url() {
        return "http://127.0.0.1:" + server.address().getPort() + "/";
    }

    /** From now on there are no runs. */
    void forgetRuns() {
        empty = true;
    }

    /** Whether nobody more is let listen to events. */
    void full(boolean is) {
        full = is;
    }

    /** The run that goes on has changed. */
    void change(Map<String, ?> figures) {
        changeInSilence(figures);
        event("run", live);
    }

    /** The run that goes on has changed, which no event tells. */
    void changeInSilence(Map<String, ?> figures) {
        live = live(figures);
    }

    void event(String name, Object data) {
        events.add(
                "event: " + name + "\ndata: " + new String(Response.jsonBytes(data), StandardCharsets.UTF_8) + "\n\n");
    }

    /** Ends the stream of events without a word. */
    void breakConnection() {
        events.add(BREAK);
    }

    private static Map<String, Object> live(Map<String, ?> figures) {
        Map<String, Object> run = new LinkedHashMap<>(json("done"));
        run.putAll(Map.of("id", "1021", "status", 2, "statusText", "running", "live", true));
        run.put("failed", null);
        run.putAll(figures);
        return run;
    }

    private static Map<String, Object> logs(Map<String, String> query) {
        List<Object> lines = new ArrayList<>();
        for (Object line : (List<?>) Objects.requireNonNull(json("logs").get("lines"))) {
            Map<?, ?> entry = (Map<?, ?>) line;
            boolean level =
                    query.getOrDefault("level", "").isEmpty() || Objects.equals(query.get("level"), entry.get("level"));
            boolean text = String.valueOf(entry.get("text")).contains(query.getOrDefault("text", ""));
            double after = Double.parseDouble(query.getOrDefault("after", "0"));
            if (level && text && entry.get("n") instanceof Double n && n > after) {
                lines.add(entry);
            }
        }
        return Map.of("lines", lines, "more", false);
    }

    /** A fixture. */
    @SuppressWarnings("unchecked") // an object of JSON has texts for keys
    static Map<String, Object> json(String name) {
        try (InputStream in =
                Objects.requireNonNull(FixtureService.class.getResourceAsStream("/page/" + name + ".json"))) {
            Object value = JSON.fromJson(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return (Map<String, Object>) Objects.requireNonNull(value);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
