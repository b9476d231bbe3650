package dev.stampede.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xerial.snappy.Snappy;

/** Processes that are told to end while a load test runs in them, and what the cloud hears of it. */
@Timeout(120)
class ShutdownTest {
    private static final String FINISH = "/v1/tests/17";

    @StartStop
    final MockWebServer cloud = new MockWebServer();

    /** A request, and when it came. */
    private record Seen(String path, ByteString body, long nanos) {}

    private final List<Seen> seen = new ArrayList<>();

    ShutdownTest() {
        cloud.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                synchronized (seen) {
                    seen.add(new Seen(
                            request.getTarget(),
                            request.getBody() == null ? ByteString.EMPTY : request.getBody(),
                            System.nanoTime()));
                    seen.notifyAll();
                }
                return request.getTarget().equals("/v1/tests")
                        ? new MockResponse.Builder()
                                .code(201)
                                .body("{\"reference_id\":\"17\"}")
                                .build()
                        : new MockResponse.Builder().build();
            }
        });
    }

    private ForkedJvm fork(String body, int shutdownMillis) throws IOException {
        return new ForkedJvm(
                ShutdownMain.class, List.of(), body, cloud.url("/").toString(), Integer.toString(shutdownMillis));
    }

    private List<Seen> seen(String path) {
        synchronized (seen) {
            return seen.stream().filter(one -> one.path.equals(path)).toList();
        }
    }

    private void awaitPushes(int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        synchronized (seen) {
            while (seen("/v2/metrics/17").size() < count) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                assertThat(left).as("no push came").isPositive();
                seen.wait(left);
            }
        }
    }

    private List<String> finishBodies() {
        return seen(FINISH).stream().map(one -> one.body.utf8()).toList();
    }

    /** Sum of a counter over all pushes. */
    private double counted(String metric) throws IOException {
        double sum = 0;
        for (Seen push : seen("/v2/metrics/17")) {
            for (Metric one : MetricSet.parseFrom(Snappy.uncompress(push.body.toByteArray()))
                    .getMetricsList()) {
                if (one.getName().equals(metric)) {
                    sum += one.getTimeSeriesList().stream()
                            .flatMap(series -> series.getCounterSamples().getValuesList().stream())
                            .mapToDouble(value -> value.getValue())
                            .sum();
                }
            }
        }
        return sum;
    }

    private static double printed(String output, String metric) {
        return output.lines()
                .filter(line -> line.strip().startsWith(metric + "."))
                .map(line -> Double.parseDouble(
                        line.substring(line.indexOf(':') + 1).strip().replaceAll(" .*", "")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + metric + " in\n" + output));
    }

    @Test
    void sigterm_isToldToTheCloudAtOnce_andTheRestFollows() throws Exception {
        try (ForkedJvm jvm = fork("sleepy", 8000)) {
            awaitPushes(2);
            long signalled = System.nanoTime();
            jvm.signal("TERM");
            assertThat(jvm.exitCode()).isEqualTo(143);

            System.out.println("TIME " + (requireNonNull(seen(FINISH).getFirst()).nanos - signalled) / 1e6 + " end "
                    + (System.nanoTime() - signalled) / 1e6);
            System.out.println(jvm.output());
            assertThat(finishBodies()).containsExactly("{\"result_status\":0,\"run_status\":5,\"thresholds\":{}}");
            assertThat(jvm.output()).contains("@AfterRun ABORTED_BY_USER").contains("iterations");
            assertThat(counted("cleaned")).isEqualTo(1);
            assertThat(counted("mine")).isEqualTo(printed(jvm.output(), "mine"));
        }
    }

    @Test
    void stubborn() throws Exception {
        try (ForkedJvm jvm = fork("stubborn", 2000)) {
            jvm.awaitLine(line -> line.equals("stubborn"));
            long signalled = System.nanoTime();
            jvm.signal("TERM");
            assertThat(jvm.exitCode()).isEqualTo(143);
            System.out.println("TIME " + (requireNonNull(seen(FINISH).getFirst()).nanos - signalled) / 1e6 + " end "
                    + (System.nanoTime() - signalled) / 1e6);
            System.out.println(jvm.output());
        }
    }

    @Test
    void exit() throws Exception {
        try (ForkedJvm jvm = fork("exit", 2000)) {
            assertThat(jvm.exitCode()).isEqualTo(9);
            System.out.println(finishBodies());
            System.out.println(jvm.output());
        }
    }
}
