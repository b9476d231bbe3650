package dev.stampede.results;

import static java.util.Objects.requireNonNull;

import dev.stampede.output.cloud.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Calls that k6 made once, to be made again byte for byte. */
record Recording(List<Call> calls) {

    /** A call: what was sent, and the status with which it was answered. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Call(String method, String path, Map<String, Object> headers, byte[] body, int status) {

        /** Makes it again. */
        HttpResponse<String> replay(HttpClient client, String service) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service + path))
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
            headers.forEach((name, value) -> {
                if (!name.matches("host|content-length|transfer-encoding")) {
                    request.header(name, value.toString());
                }
            });
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Such as {@code stream_run}. */
    static Recording of(String name) throws IOException {
        try (InputStream in = requireNonNull(Recording.class.getResourceAsStream("/" + name + ".ndjson"), name)) {
            return new Recording(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Recording::call)
                    .toList());
        }
    }

    private static Call call(String line) {
        Map<String, Object> call = requireNonNull(Json.object(line));
        return new Call(
                Json.text(call.get("method")),
                Json.text(call.get("path")),
                requireNonNull(Json.object(call.get("headers"))),
                Base64.getDecoder().decode(Json.text(call.get("raw"))),
                Integer.parseInt(Json.text(call.get("status"))));
    }
}
