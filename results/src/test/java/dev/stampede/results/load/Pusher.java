package dev.stampede.results.load;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.proto.MetricSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.xerial.snappy.Snappy;

/** Pushes over HTTP, and each push again until it is taken: with the same key. Confined to one thread. */
public final class Pusher {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final HttpClient client;
    private final String url;
    private final String run;
    private final SeriesLoad load;
    private final List<String> taken = new ArrayList<>();
    private final List<Long> nanos = new ArrayList<>();
    private int retries;
    private long bytes;

    /** @param url where the service is */
    public Pusher(HttpClient client, String url, String run, SeriesLoad load) {
        this.client = client;
        this.url = url;
        this.run = run;
        this.load = load;
    }

    /** Opens a run, and says which it is. */
    public static String open(HttpClient client, String url, String name) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                request(url + "/v1/tests", "application/json")
                        .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Map<String, Object> json = Objects.requireNonNull(Json.object(answer.body()), answer.body());
        return Json.text(json.get("reference_id"));
    }

    /** Says that a run is over. */
    public static int end(HttpClient client, String url, String run) throws IOException, InterruptedException {
        return client.send(
                        request(url + "/v1/tests/" + run, "application/json")
                                .POST(BodyPublishers.ofString("{\"result_status\":0,\"run_status\":3}"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpRequest.Builder request(String url, String type) {
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", type)
                .header("Authorization", "Token none");
    }

    /** Pushes a bucket of each series. Returns when it was taken. */
    public void push(long second, int period) throws IOException, InterruptedException {
        push(load.next(run, second, period));
    }

    private void push(MetricSet metrics) throws IOException, InterruptedException {
        String key = "%016x".formatted(ThreadLocalRandom.current().nextLong());
        byte[] body = Snappy.compress(metrics.toByteArray());
        bytes += body.length;
        HttpRequest request = request(url + "/v2/metrics/" + run, "application/x-protobuf")
                .header("Content-Encoding", "snappy")
                .header("K6-Metrics-Protocol-Version", "2.0")
                .header("K6-Idempotency-Key", key)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        long begin = System.nanoTime();
        while (!isTaken(request)) {
            retries++;
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IOException("the service takes no push any more");
            }
            Thread.sleep(PAUSE); // as a generator pauses before it tries again
        }
        taken.add(key);
    }

    private boolean isTaken(HttpRequest request) throws InterruptedException, IOException {
        long begin = System.nanoTime();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 202) {
                nanos.add(System.nanoTime() - begin);
                return true;
            }
            if (answer.statusCode() < 500) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            return false;
        } catch (IOException e) { // it is down
            return false;
        }
    }

    /** Keys of the pushes that were taken. */
    public List<String> taken() {
        return taken;
    }

    /** How long each push took that was taken, from the last try on, in nanoseconds. */
    public List<Long> nanos() {
        return nanos;
    }

    /** How often a push was tried again. */
    public int retries() {
        return retries;
    }

    /** Bytes of all pushes, as they travel. */
    public long bytes() {
        return bytes;
    }

    /** What it pushes. */
    public SeriesLoad load() {
        return load;
    }
}
