package dev.stampede.junit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.stampede.Http;
import dev.stampede.Vu;
import dev.stampede.acceptance.forked.Fork;
import dev.stampede.acceptance.forked.Unix;
import dev.stampede.junit.LoadTest;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real signals to a real command line that streams to a cloud in this JVM; and what a killed one leaves. */
@DisabledOnOs(OS.WINDOWS)
class SignalsTest {
    @TempDir
    Path folder = Path.of("unset");

    @StartStop
    final MockWebServer server = new MockWebServer();

    /** Until then the closing call is not answered. */
    private final CountDownLatch mayClose = new CountDownLatch(1);

    private volatile boolean holdsClosing;

    @BeforeEach
    void serve() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                if (holdsClosing && request.getTarget().equals("/v1/tests/17")) {
                    mayClose.await();
                }
                return new MockResponse.Builder()
                        .body("{\"reference_id\": \"17\"}")
                        .build();
            }
        });
    }

    @AfterEach
    void letGo() {
        mayClose.countDown();
    }

    private Fork run(Class<?>... types) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("K6_OUT", "cloud");
        environment.put("K6_CLOUD_HOST", server.url("/").toString());
        environment.put("STAMPEDE_FOLDER", "kept");
        environment.put("TARGET", server.url("/target").toString());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run"));
        Stream.of(types).map(Class::getName).forEach(command::add);
        return Fork.start(folder, environment, command);
    }

    /** The next request there, passing over all others. */
    private @Nullable RecordedRequest request(String target, long seconds) throws InterruptedException {
        RecordedRequest request = server.takeRequest(seconds, TimeUnit.SECONDS);
        while (request != null && !request.getTarget().equals(target)) {
            request = server.takeRequest(seconds, TimeUnit.SECONDS);
        }
        return request;
    }

    private void await(String target) throws InterruptedException {
        assertThat(request(target, 60)).as(target).isNotNull();
    }

    private String closingBody() throws InterruptedException {
        RecordedRequest closing = Objects.requireNonNull(request("/v1/tests/17", 60));
        assertThat(request("/v1/tests/17", 0)).as("second closing call").isNull();
        return Objects.requireNonNull(closing.getBody()).utf8();
    }

    private Console finish() {
        return Console.of("cloud", "finish", "--folder", folder.resolve("kept").toString());
    }

    @ParameterizedTest
    @CsvSource({"INT", "TERM"})
    void firstSignal_endsTheRunAsAbortedByTheUserWith105(String signal) throws Exception {
        assumeFalse(signal.equals("INT") && !Unix.hearsInterrupts(), "processes started here may not hear SIGINT");
        try (Fork forked = run(Endless.class, Endless.class)) {
            await("/target");

            forked.signal(signal);

            assertThat(forked.exitCode()).as(forked.output()).isEqualTo(105);
            assertThat(forked.output())
                    .containsSubsequence(
                            "SIG" + signal + ": ending; once more ends at once", "TOTAL RESULTS", "Endless.load: ");
        }
        assertThat(closingBody()).contains("\"run_status\":5");
        assertThat(request("/v1/tests", 0)).as("second run").isNull();
        assertThat(folder.resolve("kept/runs")).doesNotExist();
    }

    static class Endless {
        @LoadTest(duration = "10m", gracefulStop = "10m")
        void load(Vu vu, Http http) {
            http.get(System.getenv("TARGET"));
            vu.sleep("10m");
        }
    }

    @Test
    void secondSignal_endsAtOnceWith105_andFinishClosesTheRun() throws Exception {
        holdsClosing = true;
        try (Fork forked = run(Endless.class)) {
            await("/target");
            forked.signal("TERM");
            await("/v1/tests/17");

            forked.signal("TERM");

            assertThat(forked.exitCode()).as(forked.output()).isEqualTo(105);
            assertThat(forked.output()).doesNotContain("TOTAL RESULTS");
        }
        mayClose.countDown();

        assertThat(finish().exitCode()).isZero();
        assertThat(closingBody()).contains("\"run_status\":5");
    }

    @Test
    void signalBeforeAnyRun_endsWith105() throws Exception {
        try (Fork forked = run(Preparing.class)) {
            await("/target");

            forked.signal("TERM");

            assertThat(forked.exitCode()).as(forked.output()).isEqualTo(105);
        }
        assertThat(request("/v1/tests", 0)).isNull();
    }

    static class Preparing {
        @BeforeAll
        static void prepare() throws Exception {
            HttpURLConnection call = (HttpURLConnection)
                    URI.create(System.getenv("TARGET")).toURL().openConnection();
            assertThat(call.getResponseCode()).isEqualTo(200);
            Thread.sleep(600_000); // until the process ends
        }

        @LoadTest
        void load() {}
    }

    @Test
    void killedRun_isClosedByFinish_andALivingOneLeft() throws Exception {
        try (Fork forked = run(Endless.class)) {
            await("/target");

            assertThat(finish()).isEqualTo(new Console(0, "left Endless-load-17: its process is alive\n", ""));
            forked.signal("KILL");
            assertThat(forked.exitCode()).isEqualTo(137);
        }

        assertThat(finish())
                .isEqualTo(new Console(
                        0, "closed Endless.load (17) as aborted by the user: https://app.k6.io/runs/17\n", ""));
        assertThat(closingBody()).isEqualTo("{\"result_status\":0,\"run_status\":5,\"thresholds\":{}}");
        assertThat(finish()).isEqualTo(new Console(0, "No run was left open in " + folder.resolve("kept") + ".\n", ""));
    }
}
