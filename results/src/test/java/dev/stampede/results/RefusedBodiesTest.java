package dev.stampede.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.MetricType;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.Snappy;

/** Bodies that are not taken: each is refused in the cloud's shape, leaves nothing behind, and the next one is taken. */
class RefusedBodiesTest {
    private static final int BUDGET = 10;

    @TempDir
    Path folder;

    private ResultsServer server;
    private Caller caller;

    @BeforeEach
    void start() throws Exception {
        server = ResultsServer.start(ResultsOptions.in(folder).seriesBudget(BUDGET));
        caller = new Caller(server);
        caller.open("x");
    }

    @AfterEach
    void stop() throws Exception {
        assertThat(caller.push("1001", Caller.requests("1001", 1, 1_800_000_000))
                        .statusCode())
                .as("what is right is still taken")
                .isEqualTo(202);
        caller.close();
        server.close();
    }

    private String refusal(HttpResponse<String> reply) throws Exception {
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(
                        Files.exists(folder.resolve("runs/1001/samples.pb"))
                                ? Files.size(folder.resolve("runs/1001/samples.pb"))
                                : 0)
                .isZero();
        return Caller.error(reply);
    }

    private static MetricSet good() {
        return Caller.requests("1001", 1, 1_800_000_000);
    }

    @Test
    void typeEncodingAndVersion_mustBeThoseOfTheProtocol() throws Exception {
        byte[] body = Snappy.compress(good().toByteArray());

        assertThat(refusal(caller.pushTo("/v2/metrics/1001", body, "Content-Type", "application/json")))
                .isEqualTo("415/0 Content-Type must be application/x-protobuf but is application/json");
        assertThat(refusal(caller.pushTo("/v2/metrics/1001", body, "Content-Type", "text/plain")))
                .isEqualTo("415/0 Content-Type must be application/x-protobuf but is text/plain");
        assertThat(refusal(caller.send("POST", "/v2/metrics/1001", body)))
                .isEqualTo("415/0 Content-Type must be application/x-protobuf");
        assertThat(refusal(caller.pushTo("/v2/metrics/1001", body, "Content-Encoding", "gzip")))
                .isEqualTo("415/0 Content-Encoding must be snappy but is gzip");
        assertThat(refusal(caller.pushTo("/v2/metrics/1001", body, "K6-Metrics-Protocol-Version", "1.0")))
                .isEqualTo("400/0 K6-Metrics-Protocol-Version must be 2.0 but is 1.0");
        assertThat(refusal(caller.json("/v1/tests", "{}", "Content-Encoding", "gzip")))
                .isEqualTo("415/0 JSON must come without Content-Encoding but is gzip");
        assertThat(refusal(caller.json("/v1/tests", "{}", "Content-Type", "text/plain")))
                .isEqualTo("415/0 Content-Type must be application/json but is text/plain");
        assertThat(refusal(caller.json("/v1/tests", "{}", "Content-Type", "application/x-www-form-urlencoded")))
                .isEqualTo("415/0 Content-Type must be application/json but is application/x-www-form-urlencoded");
    }

