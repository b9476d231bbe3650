package dev.stampede.run;

import com.sun.net.httpserver.HttpServer;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.output.Output;
import dev.stampede.output.cloud.CloudStream;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.metrics.Unsnappy;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.TimeSeries;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * A million samples a minute over 10,000 series, to a cloud that takes 2 s to answer: {@code <seconds> <pushes at one time, or 0
 * for no cloud>}. Prints heap, iterations and what became of the samples.
 */
final class ManySeriesMain {
    private static final int RATE = 1000;
    private static final int SERIES = 10_000;
    private static final int SAMPLES = 17;

    private ManySeriesMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        Duration duration = Duration.ofSeconds(Long.parseLong(args[0]));
        LongAdder arrived = new LongAdder();
        HttpServer cloud = cloud(arrived);
        Path folder = Files.createTempDirectory("many-series");
        LoadOptions options = LoadOptions.builder("many")
                .profile(new ConstantArrivalRate(RATE, Duration.ofSeconds(1), duration, 50, 500))
                .outputs(outputs(cloud, args[1]))
                .folder(folder)
                .quiet(true)
                .build();
        Thread watch = Thread.ofPlatform().daemon().start(ManySeriesMain::watch);
        LongAdder iterations = new LongAdder();
        long begin = System.nanoTime();
        RunReport report = LoadRunner.run(options, scope -> {
            return () -> {
                iterations.increment();
                long number = iterations.sum();
                for (int i = 0; i < SAMPLES; i++) {
                    int n = (int) ((number * SAMPLES + i) % SERIES);
                    scope.vu().trend("mine").add(n % 100, Map.of("n", Integer.toString(n)));
                }
            };
        });
        watch.interrupt();
        System.out.println("iterations " + iterations.sum() + ", samples recorded " + iterations.sum() * SAMPLES
                + ", arrived " + arrived.sum() + ", run took "
                + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s, "
                + report.delivery().map(Object::toString).orElse("no cloud"));
        System.exit(0);
    }

    private static List<Output> outputs(HttpServer cloud, String concurrency) {
        return concurrency.equals("0")
                ? List.of()
                : List.of(new CloudStream(CloudConfig.builder()
                        .apply(
                                Map.of(
                                        "host",
                                        "http://127.0.0.1:" + cloud.getAddress().getPort(),
                                        "token",
                                        "tok",
                                        "metricPushConcurrency",
                                        concurrency),
                                key -> "the command line")
                        .build()));
    }

    private static HttpServer cloud(LongAdder arrived) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        Set<String> keys = ConcurrentHashMap.newKeySet();
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean push = exchange.getRequestURI().getPath().startsWith("/v2/");
            byte[] reply = (push ? "" : "{\"reference_id\":\"9\"}").getBytes(StandardCharsets.UTF_8);
            if (push && keys.add(exchange.getRequestHeaders().getFirst("K6-Idempotency-Key"))) {
                arrived.add(samples(body));
            }
            try {
                Thread.sleep(push ? 2000 : 0); // this is what it is about
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(200, reply.length == 0 ? -1 : reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static long samples(byte[] body) throws IOException {
        long samples = 0;
        for (Metric metric : MetricSet.parseFrom(Unsnappy.decompress(body)).getMetricsList()) {
            if (metric.getName().equals("mine")) {
                for (TimeSeries series : metric.getTimeSeriesList()) {
                    samples += series.getTrendHdrSamples().getValuesList().stream()
                            .mapToLong(value -> value.getCount())
                            .sum();
                }
            }
        }
        return samples;
    }

    @SuppressWarnings("SystemOut")
    private static void watch() {
        try {
            while (true) {
                Thread.sleep(Duration.ofSeconds(30)); // to look every so often
                System.gc();
                System.out.println("heap after GC "
                        + ManagementFactory.getMemoryMXBean()
                                        .getHeapMemoryUsage()
                                        .getUsed()
                                / 1_000_000
                        + " MB");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
