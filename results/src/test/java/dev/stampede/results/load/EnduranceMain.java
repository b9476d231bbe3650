package dev.stampede.results.load;

import dev.stampede.metrics.Sink;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Ten generators of 1,000 series each, every one of which pushes all of them once a second, to a service that is a process of its own; a
 * page that looks once a second as well. Prints memory, files and how long pushes took, and at the end whether what is there is what
 * was sent. Ends with 1 if it is not.
 *
 * <p>{@code <seconds> <most memory> [<second to kill the service at>]}. A service that is killed is started again at once. After {@code mvn -pl runtime,results test-compile
 * dependency:build-classpath -Dmdep.outputFile=cp}:
 *
 * <pre>{@code
 * java -cp results/target/test-classes:results/target/classes:runtime/target/classes:$(cat results/cp) \
 *     dev.stampede.results.load.EnduranceMain 300 256m          # or: 60 256m 30
 * }</pre>
 *
 * <p>Measured for 300 s with 256 MB, on 2 cores that the generators shared with the service and with other builds: 3,000 pushes of 203.6 MB,
 * 30 samples in each bucket of a series, 19,900 series in the end. Nothing lost or doubled; RSS 337 MB, which it had nearly reached after
 * 30 s, and 15 MB of heap after a collection; samples.pb 203.8 MB, figures.bin 0.8 MB, opened from that in 0.3 s. A push took 9 ms (p50),
 * 152 ms (p95), 0.9 s (p99). Killed at second 30 of 60: listens again after 0.8 s, 34 retries, nothing lost or doubled.
 */
public final class EnduranceMain {
    private static final int GENERATORS = 10;
    private static final int SERIES = 1_000;
    /** Of each series in a bucket. */
    private static final int SAMPLES = 30;

    private static final int PERIOD = 3;
    private static final Duration WATCH = Duration.ofSeconds(15);

    private final int seconds;
    private final String memory;
    private final int killAt;
    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Pusher> pushers = new ArrayList<>();
    private long largest;
    private volatile ForkedService service;

    private EnduranceMain(int seconds, String memory, int killAt) throws IOException, InterruptedException {
        this.seconds = seconds;
        this.memory = memory;
        this.killAt = killAt;
        this.folder = Files.createTempDirectory("endurance");
        this.service = started(0);
    }

    /** Runs it; see the class. */
    public static void main(String[] args) throws Exception {
        EnduranceMain main = new EnduranceMain(
                args.length > 0 ? Integer.parseInt(args[0]) : 30,
                args.length > 1 ? args[1] : "256m",
                args.length > 2 ? Integer.parseInt(args[2]) : -1);
        System.exit(main.run() ? 0 : 1);
    }

    private ForkedService started(int port) throws IOException, InterruptedException {
        ForkedService started = ForkedService.serving(folder, port, "-Xmx" + memory);
        String unused = started.url();
        return started;
    }

    private boolean run() throws Exception {
        String url = service.url();
        int port = service.port();
        String run = Pusher.open(client, url, "endurance");
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> pushing = new ArrayList<>();
            for (int i = 0; i < GENERATORS; i++) {
                Pusher pusher = new Pusher(client, url, run, new SeriesLoad(i, "generator-" + i, SERIES, SAMPLES));
                pushers.add(pusher);
                long offset = Duration.ofSeconds(1)
                        .dividedBy(GENERATORS)
                        .multipliedBy(i)
                        .toNanos();
                pushing.add(threads.submit(() -> {
                    push(pusher, begin + offset);
                    return null;
                }));
            }
            Future<?> page = threads.submit(() -> {
                look(url, run);
                return null;
            });
            watch(begin, port);
            for (Future<?> one : pushing) {
                one.get();
            }
            page.cancel(true);
        }
        print("pushed for " + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s");
        Pusher.end(client, url, run);
        latencies();
        print("service: " + memoryNow() + "; heap after GC " + heapAfterGc());
        service.stop();
        files(run);
        return compare(run);
    }

