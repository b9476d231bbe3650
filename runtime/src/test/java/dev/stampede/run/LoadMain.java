package dev.stampede.run;

import com.sun.management.OperatingSystemMXBean;
import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.Output;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Loads whose cold start, memory and pacing are of interest. Prints, for each second, iterations and those dropped, and the
 * memory of the process.
 *
 * <p>{@code rate <per second> <users> <seconds> <url>} is one request an iteration; {@code pause <users> <seconds> <pause>
 * [<url>]} are users that pause in each iteration, after a request if there is a URL. After {@code mvn -pl runtime test-compile
 * dependency:build-classpath -Dmdep.outputFile=cp}:
 *
 * <pre>{@code
 * taskset -c 0 java -cp runtime/target/test-classes:runtime/target/classes:$(cat runtime/cp) \
 *     dev.stampede.run.LoadMain rate 5000 200 10 http://127.0.0.1:8090/
 * }</pre>
 */
final class LoadMain {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private LoadMain() {}

    public static void main(String[] args) {
        boolean open = args[0].equals("rate");
        int number = Integer.parseInt(args[1]);
        int users = open ? Integer.parseInt(args[2]) : number;
        Duration duration = Duration.ofSeconds(Long.parseLong(args[open ? 3 : 2]));
        LoadProfile profile = open
                ? new ConstantArrivalRate(number, Duration.ofSeconds(1), duration, users, users)
                : new ConstantVus(users, duration);
        String pause = open ? "" : args[3];
        String url = args.length > 4 ? args[4] : "";
        Seconds seconds = new Seconds();
        LoadOptions options = LoadOptions.builder("load")
                .profile(profile)
                .gracefulStop(Duration.ofSeconds(2))
                .outputs(List.of(seconds))
                .warmUp(WarmUp.parse(System.getProperty("warmUp", "auto")))
                .console(block -> {})
                .build();
        Thread.ofPlatform().daemon().start(seconds::watch);
        RunReport report = LoadRunner.run(options, scope -> () -> {
            if (!url.isEmpty()) {
                boolean ok = scope.http().get(url).status() == 200;
                scope.vu().check("status is 200", ok);
            }
            if (!pause.isEmpty()) {
                scope.vu().sleep(pause);
            }
        });
        seconds.print();
        if (open) {
            System.out.printf(
                    Locale.ROOT,
                    "start lag us: p50 %.0f p90 %.0f p99 %.0f%n",
                    1000 * report.value("iteration_start_lag", "p(50)"),
                    1000 * report.value("iteration_start_lag", "p(90)"),
                    1000 * report.value("iteration_start_lag", "p(99)"));
        }
    }

    /** What happened in each second. */
    private static final class Seconds implements Output {
        private final Map<Long, Map<String, Double>> counts = new ConcurrentSkipListMap<>();
        private final Map<Long, String> process = new ConcurrentHashMap<>();
        private volatile boolean started;

        @Override
        public String describe() {
            return "seconds";
        }

        @Override
        public void start(RunDescription run, RunControl control) {
            started = true;
        }

        @Override
        public void accept(long epochSecond, TimeSeries series, Sink sink) {
            String name = series.metric().name();
            if (name.equals("iterations") || name.equals("dropped_iterations") || name.equals("http_reqs")) {
                counts.computeIfAbsent(epochSecond, k -> new TreeMap<>())
                        .merge(name, ((Sink.CounterSink) sink).sum(), Double::sum);
            } else if (name.equals("http_req_duration") || name.equals("http_req_failed")) {
                counts.computeIfAbsent(epochSecond, k -> new TreeMap<>())
                        .merge(
                                name,
                                sink instanceof Sink.TrendSink t
                                        ? t.histogram().sum() / 1000
                                        : (double) ((Sink.RateSink) sink).nonZero(),
                                Double::sum);
            }
        }

        @Override
        public void finish(RunOutcome outcome) {}

        /** Processor time and memory at the end of each second. */
        void watch() {
            try {
                long before = SYSTEM.getProcessCpuTime();
                while (true) {
                    long now = System.currentTimeMillis();
                    Thread.sleep(1000 - now % 1000);
                    long cpu = SYSTEM.getProcessCpuTime();
                    long rss = Files.readAllLines(Path.of("/proc/self/status")).stream()
                            .filter(line -> line.startsWith("VmRSS"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum();
                    if (started) {
                        process.put(
                                now / 1000,
                                String.format(Locale.ROOT, "cpu %.2f rss %d MiB", (cpu - before) / 1e9, rss / 1024));
                    }
                    before = cpu;
                }
            } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        void print() {
            int i = 0;
            for (Map.Entry<Long, Map<String, Double>> second : counts.entrySet()) {
                System.out.println("second " + i++ + " " + second.getValue() + " " + process.get(second.getKey()));
            }
        }
    }
}
