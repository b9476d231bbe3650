package dev.stampede.results;

import static java.util.Objects.requireNonNull;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.proto.CounterSamples;
import dev.stampede.output.cloud.proto.CounterValue;
import dev.stampede.output.cloud.proto.Label;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.MetricType;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.output.cloud.proto.Timestamp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.xerial.snappy.Snappy;

/** Calls a service as a generator does, and as none would. */
final class Caller implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final List<String> headers = new ArrayList<>();

    Caller(ResultsServer server) {
        url = server.url();
    }

    /** Sends a header with each call. */
    Caller always(String name, String value) {
        headers.addAll(List.of(name, value));
        return this;
    }

    HttpResponse<String> send(String method, String path, byte[] body, String... more) throws Exception {
        return send(method, path, HttpRequest.BodyPublishers.ofByteArray(body), more);
    }

    HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body, String... more)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : url + path))
                .method(method, body);
        for (int i = 0; i < headers.size(); i += 2) {
            request.setHeader(headers.get(i), headers.get(i + 1));
        }
        for (int i = 0; i < more.length; i += 2) {
            request.setHeader(more[i], more[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... more) throws Exception {
        return send("GET", path, HttpRequest.BodyPublishers.noBody(), more);
    }

    HttpResponse<String> json(String path, String body, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(more));
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
    }

    /** Opens a run of the stream flow. */
    String open(String name) throws Exception {
        HttpResponse<String> reply = json("/v1/tests", "{\"name\":\"" + name + "\",\"vus\":1,\"duration\":10}");
        return Json.text(fields(reply).get("reference_id"));
    }

    /** Pushes metrics to a run. */
    HttpResponse<String> push(String run, MetricSet metrics, String... more) throws Exception {
        return pushTo("/v2/metrics/" + run, Snappy.compress(metrics.toByteArray()), more);
    }

    HttpResponse<String> pushTo(String path, byte[] body, String... more) throws Exception {
        return pushTo(path, HttpRequest.BodyPublishers.ofByteArray(body), more);
    }

    HttpResponse<String> pushTo(String path, HttpRequest.BodyPublisher body, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "Content-Type", "application/x-protobuf",
                "Content-Encoding", "snappy",
                "K6-Metrics-Protocol-Version", "2.0"));
        all.addAll(List.of(more));
        return send("POST", path, body, all.toArray(String[]::new));
    }

    static Map<String, Object> fields(HttpResponse<String> reply) {
        return requireNonNull(Json.object(reply.body()), reply.body());
    }

    /** Text of an error in the cloud's shape. */
    static String error(HttpResponse<String> reply) {
        Map<String, Object> error = requireNonNull(Json.object(fields(reply).get("error")), reply.body());
        return reply.statusCode() + "/" + error.get("code") + " " + error.get("message")
                + (error.containsKey("details") ? " " + error.get("details") : "");
    }

    /** So many requests in one second of a run. */
    static MetricSet requests(String run, double count, long second, String... labels) {
        TimeSeries.Builder series = TimeSeries.newBuilder()
                .setCounterSamples(CounterSamples.newBuilder()
                        .addValues(CounterValue.newBuilder()
                                .setTime(Timestamp.newBuilder().setSeconds(second))
                                .setValue(count)));
        for (int i = 0; i < labels.length; i += 2) {
            series.addLabels(Label.newBuilder().setName(labels[i]).setValue(labels[i + 1]));
        }
        return MetricSet.newBuilder()
                .setTestRunId(run)
                .setAggregationPeriod(1)
                .addMetrics(Metric.newBuilder()
                        .setName("http_reqs")
                        .setType(MetricType.METRIC_TYPE_COUNTER)
                        .addTimeSeries(series))
                .build();
    }

    @Override
    public void close() {
        client.close();
    }
}
