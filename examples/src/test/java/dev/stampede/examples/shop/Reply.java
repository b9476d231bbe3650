package dev.stampede.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What the shop answers. Immutable.
 *
 * @param json empty for no body
 */
record Reply(int status, Map<String, String> headers, String json) {

    /** What goes wrong, for people. */
    public record Problem(String error) {}

    static Reply ok(Object body) {
        return new Reply(200, Map.of(), Json.write(body));
    }

    static Reply created(Object body) {
        return new Reply(201, Map.of(), Json.write(body));
    }

    static Reply seeOther(String location) {
        return new Reply(303, Map.of("Location", location), "");
    }

    static Reply problem(int status, String error) {
        return new Reply(status, Map.of(), Json.write(new Problem(error)));
    }

    Reply with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, Map.copyOf(more), json);
    }

    void send(HttpExchange exchange) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        byte[] body = json.getBytes(UTF_8);
        if (body.length == 0) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
