package dev.stampede.run;

import com.sun.management.OperatingSystemMXBean;
import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.output.Output;
import dev.stampede.output.cloud.CloudStream;
import dev.stampede.output.cloud.config.CloudConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A million samples a minute over 10,000 series, to a cloud that takes 2 s to answer and is a process of its own. Prints heap
 * and queue as time goes on, iterations, and what became of the samples.
 *
 * <p>{@code memory <seconds> <pushes at one time>} is one run of 1000 iterations/s, each with 17 samples. Every half minute
 * it tells the heap after a collection, and the unsent batches. {@code rate <seconds> <pairs> <open | closed | busy>} compares runs without and with
 * the cloud in turn, after one of each for warming up: {@code open} is the same arrival rate; {@code closed} are 50 virtual
 * users that sleep 50 ms in each iteration; {@code busy} is two that never wait, and so feel all CPU time that is taken
 * from them. What is left at the end is not pushed then. After {@code mvn -pl runtime test-compile dependency:build-classpath -Dmdep.outputFile=cp}:
 *
 * <pre>{@code
 * java -Xmx512m -cp runtime/target/test-classes:runtime/target/classes:$(cat runtime/cp) \
 *     dev.stampede.run.ManySeriesMain memory 300 1        # or: rate 60 3 closed
 * }</pre>
 */
final class ManySeriesMain {
    private static final int RATE = 1000;
    private static final int SERIES = 10_000;
    private static final int SAMPLES = 17;
    private static final String[] NUMBERS = numbers();
    private static final Duration WATCH = Duration.ofSeconds(30);
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final String cloud;
    private final Path folder;

    private ManySeriesMain(String cloud, Path folder) {
        this.cloud = cloud;
        this.folder = folder;
    }

    private static String[] numbers() {
        String[] numbers = new String[SERIES];
        for (int i = 0; i < SERIES; i++) {
            numbers[i] = Integer.toString(i);
        }
        return numbers;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("many-series");
        try (ForkedJvm cloud = new ForkedJvm(SlowCloudMain.class, List.of("-Xmx1g", "-XX:+UseSerialGC"), "2000")) {
            cloud.awaitLine(line -> line.startsWith("port "));
            ManySeriesMain main = new ManySeriesMain(
                    "http://127.0.0.1:"
                            + cloud.output().lines().findFirst().orElseThrow().substring(5),
                    folder);
            long seconds = Long.parseLong(args[1]);
            if (args[0].equals("memory")) {
                main.memory(Duration.ofSeconds(seconds), args[2]);
            } else {
                main.rate(Duration.ofSeconds(seconds), Integer.parseInt(args[2]), args[3]);
            }
        }
        System.exit(0);
    }

    private void memory(Duration duration, String concurrency) throws Exception {
        Thread watch = Thread.ofPlatform().daemon().start(this::watch);
        Figures unused = run("open", duration, concurrency, "2m");
        watch.interrupt();
    }

    private void rate(Duration duration, int pairs, String load) throws Exception {
        double without = 0;
        double with = 0;
        for (int pair = 0; pair <= pairs; pair++) {
            double first = run(load, duration, "0", "0s").rate();
            double second = run(load, duration, "1", "2s").rate();
            print(
                    pair == 0
                            ? "that was for warming up"
                            : String.format(Locale.ROOT, "%+.2f %%", 100 * (second / first - 1)));
            without += pair == 0 ? 0 : first;
            with += pair == 0 ? 0 : second;
        }
        print(String.format(
                Locale.ROOT,
                "%s: iterations/s without the cloud %.1f, with it %.1f: %+.2f %%",
                load,
                without / pairs,
                with / pairs,
                100 * (with / without - 1)));
    }

    /** What a run came to. */
    private record Figures(double rate) {}

    /**
     * @param concurrency pushes at one time; 0 for no cloud
     * @param flush longest time for what is left at the end
     */
    private Figures run(String load, Duration duration, String concurrency, String flush) throws Exception {
        AtomicLong iterations = new AtomicLong();
        AtomicLong ended = new AtomicLong();
        LoadOptions options = LoadOptions.builder("many")
                .profile(profile(load, duration))
                .outputs(concurrency.equals("0") ? List.of() : List.of(stream(concurrency, flush)))
                .folder(folder)
                .quiet(true)
                .build();
        long cpu = SYSTEM.getProcessCpuTime();
        long begin = System.nanoTime();
        RunReport report = LoadRunner.run(options, scope -> () -> {
            long number = iterations.getAndIncrement();
            for (int i = 0; i < SAMPLES; i++) {
                int n = (int) ((number * SAMPLES + i) % SERIES);
                scope.vu().trend("mine").add(n % 100, Map.of("n", NUMBERS[n]));
            }
            if (load.equals("closed")) {
                scope.vu().sleep("50ms");
            }
            ended.set(System.nanoTime());
        });
        double seconds = (ended.get() - begin) / 1e9;
        double rate = iterations.get() / (duration.toMillis() / 1e3);
        print(String.format(
                Locale.ROOT,
                "%s, %s: iterations %d (%.1f/s), last after %.2f s, dropped %s, run took %d s, CPU %.1f s",
                load,
                concurrency.equals("0") ? "no cloud" : "cloud",
                iterations.get(),
                rate,
                seconds,
                report.metrics().contains("dropped_iterations") ? report.value("dropped_iterations", "count") : 0,
                Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                (SYSTEM.getProcessCpuTime() - cpu) / 1e9));
        if (report.delivery().isPresent()) {
            print("  recorded " + iterations.get() * SAMPLES + " samples, arrived " + counted() + ", "
                    + report.delivery().get());
        }
        return new Figures(rate);
    }

    private static LoadProfile profile(String load, Duration duration) {
        return switch (load) {
            case "closed" -> new ConstantVus(50, duration);
            case "busy" -> new ConstantVus(2, duration);
            default -> new ConstantArrivalRate(RATE, Duration.ofSeconds(1), duration, 500, 500);
        };
    }

    private Output stream(String concurrency, String flush) {
        return new CloudStream(CloudConfig.builder()
                .apply(
                        Map.of(
                                "host",
                                cloud,
                                "token",
                                "tok",
                                "metricPushConcurrency",
                                concurrency,
                                "finalFlushTimeout",
                                flush),
                        key -> "the command line")
                .build());
    }

    private String counted() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(cloud + "/counted"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }

    private void watch() {
        try {
            for (long seconds = WATCH.toSeconds(); ; seconds += WATCH.toSeconds()) {
                Thread.sleep(WATCH); // to look every so often
                System.gc();
                long heap =
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
                print(seconds + " s: heap after GC " + Math.round(heap / 1e5) / 10.0 + " MB, unsent batches "
                        + unsent());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long unsent() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".batch")).count();
        } catch (IOException | java.io.UncheckedIOException e) { // one was just being sent
            return -1;
        }
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }
}
