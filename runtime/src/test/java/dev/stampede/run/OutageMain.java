package dev.stampede.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A load test in a JVM of its own: {@code <shop> <cloud> <folder> [k6]}, with buckets of a second, or with k6's settings. */
final class OutageMain {
    static final Map<String, String> QUICK =
            Map.of("aggregationPeriod", "1s", "aggregationWaitPeriod", "1s", "metricPushInterval", "200ms");

    private OutageMain() {}

    public static void main(String[] args) {
        RunReport unused = Shop.load(
                args[0], args[1], Duration.ofMinutes(2), Path.of(args[2]), args.length > 3 ? Map.of() : QUICK);
    }
}
