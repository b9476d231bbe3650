package dev.stampede.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stampede.output.cloud.metrics.Unsnappy;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.output.cloud.proto.TrendHdrValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * A cloud that takes long to answer, in a process of its own so that it neither uses the load's threads nor is in its heap:
 * {@code <milliseconds>}. Prints its port. It keeps what it gets and decodes it only when it is asked what that was, with
 * {@code GET /counted}: once for each key.
 */
final class SlowCloudMain {
    private final long millis;
    private final Map<String, byte[]> bodies = new ConcurrentHashMap<>();
    private final LongAdder pushes = new LongAdder();

    private SlowCloudMain(long millis) {
        this.millis = millis;
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        SlowCloudMain cloud = new SlowCloudMain(Long.parseLong(args[0]));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", cloud::answer);
        server.start();
        System.out.println("port " + server.getAddress().getPort());
        int unused = System.in.read(); // until who started it is gone
        System.exit(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        String reply = "{\"reference_id\":\"9\"}";
        if (path.equals("/counted")) {
            reply = counted();
            bodies.clear();
            pushes.reset();
        } else if (path.startsWith("/v2/")) {
            bodies.put(exchange.getRequestHeaders().getFirst("K6-Idempotency-Key"), body);
            pushes.increment();
            pause();
            reply = "";
        }
        byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void pause() {
        try {
            Thread.sleep(millis); // this is what it is about
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String counted() throws IOException {
        long samples = 0;
        long bytes = 0;
        Set<Object> seen = new HashSet<>();
        long twice = 0;
        Set<Object> series = new HashSet<>();
        for (byte[] body : bodies.values()) {
            bytes += body.length;
            for (Metric metric : MetricSet.parseFrom(Unsnappy.decompress(body)).getMetricsList()) {
                if (!metric.getName().equals("mine")) {
                    continue;
                }
                for (TimeSeries one : metric.getTimeSeriesList()) {
                    series.add(one.getLabelsList());
                    for (TrendHdrValue value : one.getTrendHdrSamples().getValuesList()) {
                        samples += value.getCount();
                        twice += seen.add(Map.entry(one.getLabelsList(), value.getTime())) ? 0 : 1;
                    }
                }
            }
        }
        return samples + " samples of " + series.size() + " series, a bucket of a series twice " + twice + " times, in "
                + bodies.size() + " batches (" + bytes / 1000 + " kB), pushes " + pushes.sum();
    }
}
