package dev.stampede.results;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.api.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

/** A service and somebody who asks it over HTTP. */
record Service(ResultsServer server, HttpClient client) implements AutoCloseable {

    static Service in(Path folder) throws IOException {
        return of(ResultsOptions.in(folder));
    }

    static Service of(ResultsOptions options) throws IOException {
        return new Service(ResultsServer.start(options), HttpClient.newHttpClient());
    }

    /** Makes the calls of a recording. */
    Service replay(String recording) throws IOException, InterruptedException {
        for (Recording.Call call : Recording.of(recording).calls()) {
            HttpResponse<String> answer = call.replay(client, server.url());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(call.status());
        }
        return this;
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A page's JSON: numbers are texts, and what is null is not there. */
    Map<String, Object> get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(to(path));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return requireNonNull(Json.object(answer.body()), answer.body());
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
