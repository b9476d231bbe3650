package dev.stampede.run;

import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.output.cloud.CloudStream;
import dev.stampede.output.cloud.FaultyCloud;
import dev.stampede.output.cloud.config.CloudConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** Something to put load on, which knows the requests it gets. Thread-safe. */
final class Shop implements AutoCloseable {
    static final int RATE = 50;

    private final MockWebServer server = new MockWebServer();
    private final Map<String, Long> served = new ConcurrentHashMap<>();

    private Shop() {}

    static Shop open() throws IOException {
        Shop shop = new Shop();
        shop.server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                shop.served.merge(String.valueOf(request.getUrl().queryParameter("n")), 1L, Long::sum);
                return new MockResponse.Builder().body("hello").build();
            }
        });
        shop.server.start();
        return shop;
    }

    String url() {
        return server.url("/").toString();
    }

    long requests() {
        return served.values().stream().mapToLong(n -> n).sum();
    }

    /** How often it has served each request, by its number, which is also the tag {@code n}. */
    Map<String, Long> served() {
        return Map.copyOf(served);
    }

    /** {@value #RATE} requests a second, each with its number, streamed to a cloud. */
    static RunReport load(String shop, String cloud, Duration duration, Path folder, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("host", cloud, "token", "tok"));
        all.putAll(settings);
        LoadOptions options = LoadOptions.builder("outage")
                .profile(new ConstantArrivalRate(RATE, Duration.ofSeconds(1), duration, 20, 100))
                .outputs(List.of(new CloudStream(
                        CloudConfig.builder().apply(all, key -> "the test").build())))
                .folder(folder)
                .quiet(true)
                .build();
        AtomicLong next = new AtomicLong();
        return LoadRunner.run(options, scope -> () -> {
            String n = Long.toString(next.getAndIncrement());
            scope.http()
                    .request("GET", shop + "?n=" + n)
                    .name("shop")
                    .tag("n", n)
                    .send();
        });
    }

    /** The same, for a shop and a cloud of this process. */
    RunReport load(FaultyCloud cloud, Duration duration, Path folder, Map<String, String> settings) {
        return load(url(), cloud.url(), duration, folder, settings);
    }

    @Override
    public void close() {
        server.close();
    }
}
