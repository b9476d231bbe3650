package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.Vu;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.CloudOutput;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Secret;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.xerial.snappy.Snappy;

/** Secrets: who gets them, and that nothing that leaves the run holds one. */
class SecretsTest {
    private static final String VALUE = "hunter2isnotenough";
    private static final String REDACTED = "***SECRET_REDACTED***";
    private static final Queue<String> GOT = new ConcurrentLinkedQueue<>();
    private static volatile String shop = "";

    @StartStop
    private final MockWebServer cloud = new MockWebServer();

    @TempDir
    Path folder;

    @BeforeEach
    void openRuns() {
        GOT.clear();
        shop = cloud.url("/shop").toString();
        cloud.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder()
                        .body("{\"reference_id\": \"17\"}")
                        .build();
            }
        });
    }

    private EngineExecutionResults run(Class<?> type, String source) {
        return Jupiter.run(
                type,
                Map.of(
                        "stampede.secretSource",
                        source,
                        "stampede.cloud.host",
                        cloud.url("/").toString(),
                        "stampede.cloud.logsPushURL",
                        cloud.url("/logs-push").toString(),
                        "stampede.cloud.logsPushPeriod",
                        "1s",
                        "stampede.cloud.testRunToken",
                        "run-token",
                        "stampede.cloud.metricsPushURL",
                        cloud.url("/metrics-push").toString(),
                        "stampede.cloud.pushRefID",
                        "17",
                        "stampede.summaryExport",
                        folder.resolve("summary.json").toString()));
    }

    @Test
    void secrets_areGivenToAllThatAskForThem() {
        assertThat(Jupiter.failures(Jupiter.run(Everywhere.class, Map.of("stampede.secretSource", "mock=a=one,b=two"))))
                .isEmpty();

        assertThat(GOT).containsExactly("run one", "vu two", "load one two");
    }

    static class Everywhere {
        @BeforeRun
        void once(@Secret("a") String a) {
            GOT.add("run " + a);
        }

        @BeforeVu
        void login(Http http, @Secret("b") String b) {
            GOT.add("vu " + b);
        }

        @LoadTest
        void load(Vu vu, @Secret("a") String a) {
            GOT.add("load " + a + " " + vu.secret("b"));
        }
    }

    @Test
    void missingSecrets_areOneErrorBeforeAnyLoad() {
        List<Throwable> failures =
                Jupiter.failures(Jupiter.run(Everywhere.class, Map.of("stampede.secretSource", "mock=c=three")));

        assertThat(failures)
                .singleElement()
                .satisfies(thrown -> assertThat(thrown)
                        .hasMessageContaining(
                                "secret 'a' cannot be had; it was looked for in the mock secrets: there is no secret")
                        .hasMessageContaining("secret 'b' cannot be had"));
        assertThat(GOT).isEmpty();
    }

    @Test
    void wrongSourceAndWrongParameter_areToldTogether() {
        List<Throwable> failures =
                Jupiter.failures(Jupiter.run(WrongType.class, Map.of("stampede.secretSource", "vault=x")));

        assertThat(failures)
                .singleElement()
                .satisfies(thrown -> assertThat(thrown)
                        .hasMessageContaining("invalid secret source type 'vault', available types are: file, mock")
                        .hasMessageContaining("a secret is a text, but the parameter is of type int"));
    }

    static class WrongType {
        @LoadTest
        void load(@Secret("a") int a) {
            GOT.add("never" + a);
        }
    }

    @Test
    void unknownSecret_throwsInTheIteration() {
        List<Throwable> failures =
                Jupiter.failures(Jupiter.run(Asks.class, Map.of("stampede.secretSource", "mock=c=three")));

        assertThat(failures)
                .singleElement()
                .satisfies(thrown -> assertThat(thrown)
                        .hasMessageContaining("SecretException")
                        .hasMessageContaining("secret 'a' cannot be had"));
    }

    static class Asks {
        @LoadTest
        void load(Vu vu) {
            vu.secret("a");
        }
    }

    @Test
    void nothingThatLeaves_holdsTheValue() throws Exception {
        List<String> logged = new ArrayList<>();
        Handler handler = handler(logged);
        Logger ours = Logger.getLogger("dev.stampede");
        ours.addHandler(handler);
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        EngineExecutionResults results;
        try {
            results = run(Tells.class, "mock=password=" + VALUE);
        } finally {
            System.setOut(console);
            ours.removeHandler(handler);
        }

        StringWriter failures = new StringWriter();
        Jupiter.failures(results).forEach(thrown -> thrown.printStackTrace(new PrintWriter(failures)));
        StringBuilder entries = new StringBuilder();
        results.allEvents().stream().forEach(event -> entries.append(event).append('\n'));
        String pushed = everythingPushed();
        assertThat(pushed)
                .contains("/logs-push", "the password is " + REDACTED, "check failed: knows " + REDACTED)
                .contains("/metrics-push", "own_SECRET_REDACTED");
        assertThat(failures.toString())
                .contains("abort with " + REDACTED, "java.lang.IllegalStateException: login with " + REDACTED);
        assertThat(entries.toString()).contains(REDACTED);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains(REDACTED);
        String summary = Files.readString(folder.resolve("summary.json"));
        assertThat(summary).contains(REDACTED);
        for (String leaves : List.of(
                pushed,
                failures.toString(),
                entries.toString(),
                printed.toString(StandardCharsets.UTF_8),
                summary,
                String.join("\n", logged))) {
            assertThat(leaves).doesNotContain(VALUE);
        }
    }

    private static Handler handler(List<String> logged) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    /** All that the cloud was sent, metrics without their compression. */
    private String everythingPushed() throws Exception {
        StringBuilder all = new StringBuilder();
        RecordedRequest request = cloud.takeRequest(0, TimeUnit.SECONDS);
        while (request != null) {
            ByteString body = request.getBody();
            if (!request.getTarget().startsWith("/shop")) { // that is where it belongs
                all.append(request.getTarget()).append(request.getHeaders());
                if (body != null) {
                    all.append(
                            "snappy".equals(request.getHeaders().get("Content-Encoding"))
                                    ? new Buffer()
                                            .write(Snappy.uncompress(body.toByteArray()))
                                            .readUtf8()
                                    : body.utf8());
                }
                all.append('\n');
            }
            request = cloud.takeRequest(0, TimeUnit.SECONDS);
        }
        return all.toString();
    }

    @CloudOutput
    static class Tells {
        @LoadTest(iterations = 3)
        void load(Vu vu, Http http, @Secret("password") String password) {
            System.getLogger("shop.Login").log(System.Logger.Level.INFO, "the password is " + password);
            http.request("GET", shop + "?user=me&password=" + password)
                    .header("X-Password", password)
                    .tag("login", password)
                    .send();
            http.get("http://127.0.0.1:1/" + password);
            vu.check("knows " + password, () -> assertThat("nothing").isEqualTo(password));
            vu.group("in " + password, () -> vu.counter("own_" + password).add(1));
            vu.tag("who", password);
            if (vu.iteration() == 2) {
                vu.abort("abort with " + password);
            }
            throw new IllegalStateException("login with " + password, new RuntimeException(password));
        }
    }
}