    @Test
    void bodyWithoutItsEncodingOrVersion_isTakenIfItIsGood() throws Exception {
        assertThat(caller.send(
                                "POST",
                                "/v2/metrics/1001",
                                good().toByteArray(),
                                "Content-Type",
                                "application/x-protobuf; charset=utf-8")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void garbage_isRefused() throws Exception {
        assertThat(refusal(caller.pushTo("/v2/metrics/1001", new byte[0])))
                .isEqualTo("400/0 the body is no snappy block: it ends too early");
        assertThat(refusal(caller.pushTo("/v2/metrics/1001", "nothing of it".getBytes(StandardCharsets.UTF_8))))
                .startsWith("400/0 the body is no snappy block: it ");
        assertThat(refusal(caller.pushTo(
                        "/v2/metrics/1001", Snappy.compress("nothing of it".getBytes(StandardCharsets.UTF_8)))))
                .startsWith("400/0 the body is no MetricSet: ");
        byte[] cut = Snappy.compress(good().toByteArray());
        assertThat(refusal(caller.pushTo("/v2/metrics/1001", Arrays.copyOf(cut, cut.length - 3))))
                .startsWith("400/0 the body is no snappy block: it ends ");
    }

    @Test
    void metricsOfAnotherRun_areRefused() throws Exception {
        assertThat(refusal(caller.push("1001", Caller.requests("1002", 1, 1_800_000_000))))
                .isEqualTo("400/0 the metrics are of test run '1002', not of 1001");
        assertThat(refusal(caller.push("1002", Caller.requests("1002", 1, 1_800_000_000))))
                .isEqualTo("404/0 there is no such test run");
    }

    @Test
    void metricsThatCannotBe_areRefusedWithEachProblem() throws Exception {
        MetricSet wrong = MetricSet.newBuilder()
                .setTestRunId("1001")
                .setAggregationPeriod(0)
                .addMetrics(Metric.newBuilder().setName("no name").setType(MetricType.METRIC_TYPE_GAUGE))
                .addMetrics(Metric.newBuilder().setName("http_reqs"))
                .build();

        assertThat(refusal(caller.push("1001", wrong)))
                .isEqualTo("400/0 the metrics cannot be taken {metrics=[aggregation_period must be from 1 to 3600 s but"
                        + " is 0, 'no name' cannot be a metric's name, http_reqs has no type: 0]}");
    }

    @Test
    void seriesBeyondTheBudget_stopThePushesForGood() throws Exception {
        MetricSet.Builder many = MetricSet.newBuilder().setTestRunId("1001").setAggregationPeriod(1);
        for (int i = 0; i <= BUDGET; i++) {
            many.addAllMetrics(
                    Caller.requests("1001", 1, 1_800_000_000, "id", "user-" + i).getMetricsList());
        }

        assertThat(refusal(caller.push("1001", many.build())))
                .isEqualTo("403/4 the run has more than 10 time series, which is all this service takes;"
                        + " group URLs with a name and keep ids out of tags");
        assertThat(caller.push("1001", many.removeMetrics(0).removeMetrics(0).build())
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void bodyThatIsTooLarge_isRefusedWhetherItSaysSoOrNot() throws Exception {
        byte[] large = new byte[(16 << 20) + 1];
        new Random(1).nextBytes(large);
        String tooLarge = "413/0 the body is larger than the limit of 16777216 bytes";

        assertThat(refusal(caller.pushTo("/v2/metrics/1001", large))).isEqualTo(tooLarge);
        HttpRequest.BodyPublisher chunked =
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
        assertThat(refusal(caller.pushTo("/v2/metrics/1001", chunked))).isEqualTo(tooLarge);
        assertThat(refusal(caller.json("/v1/tests", " ".repeat((8 << 20) + 1))))
                .isEqualTo("413/0 the body is larger than the limit of 8388608 bytes");
    }

    @Test
    void bodyThatIsFarTooLarge_canBeSentToItsEnd() throws Exception {
        URI url = URI.create(server.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) { // of a caller that sends all before it listens
            OutputStream out = socket.getOutputStream();
            String head = "POST /v1/tests HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
            int megabytes = 150;
            out.write((head + "Content-Length: " + (megabytes << 20) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < megabytes; i++) {
                out.write(new byte[1 << 20]);
            }
            byte[] answer = socket.getInputStream().readNBytes(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void bombs_areRefused() throws Exception {
        assertThat(refusal(caller.pushTo("/v2/metrics/1001", Snappy.compress(new byte[(64 << 20) + 1]))))
                .isEqualTo("413/0 the body holds 67108865 bytes, more than the limit of 67108864");
        assertThat(refusal(caller.json("/v1/tests", "[".repeat(1_000_000))))
                .isEqualTo("400/0 the body is no JSON object");
        assertThat(refusal(caller.json("/v1/tests", "{\"a\":".repeat(1_000_000))))
                .isEqualTo("400/0 the body is no JSON object");
    }

    @Test
    void keyThatIsNone_isRefused() throws Exception {
        assertThat(refusal(caller.push("1001", good(), "K6-Idempotency-Key", "x".repeat(201))))
                .isEqualTo("400/0 K6-Idempotency-Key must be at most 200 printable ASCII characters");
    }
}
