package dev.stampede.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import dev.stampede.Vu;
import dev.stampede.engine.LoadProfile;
import dev.stampede.output.cloud.CloudStream;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunStatus;
import dev.stampede.run.LoadOptions;
import dev.stampede.run.LoadRunner;
import dev.stampede.run.LoadScript;
import dev.stampede.run.RunReport;
import dev.stampede.run.VuScope;
import dev.stampede.thresholds.ThresholdSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Load tests that stream to the service as they would to the cloud are found there with the figures they came to. */
@Timeout(120)
class OwnClientTest {
    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer target;
    private ResultsServer server;

    @BeforeEach
    void start() throws Exception {
        target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.setExecutor(threads);
        target.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = "hello".getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(
                        exchange.getRequestURI().getPath().equals("/missing") ? 404 : 200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        target.start();
        server = ResultsServer.start(ResultsOptions.in(folder.resolve("data")).token("s3cret"));
    }

    @AfterEach
    void stop() throws Exception {
        target.stop(0);
        threads.close();
        server.close();
    }

    private RunReport run(LoadProfile profile, List<ThresholdSpec> thresholds, String... settings) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("name", "shop", "projectID", "42", "token", "s3cret"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        CloudConfig config = CloudConfig.builder().apply(all, key -> "the test").build();
        LoadOptions options = LoadOptions.builder("shop")
                .profile(profile)
                .thresholds(thresholds)
                .folder(folder.resolve("own"))
                .archive(out -> out.write(new byte[6144]))
                .console(line -> {})
                .outputs(List.of(new CloudStream(config)))
                .build();
        String base = "http://127.0.0.1:" + target.getAddress().getPort();
        return LoadRunner.run(options, new Shop(base));
    }

    /** What a user might do. */
    private record Shop(String base) implements LoadScript {
        @Override
        public VuBody startVu(VuScope scope) {
            return () -> iterate(scope);
        }

        private void iterate(VuScope scope) {
            Vu vu = scope.vu();
            vu.group("front", () -> {
                var home = scope.http().get(base + "/home");
                vu.check("is there", home.status() == 200);
                vu.check("is odd", vu.iteration() % 2 == 1);
            });
            scope.http().get(base + "/missing");
            vu.trend("waits").add(vu.iteration() * 1.5 - 1);
            vu.gauge("height").add(vu.id());
            vu.rate("luck").add(vu.iteration() % 3 == 0);
            vu.sleep("20ms");
        }
    }

    private Run only() {
        assertThat(server.runs().all()).hasSize(1);
        return server.runs().find("1001").orElseThrow();
    }

    private static double figure(Run run, String metric, String aggregation) throws Exception {
        return run.figures(
                figures -> figures.metric(metric).orElseThrow().values().getOrDefault(aggregation, Double.NaN));
    }

    private static void assertSameFigures(Run run, RunReport report) throws Exception {
        Map<String, List<String>> aggregations = Map.of(
                "http_reqs", List.of("count"),
                "iterations", List.of("count"),
                "data_received", List.of("count"),
                "data_sent", List.of("count"),
                "checks", List.of("rate"),
                "http_req_failed", List.of("rate"),
                "luck", List.of("rate"),
                "height", List.of("min", "max"),
                "waits", List.of("count", "avg", "min", "max"),
                "http_req_duration", List.of("count", "avg", "min", "max"));
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, List<String>> metric : aggregations.entrySet()) {
            for (String aggregation : metric.getValue()) {
                double theirs = figure(run, metric.getKey(), aggregation);
                double ours = report.value(metric.getKey(), aggregation);
                if (!(Math.abs(theirs - ours) <= 1e-9 * Math.abs(ours))) {
                    differences.add(metric.getKey() + " " + aggregation + " " + theirs + " not " + ours);
                }
            }
        }
        assertThat(differences).isEmpty();
        double p95 = figure(run, "http_req_duration", "p95");
        assertThat(p95).isCloseTo(report.value("http_req_duration", "p(95)"), within(p95 / 128));
    }

