package dev.stampede.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, read to its end. Immutable.
 *
 * @param method in capital letters
 * @param path segments of the path, such as {@code [products, 7]}
 * @param query decoded parameters of the query
 * @param contentType empty when there is none
 * @param authorization empty when there is none
 * @param cookies by name
 * @param body empty when there is none
 */
record Request(
        String method,
        List<String> path,
        Map<String, String> query,
        String contentType,
        String authorization,
        Map<String, String> cookies,
        String body) {

    private static final String BEARER = "Bearer ";

    static Request from(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        return new Request(
                exchange.getRequestMethod(),
                List.of(exchange.getRequestURI().getPath().substring(1).split("/")),
                pairs(exchange.getRequestURI().getRawQuery(), "&"),
                header(exchange, "Content-Type"),
                header(exchange, "Authorization"),
                pairs(header(exchange, "Cookie"), ";"),
                body);
    }

    /** What is asked for, with identifiers left out: {@code GET /products/{id}}. */
    String route() {
        return method + " /" + path.getFirst() + (path.size() > 1 ? "/{id}" : "");
    }

    /** The identifier of such a route. */
    String id() {
        return path.get(1);
    }

    Optional<String> bearerToken() {
        return authorization.startsWith(BEARER)
                ? Optional.of(authorization.substring(BEARER.length()))
                : Optional.empty();
    }

    /** The body as JSON or, when the client says so, as the fields of a form. */
    <T> T read(Class<T> type) {
        boolean form = contentType.startsWith("application/x-www-form-urlencoded");
        return form ? Json.read(type, pairs(body, "&")) : Json.read(type, body);
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static Map<String, String> pairs(@Nullable String text, String separator) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : text == null ? new String[0] : text.split(separator)) {
            String[] nameAndValue = pair.strip().split("=", 2);
            if (nameAndValue.length == 2) {
                pairs.put(URLDecoder.decode(nameAndValue[0], UTF_8), URLDecoder.decode(nameAndValue[1], UTF_8));
            }
        }
        return pairs;
    }
}
