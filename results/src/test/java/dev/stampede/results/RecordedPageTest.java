package dev.stampede.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.results.http.Response;
import dev.stampede.results.page.Browser;
import dev.stampede.results.page.Tab;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.Snappy;

/** The page of a real service, with what k6 really sent. */
@ExtendWith(Browser.class)
class RecordedPageTest {
    private static final String HOSTILE =
            "</script><img src=x onerror=\"window.taken=1\"><script>window.taken=1</script>";

    @TempDir
    Path folder;

    private Service service;
    private List<Recording.Call> calls;

    @BeforeEach
    void start() throws IOException {
        service = Service.in(folder);
        calls = Recording.of("stream_run").calls();
    }

    @AfterEach
    void stop() throws IOException {
        service.close();
    }

    @Test
    void run_isListedFollowedAndJudged(Tab tab) throws Exception {
        tab.go(service.server().url());
        tab.untilText(".notice", "No runs yet");
        make(calls.get(0), 1001);
        tab.go(service.server().url() + "/runs/1001");
        tab.untilText("h1", "capture one");
        tab.untilText(".badges", "No verdict");
        make(calls.get(1), 1001);
        tab.untilText(".badges", "Running");
        tab.untilText(".tiles", "164");
        tab.until("document.querySelector('.charts canvas')");
        make(calls.get(2), 1001);
        tab.untilText(".badges", "Finished");
        tab.untilText(".badges", "Failed");
        tab.screenshot("recorded-run");
        tab.click(".crumbs a");
        tab.untilText("tbody", "capture one");
        assertThat(tab.texts("tbody tr > *")).contains("capture one#1001", "Failed", "Finished", "164");
        tab.assertNoComplaints();
    }

    @Test
    void runs_areComparedAndLinedUp(Tab tab) throws Exception {
        replay(1001);
        replay(1002);
        tab.go(service.server().url());
        tab.click("input[value='1001']");
        tab.click("input[value='1002']");
        tab.click(".compare-bar a");
        tab.untilText("h1", "Comparison");
        tab.until("document.querySelectorAll('.charts canvas').length === 6");
        assertThat(tab.texts("section:has(#metrics-title) td:last-child .change"))
                .isNotEmpty()
                .containsOnly("0%");
        tab.screenshot("recorded-comparison");
        tab.go(service.server().url() + "/#/trend/capture%20one/http_req_duration/p95");
        tab.untilText("tbody", "Compare with #1001");
        assertThat(tab.texts("tbody th")).containsExactly("#1002", "#1001");
        tab.assertNoComplaints();
    }

    @Test
    void report_isTheRunInAFile(Tab tab, @TempDir Path reports) throws Exception {
        replay(1001);
        HttpResponse<String> report = service.send(service.to("/api/runs/1001/report.html"));
        Path file = Files.writeString(reports.resolve("report.html"), report.body(), StandardCharsets.UTF_8);
        for (String url : List.of(file.toUri().toString(), service.server().url() + "/api/runs/1001/report.html")) {
            tab.go(url);
            tab.untilText("h1", "capture one");
            tab.untilText(".tiles", "164");
            tab.until("document.querySelectorAll('.charts canvas').length > 0");
            tab.click("button[aria-label='Chart of http_req_duration']");
            tab.until("document.querySelector('.panel canvas')");
            tab.assertNoComplaints();
        }
        assertThat(tab.requests()).filteredOn(url -> !url.startsWith("data:")).hasSize(2);
        tab.screenshot("recorded-report");
    }

    @Test
    void buttons_giveTheRunAsAFile(Tab tab, @TempDir Path downloads, @TempDir Path elsewhere) throws Exception {
        replay(1001);
        tab.downloadTo(downloads);
        tab.go(service.server().url() + "/runs/1001");
        tab.untilText(".badges", "Finished");

        tab.click("a[href='/api/runs/1001/export']");
        Path zip = downloaded(downloads, "stampede-run-1001.zip");
        try (Service other = Service.in(elsewhere)) {
            HttpResponse<String> imported = other.send(other.to("/api/import").POST(BodyPublishers.ofFile(zip)));
            assertThat(imported.statusCode()).as(imported.body()).isEqualTo(201);
            assertThat(other.get("/api/runs/1001"))
                    .containsEntry("name", "capture one")
                    .containsEntry("requests", "164.0");
        }

        tab.click("a[href='/api/runs/1001/report.html']");
        Path report = downloaded(downloads, "stampede-run-1001.html");
        tab.go(report.toUri().toString());
        tab.untilText("h1", "capture one");
        tab.untilText(".tiles", "164");
        tab.assertNoComplaints();
    }

