package dev.stampede.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.results.load.ForkedService;
import dev.stampede.results.load.Pusher;
import dev.stampede.results.load.SeriesLoad;
import dev.stampede.results.load.Sums;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunStatus;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.store.RunFolder;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a run when the service dies while it takes pushes. */
class CrashTest {
    private static final long BEGIN = 1_800_000_000;

    @TempDir
    Path folder;

    @Test
    void serviceKilledWhileItTakesPushes_hasEachOfThemOnceInTheEnd() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger pushes = new AtomicInteger();
        List<Pusher> pushers = new ArrayList<>();
        ForkedService service = ForkedService.serving(folder, 0);
        try (HttpClient client = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            String url = service.url();
            int port = service.port();
            String run = Pusher.open(client, url, "crash");
            List<Future<?>> pushing = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Pusher pusher = new Pusher(client, url, run, new SeriesLoad(i, "g" + i, 60, 10));
                pushers.add(pusher);
                pushing.add(threads.submit(() -> {
                    for (int n = 0; !enough.get(); n++) {
                        pusher.push(BEGIN + 3L * n, 3);
                        pushes.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (int life = 1; life <= 2; life++) {
                int before = pushes.get();
                while (pushes.get() < before + 60) {
                    Thread.sleep(5); // until some more were taken
                }
                Set<String> taken = new HashSet<>();
                service.kill();
                pushers.forEach(pusher -> taken.addAll(List.copyOf(pusher.taken())));
                assertThat(keys(run)).containsAll(taken);
                service = ForkedService.serving(folder, port);
            }
            int before = pushes.get();
            while (pushes.get() < before + 30) {
                Thread.sleep(5); // until some more were taken
            }
            enough.set(true);
            for (Future<?> one : pushing) {
                one.get();
            }
            assertThat(Pusher.end(client, url, run)).isEqualTo(200);
            service.kill();
        } finally {
            enough.set(true);
            service.close();
        }
        assertThat(pushers.stream().mapToInt(Pusher::retries).sum()).isPositive();
        try (Runs runs = Runs.open(folder, Clock.systemUTC())) {
            Run run = runs.find("1001").orElseThrow();
            assertThat(run.facts().status()).isEqualTo(RunStatus.FINISHED);
            assertThat(Sums.differences(run, Sums.of(pushers))).isEmpty();
        }
    }

    private List<String> keys(String run) throws Exception {
        List<String> keys = new ArrayList<>();
        new RunFolder(folder.resolve("runs").resolve(run)).readSamples(push -> keys.add(push.key()));
        return keys;
    }

    @Test
    void folderCopiedWhileItIsLive_opensElsewhere(@TempDir Path elsewhere) throws Exception {
        AtomicInteger pushes = new AtomicInteger();
        CountDownLatch enough = new CountDownLatch(1);
        try (Service service = Service.in(folder)) {
            String url = service.server().url();
            String run = Pusher.open(service.client(), url, "copied");
            Pusher pusher = new Pusher(service.client(), url, run, new SeriesLoad(7, "g", 20, 5));
            Thread pushing = Thread.ofPlatform().start(() -> {
                try {
                    for (int n = 0; enough.getCount() > 0; n++) {
                        pusher.push(BEGIN + 3L * n, 3);
                        pushes.incrementAndGet();
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int copy = 1; copy <= 5; copy++) {
                int before = pushes.get();
                while (pushes.get() < before + 10) {
                    Thread.sleep(5); // until some more were taken
                }
                int atLeast = pushes.get();
                Path to = Files.createDirectories(elsewhere.resolve("copy " + copy + "/runs/" + run));
                for (String file : List.of("run.json", "samples.pb")) {
                    Files.copy(folder.resolve("runs").resolve(run).resolve(file), to.resolve(file));
                }
                int atMost = pushes.get() + 1; // one may be written and not yet answered
                try (Runs copied = Runs.open(elsewhere.resolve("copy " + copy), Clock.systemUTC())) {
                    double requests = copied.find(run).orElseThrow().summary().requests();
                    assertThat(requests % 10).as("of whole pushes").isZero();
                    assertThat(requests / 10).isBetween((double) atLeast, (double) atMost);
                }
            }
            enough.countDown();
            pushing.join();
        }
    }

    @Test
    void runThatSaysNoMoreWhatItIs_isShownWithWhatWasMeasured() throws Exception {
        try (Service service = Service.in(folder)) {
            for (int i = 0; i < 4; i++) {
                String run = Generator.open(service, "run " + i, "{\"http_reqs\":[\"count>1\"]}");
                new Generator(service).requests(BEGIN, 7, 12).push(run);
                Generator.end(service, run, false);
            }
        }
        Files.delete(folder.resolve("runs/1001/run.json"));
        Path torn = folder.resolve("runs/1002/run.json");
        Files.writeString(torn, Files.readString(torn).substring(0, 60));
        Files.write(torn.resolveSibling("samples.pb"), new byte[] {0, 0, 0, 50, 1, 2, 3}, StandardOpenOption.APPEND);
        // killed between the writing of the new file and its taking the other's place
        Path third = folder.resolve("runs/1003/run.json");
        Files.move(third, third.resolveSibling("run.json.new"));
        Files.createDirectories(folder.resolve("runs/1009"));

        try (Service service = Service.in(folder)) {
            for (String id : List.of("1001", "1002", "1003", "1004")) {
                assertThat(service.get("/api/runs/" + id).get("requests")).isEqualTo("7.0");
            }
            assertThat(service.get("/api/runs/1001"))
                    .containsEntry("name", "run 1001")
                    .containsEntry("statusText", "timed out")
                    .containsEntry(
                            "note", "what this run was could not be read any more; its metrics are all there is of it");
            assertThat(service.get("/api/runs/1003"))
                    .containsEntry("name", "run 2")
                    .containsEntry("statusText", "finished");
            assertThat(service.server().runs().find("1009")).isEmpty();
            assertThat(Generator.open(service, "next", "{}")).isEqualTo("1010");
        }
    }
}