    @Test
    void streamFlow_endsWithTheFiguresOfTheRun() throws Exception {
        RunReport report = run(
                new LoadProfile.ConstantVus(4, Duration.ofSeconds(5)),
                List.of(ThresholdSpec.of("http_reqs", "count>10"), ThresholdSpec.of("http_req_failed", "rate<0.1")),
                "host",
                server.url(),
                "aggregationPeriod",
                "1s",
                "aggregationWaitPeriod",
                "1s");

        Run run = only();
        assertThat(report.runId()).contains("1001");
        assertThat(report.passed()).isFalse();
        assertThat(run.facts().name()).isEqualTo("shop");
        assertThat(run.facts().status()).isEqualTo(RunStatus.FINISHED);
        assertThat(run.facts().failed()).isTrue();
        assertThat(run.facts().thresholds())
                .extracting(one -> one.metric() + " " + one.expression() + " " + one.failed())
                .containsExactly("http_req_failed rate<0.1 true", "http_reqs count>10 false");
        assertThat(run.limits())
                .extracting(limit -> limit.spec().metric() + " " + limit.failed())
                .containsExactly("http_req_failed true", "http_reqs false");
        assertSameFigures(run, report);
    }

    @Test
    void streamFlowWithAnArchive_endsWithTheFiguresOfTheRun() throws Exception {
        RunReport report = run(
                new LoadProfile.ConstantVus(1, Duration.ofSeconds(1)),
                List.of(),
                "host",
                server.url(),
                "noArchiveUpload",
                "false");

        assertThat(report.passed()).isTrue();
        assertThat(only().archive().orElseThrow()).hasSize(6144);
        assertSameFigures(only(), report);
    }

    @Test
    void provisionedFlow_endsWithTheFiguresOfTheRun() throws Exception {
        RunReport report = run(
                new LoadProfile.ConstantVus(2, Duration.ofSeconds(2)),
                List.of(ThresholdSpec.of("http_reqs", "count>10")),
                "hostv6",
                server.url(),
                "stackID",
                "7");

        Run run = only();
        assertThat(report.passed()).isTrue();
        assertThat(report.url()).contains(server.url() + "/runs/1001");
        assertThat(run.facts().name()).isEqualTo("shop");
        assertThat(run.facts().project()).isEqualTo(42);
        assertThat(run.facts().maxVus()).isEqualTo(2);
        assertThat(run.facts().status()).isEqualTo(RunStatus.FINISHED);
        assertThat(run.archive().orElseThrow()).hasSize(6144);
        assertThat(run.limits())
                .extracting(limit -> limit.spec().metric() + " " + limit.failed())
                .containsExactly("http_reqs false");
        assertSameFigures(run, report);
    }

    @Test
    void provisionedRunThatAThresholdAborts_endsSo() throws Exception {
        RunReport report = run(
                new LoadProfile.ConstantVus(1, Duration.ofSeconds(30)),
                List.of(ThresholdSpec.of("http_req_failed", "rate<0.1").abortOnFail()),
                "hostv6",
                server.url(),
                "stackID",
                "7");

        assertThat(report.passed()).isFalse();
        assertThat(only().facts().status()).isEqualTo(RunStatus.ABORTED_BY_THRESHOLD);
        assertThat(only().summary().failed()).isTrue();
        assertSameFigures(only(), report);
    }

    @Test
    void generatorsThatKnowTheId_pushToOneRun() throws Exception {
        Run run;
        List<RunReport> reports = new ArrayList<>();
        try (Caller caller = new Caller(server).always("Authorization", "Token s3cret")) {
            caller.open("shop");
            run = only();
            for (int i = 0; i < 2; i++) {
                reports.add(run(
                        new LoadProfile.ConstantVus(2, Duration.ofSeconds(1)),
                        List.of(),
                        "host",
                        server.url(),
                        "pushRefID",
                        "1001"));
            }
        }

        assertThat(run.facts().status()).isEqualTo(RunStatus.RUNNING);
        double sum = figure(run, "http_reqs", "count");
        assertThat(sum)
                .isEqualTo(reports.stream()
                        .mapToDouble(report -> report.value("http_reqs", "count"))
                        .sum());
    }
}
