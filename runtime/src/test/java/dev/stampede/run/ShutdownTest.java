package dev.stampede.run;

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
            jvm.signal("TERM");

            assertThat(jvm.exitCode()).isEqualTo(143);
            assertThat(finishBodies()).containsExactly("{\"result_status\":0,\"run_status\":5,\"thresholds\":{}}");
            assertThat(jvm.output()).contains("@AfterRun ABORTED_BY_USER").contains("iterations...");
            assertThat(counted("cleaned")).as("pushed after the closing call").isEqualTo(1);
            assertThat(counted("mine")).isEqualTo(printed(jvm.output(), "mine"));
        }
    }

    @Test
    void sigint_isToldToo() throws Exception {
        try (ForkedJvm jvm = fork("sleepy", 8000)) {
            awaitPushes(1);
            jvm.signal("INT");

            assertThat(jvm.exitCode()).isEqualTo(130);
            assertThat(finishBodies()).containsExactly("{\"result_status\":0,\"run_status\":5,\"thresholds\":{}}");
        }
    }

    @Test
    void usersThatIgnoreInterrupts_areGivenUp() throws Exception {
        try (ForkedJvm jvm = fork("stubborn", 4000)) {
            jvm.awaitLine(line -> line.equals("stubborn"));
            jvm.signal("TERM");

            assertThat(jvm.exitCode()).isEqualTo(143);
            assertThat(statuses()).containsExactly("5");
            assertThat(jvm.output())
                    .contains("@AfterRun ABORTED_BY_USER")
                    .contains("! 3 virtual users did not end within ");
        }
    }

    @Test
    void cleaningUpThatTakesTooLong_isCutOff() throws Exception {
        try (ForkedJvm jvm = fork("slow-cleaner", 2000)) {
            awaitPushes(1);
            jvm.signal("TERM");

            assertThat(jvm.exitCode()).isEqualTo(143);
            assertThat(statuses()).containsExactly("5");
            assertThat(jvm.output()).contains("iterations...");
        }
    }

    @Test
    void exitByAVirtualUser_isToldAsAbortedByTheUser() throws Exception {
        try (ForkedJvm jvm = fork("exit", 2000)) {
            assertThat(jvm.exitCode()).isEqualTo(9);
            assertThat(statuses()).containsExactly("5");
            assertThat(jvm.output()).contains("iterations...").contains("OUTPUT: cloud");
        }
    }

    @Test
    void secondSignal_endsTheProcessAtOnce() throws Exception {
        try (ForkedJvm jvm = fork("slow-cleaner", 60_000)) {
            awaitPushes(1);
            jvm.signal("TERM");
            jvm.awaitLine(line -> line.startsWith("@AfterRun"));
            while (jvm.isAlive()) {
                jvm.signal("TERM");
                Thread.sleep(100); // those that come too soon count as one with the first
            }

            assertThat(jvm.exitCode()).isEqualTo(143);
            assertThat(statuses()).containsExactly("5");
            assertThat(jvm.output()).doesNotContain("OUTPUT: cloud");
        }
    }

    @Test
    void mainThatReturns_endsTheProcess() throws Exception {
        try (ForkedJvm jvm = fork("short", 8000)) {
            assertThat(jvm.exitCode()).isZero();
            assertThat(statuses()).containsExactly("3");
            assertThat(jvm.output()).contains("ended FINISHED");
        }
    }

    private List<String> statuses() {
        return finishBodies().stream()
                .map(body -> body.replaceAll(".*\"run_status\":(\\d+).*", "$1"))
                .toList();
    }
}