    /** Once it is there: what is not all there yet has another name. */
    private static Path downloaded(Path folder, String name) {
        Path file = folder.resolve(name);
        Awaitility.await(name).atMost(Duration.ofSeconds(20)).until(() -> Files.exists(file));
        return file;
    }

    @Test
    void textThatLooksLikeMarkup_isShownAndNeverRun(Tab tab, @TempDir Path reports) throws Exception {
        Map<String, Object> opened =
                Map.of("name", HOSTILE, "project_id", 42, "thresholds", Map.of("checks", List.of("rate>0.9")));
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofByteArray(Response.jsonBytes(opened));
        assertThat(service.send(service.to("/v1/tests")
                                .header("Content-Type", "application/json")
                                .POST(body))
                        .statusCode())
                .isEqualTo(201);
        MetricSet.Builder metrics =
                MetricSet.parseFrom(Snappy.uncompress(calls.get(1).body())).toBuilder();
        metrics.getMetricsBuilderList().stream()
                .flatMap(metric -> metric.getTimeSeriesBuilderList().stream())
                .flatMap(series -> series.getLabelsBuilderList().stream())
                .filter(label ->
                        !label.getName().equals("__name__") && !label.getName().equals("expected_response"))
                .forEach(label -> label.setValue(label.getValue() + HOSTILE));
        Recording.Call push = calls.get(1);
        Recording.Call hostile = new Recording.Call(
                push.method(),
                push.path(),
                push.headers(),
                Snappy.compress(metrics.build().toByteArray()),
                202);
        make(hostile, 1001);

        String name = URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8).replace("+", "%20");
        String url = service.server().url();
        HttpResponse<String> report = service.send(service.to("/api/runs/1001/report.html"));
        Path file = Files.writeString(reports.resolve("report.html"), report.body(), StandardCharsets.UTF_8);
        for (String page : List.of(
                url,
                url + "/#/runs/1001",
                url + "/#/compare/1001/1001",
                url + "/#/trend/" + name + "/http_req_duration/p95",
                file.toUri().toString())) {
            tab.go("about:blank");
            tab.go(page);
            tab.untilText("main", HOSTILE);
            tab.until("document.querySelector('main table')");
            assertThat(tab.evaluate("document.querySelectorAll('img, main script').length"))
                    .isEqualTo(0.0);
            assertThat(tab.evaluate("typeof window.taken")).isEqualTo("undefined");
        }
        tab.assertNoComplaints();
    }

    @Test
    void run_isDeletedOnlyAfterAQuestion(Tab tab) throws Exception {
        replay(1001);
        tab.go(service.server().url() + "/#/runs/1001");
        tab.click("button.danger");
        tab.untilText("dialog", "Delete run #1001?");
        tab.press("Escape");
        tab.until("!document.querySelector('dialog')");
        assertThat(service.server().runs().find("1001")).isPresent();
        tab.click("button.danger");
        tab.click("dialog button.danger");
        tab.untilText(".notice", "No runs yet");
        assertThat(service.server().runs().find("1001")).isEmpty();
        tab.assertNoComplaints();
    }

    @Test
    void tokenOfTheService_isAskedForOnce(Tab tab, @TempDir Path guarded) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ResultsServer server =
                ResultsServer.start(new ResultsOptions(guarded, address, "geheim", Clock.systemUTC()))) {
            tab.go(server.url());
            tab.until("document.querySelector('#token')");
            tab.screenshot("login");
            tab.type("#token", "geheim");
            tab.press("Enter");
            tab.untilText(".notice", "No runs yet");
            tab.forgiveRefusedAnswers();
            tab.assertNoComplaints();
        }
    }

    private void replay(int id) throws IOException, InterruptedException {
        for (Recording.Call call : calls) {
            make(call, id);
        }
    }

    /** Makes a call of the recording for this run; the key of a call that opens another run is another. */
    private void make(Recording.Call call, int id) throws IOException, InterruptedException {
        Map<String, Object> headers = new HashMap<>(call.headers());
        headers.computeIfPresent("k6-idempotency-key", (name, key) -> key + "-" + id);
        Recording.Call mine = new Recording.Call(
                call.method(), call.path().replace("1001", String.valueOf(id)), headers, body(call, id), call.status());
        HttpResponse<String> answer =
                mine.replay(service.client(), service.server().url());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(call.status());
    }

    private static byte[] body(Recording.Call call, int id) throws IOException {
        return call.path().startsWith("/v2/metrics")
                ? Snappy.compress(MetricSet.parseFrom(Snappy.uncompress(call.body())).toBuilder()
                        .setTestRunId(String.valueOf(id))
                        .build()
                        .toByteArray())
                : call.body();
    }
}
