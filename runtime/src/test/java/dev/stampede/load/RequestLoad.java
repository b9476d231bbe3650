package dev.stampede.load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.stampede.Http;
import dev.stampede.HttpResponse;
import dev.stampede.http.HttpOptions;
import dev.stampede.http.okhttp.HttpSession;
import dev.stampede.http.okhttp.VirtualUsers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

/**
 * Virtual users that get one URL again and again, with all samples and a check of the status. Prints the CPU time that the
 * whole process takes for a request. Arguments: URL, virtual users, requests of warm-up, requests that are measured, milliseconds
 * of pause after each request. {@code -Dstampede.test.lane=okhttp} sends everything over OkHttp.
 */
public final class RequestLoad {
    private static final int APART = 16; // longs, so that users do not share a cache line

    private final VirtualUsers users = new VirtualUsers(HttpOptions.DEFAULTS);
    private final String url;
    private final long pause;
    private final AtomicLongArray requests;
    private final AtomicLongArray failures;

    private RequestLoad(String url, int users, long pause) {
        this.url = url;
        this.pause = pause;
        this.requests = new AtomicLongArray(users * APART);
        this.failures = new AtomicLongArray(users * APART);
    }

    /** Runs it. */
    public static void main(String[] args) throws InterruptedException {
        int users = Integer.parseInt(args[1]);
        RequestLoad load = new RequestLoad(args[0], users, Long.parseLong(args[4]));
        Thread.ofPlatform().name("drain").daemon().start(load::drain);
        for (int i = 0; i < users; i++) {
            int user = i;
            Thread.ofVirtual().name("vu-" + i).start(() -> load.run(user));
            if (i % 100 == 99) {
                Thread.sleep(20); // a ramp, so that not all connect at once
            }
        }
        load.await(Long.parseLong(args[2]));
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long cpu = system.getProcessCpuTime();
        long done = sum(load.requests);
        long time = System.nanoTime();
        long bytes = threads.getTotalThreadAllocatedBytes();
        load.await(done + Long.parseLong(args[3]));
        cpu = system.getProcessCpuTime() - cpu;
        done = sum(load.requests) - done;
        time = System.nanoTime() - time;
        bytes = threads.getTotalThreadAllocatedBytes() - bytes;
        System.out.printf(
                Locale.ROOT,
                "%.2f us CPU per request, %d requests, %.0f per second, %d failed, %d bytes allocated per request, %s%n",
                cpu / 1e3 / done,
                done,
                done * 1e9 / time,
                sum(load.failures),
                bytes / done,
                peak());
        System.exit(0);
    }

    /** Most memory the process had, where the system tells. */
    private static String peak() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .map(line -> line.replaceAll("\\s+", " "))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "memory unknown";
        }
    }

    private void await(long count) throws InterruptedException {
        while (sum(requests) < count) {
            Thread.sleep(10); // the load goes on meanwhile
        }
    }

    private static long sum(AtomicLongArray counts) {
        long sum = 0;
        for (int i = 0; i < counts.length(); i += APART) {
            sum += counts.get(i);
        }
        return sum;
    }

    /** Every second, as an output would. */
    private void drain() {
        try {
            while (true) {
                Thread.sleep(1000); // what a bucket holds
                users.drain();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(int user) {
        try (HttpSession session = users.open(user)) {
            Http http = session.http();
            while (true) {
                HttpResponse response = http.get(url);
                if (response.status() != 200) {
                    failures.lazySet(user * APART, failures.get(user * APART) + 1);
                }
                requests.lazySet(user * APART, requests.get(user * APART) + 1);
                if (pause > 0) {
                    Thread.sleep(pause);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