    /** All series once a second; a push that took long is followed by the next at once. */
    private void push(Pusher pusher, long begin) throws IOException, InterruptedException {
        long epoch = System.currentTimeMillis() / 1000;
        for (int second = 0; second < seconds; second++) {
            long wait = begin + Duration.ofSeconds(second).toNanos() - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(Duration.ofNanos(wait)); // the pace of a generator
            }
            pusher.push((epoch + second) / PERIOD * PERIOD, PERIOD);
        }
    }

    private void look(String url, String run) throws InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            for (String path : List.of("/api/runs/" + run, "/api/runs/" + run + "/chart")) {
                try {
                    client.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.discarding());
                } catch (IOException e) {
                    print("the page got no answer: " + e);
                }
            }
            Thread.sleep(1000); // as the page looks
        }
    }

    private void watch(long begin, int port) throws IOException, InterruptedException {
        boolean killed = killAt < 0;
        long told = 0;
        for (long second = 0;
                second < seconds;
                second = Duration.ofNanos(System.nanoTime() - begin).toSeconds()) {
            Thread.sleep(200); // to look every so often
            largest = Math.max(largest, megabytes("VmRSS"));
            if (!killed && second >= killAt) {
                killed = true;
                service.kill();
                long down = System.nanoTime();
                service = started(port);
                print(second + " s: killed; listens again after "
                        + Duration.ofNanos(System.nanoTime() - down).toMillis() + " ms");
            }
            if (second / WATCH.toSeconds() > told) {
                told = second / WATCH.toSeconds();
                print(second + " s: " + memoryNow() + ", pushes taken "
                        + pushers.stream()
                                .mapToInt(pusher -> pusher.taken().size())
                                .sum());
            }
        }
    }

    private String memoryNow() throws IOException {
        return "RSS " + megabytes("VmRSS") + " MB (largest seen " + Math.max(largest, megabytes("VmHWM")) + " MB)";
    }

    private long megabytes(String name) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + service.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (java.nio.file.NoSuchFileException e) { // it has just been killed
            return 0;
        }
    }

    private String heapAfterGc() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        String pid = Long.toString(service.pid());
        new ProcessBuilder(jcmd, pid, "GC.run").start().waitFor();
        Process info = new ProcessBuilder(jcmd, pid, "GC.heap_info").start();
        return new String(info.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(" used "))
                .findFirst()
                .map(line -> line.replaceAll(".* used (\\w+).*", "$1"))
                .orElse("?");
    }

    private void latencies() {
        long[] nanos = pushers.stream()
                .flatMap(pusher -> pusher.nanos().stream())
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        print(String.format(
                Locale.ROOT,
                "%d pushes of %d series (%.1f MB), %d retries; ms: p50 %.1f, p95 %.1f, p99 %.1f, max %.1f",
                nanos.length,
                SERIES,
                pushers.stream().mapToLong(Pusher::bytes).sum() / 1e6,
                pushers.stream().mapToInt(Pusher::retries).sum(),
                millis(nanos, 0.5),
                millis(nanos, 0.95),
                millis(nanos, 0.99),
                millis(nanos, 1)));
    }

    private static double millis(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * (sorted.length - 1))] / 1e6;
    }

    private void files(String run) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("runs").resolve(run))) {
            for (Path file : files.sorted().toList()) {
                print(String.format(Locale.ROOT, "%-12s %,15d bytes", file.getFileName(), Files.size(file)));
            }
        }
    }

    private boolean compare(String id) throws IOException {
        Map<String, Sink> sent = Sums.of(pushers);
        try (Runs runs = Runs.open(folder, Clock.systemUTC())) {
            Run run = runs.find(id).orElseThrow();
            long begin = System.nanoTime();
            List<String> differences = new ArrayList<>(Sums.differences(run, sent));
            print("opened from its checkpoint in "
                    + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms, "
                    + run.figures(figures -> figures.seriesCount()) + " series");
            print(differences.isEmpty() ? "what is there is what was sent" : "not as it was sent: " + differences);
            sent.forEach((name, sink) -> print("  " + name + " " + sink.count() + " samples"));
            return differences.isEmpty();
        }
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }
}
