package dev.stampede.examples.shop;

import java.time.Duration;
import java.util.Map;
import java.util.Random;

/**
 * How long the shop takes to answer: log-normal, as services are, so most answers come near the median and a few take
 * several times as long. Seeded: the same sequence in each run. Thread-safe.
 */
final class Latency {
    private static final Map<String, Double> MEDIAN_MILLIS = Map.of(
            "GET /products", 6.0,
            "GET /products/{id}", 3.0,
            "POST /login", 15.0,
            "GET /cart", 3.0,
            "POST /cart", 5.0,
            "POST /checkout", 20.0,
            "GET /orders/{id}", 4.0);
    private static final double MEDIAN_OF_OTHERS = 1;
    private static final double SPREAD = 0.4;
    private static final double LONGEST_MILLIS = 150;

    private final Random random;

    Latency(long seed) {
        random = new Random(seed);
    }

    /** Time for the next answer on this route. */
    Duration next(String route) {
        double millis = MEDIAN_MILLIS.getOrDefault(route, MEDIAN_OF_OTHERS) * Math.exp(SPREAD * random.nextGaussian());
        return Duration.ofNanos((long) (Math.min(millis, LONGEST_MILLIS) * 1e6));
    }
}
