package dev.stampede.results;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.runs.LogEntry;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewsTest {
    private static final long START = 1_800_000_000;

    @TempDir
    Path folder;

    private Service service;

    @BeforeEach
    void start() throws Exception {
        service = Service.in(folder);
    }

    @AfterEach
    void close() throws Exception {
        service.close();
    }

    private String run(String name, int requests, double millis) throws Exception {
        String id = Generator.open(service, name, "{\"http_req_duration\":[\"p(95)<100\"]}");
        new Generator(service).requests(START, requests, millis).push(id);
        Generator.end(service, id, millis >= 100);
        return id;
    }

    @Test
    void list_isNewestFirstAndHasTheLastRunsOfTheSameTest() throws Exception {
        for (int i = 0; i < 22; i++) {
            run("often", 1, i * 10);
        }
        run("once", 1, 5);
        Map<String, Object> list = service.get("/api/runs?limit=2");
        assertThat(Json.list(list.get("tests"))).isEqualTo(List.of("often", "once"));
        assertThat(ids(list.get("runs"))).containsExactly("1023", "1022");
        assertThat(ids(object(Json.list(list.get("runs")).getLast()).get("trend")))
                .hasSize(20);
        Map<String, Object> often = service.get("/api/runs?test=often");
        assertThat(ids(often.get("runs"))).hasSize(22).startsWith("1022", "1021");
        Map<String, Object> newest = object(Json.list(often.get("runs")).getFirst());
        assertThat(ids(newest.get("trend"))).hasSize(20).startsWith("1003").endsWith("1021", "1022");
        Map<String, Object> oldest = object(Json.list(often.get("runs")).getLast());
        assertThat(ids(oldest.get("trend"))).containsExactly("1001");
        assertThat(object(Json.list(newest.get("trend")).getLast()).get("failed"))
                .isEqualTo(true);
        assertThat(service.get("/api/runs/1022").get("trend")).isEqualTo(newest.get("trend"));
    }

    @Test
    void runThatGoesOn_hasWhatWasAcknowledgedBeforeItIsAskedFor() throws Exception {
        String id = Generator.open(service, "often looked at", "{}");
        for (int i = 1; i <= 3; i++) {
            new Generator(service).requests(START + i, 1, 10).push(id);
            assertThat(service.get("/api/runs/" + id))
                    .containsEntry("requests", i + ".0")
                    .containsEntry("statusText", "running");
            assertThat(Json.list(service.get("/api/runs/" + id + "/chart").get("times")))
                    .isNotEmpty();
        }
    }

    @Test
    void series_hasThePartOfAMetricWithTheseTags() throws Exception {
        service.replay("stream_run");
        RecordedSamples sent = RecordedSamples.of("stream_run")
                .metric("http_reqs")
                .of(sample -> sample.label("status").equals("404"));
        Map<String, Object> part = service.get("/api/runs/1001/series?metric=http_reqs&tag.status=404&tag.method=POST");
        assertThat(part)
                .containsEntry("metric", "http_reqs")
                .containsEntry("type", "counter")
                .containsEntry("contains", "default")
                .containsEntry("step", "3");
        double sum = Json.list(part.get("perSecond")).stream()
                .mapToDouble(one -> 3 * number(one))
                .sum();
        assertThat(sum).isEqualTo(sent.sum("value"), within(1e-9)).isPositive();
        Map<String, Object> whole = service.get("/api/runs/1001/series?metric=my_trend");
        assertThat(whole).containsKeys("avg", "p50", "p90", "p95", "p99", "max");
        assertThat(service.get("/api/runs/1001/series?metric=my_gauge")).containsKeys("last", "min", "max");
        assertThat(service.get("/api/runs/1001/series?metric=my_rate&tag.status=404"))
                .containsEntry("rate", List.of())
                .containsEntry("times", List.of());
        assertThat(status("/api/runs/1001/series?metric=nothing")).isEqualTo(404);
        assertThat(status("/api/runs/1001/series")).isEqualTo(400);
    }

    @Test
    void chart_hasAGapWhereNothingWasMeasured() throws Exception {
        String id = Generator.open(service, "gap", "{}");
        new Generator(service)
                .requests(START, 3, 10)
                .requests(START + 60, 6, 10)
                .push(id);
        HttpResponse<String> chart = service.send(service.to("/api/runs/" + id + "/chart"));
        assertThat(chart.body())
                .contains("\"times\":[1800000000,1800000003,1800000060]")
                .contains("\"requestsPerSecond\":[1.0,null,2.0]")
                .contains("\"vus\":[null,null,null]");
    }

    @Test
    void groups_areBoundedInDepthAndNumber() throws Exception {
        String id = Generator.open(service, "deep", "{}");
        Generator generator = new Generator(service);
        for (int i = 0; i < 2_500; i++) {
            generator.rate("checks", START, 1, 2, Map.of("group", "", "check", "number " + i));
        }
        generator.trend("group_duration", START, 1, 10, Map.of("group", "::a".repeat(5_000)));
        generator.push(id);
        Map<String, Object> root = object(service.get("/api/runs/" + id).get("groups"));
        assertThat(Json.list(root.get("checks"))).hasSize(2_000);
        assertThat(root).containsEntry("more", "501");

        String deep = Generator.open(service, "deep", "{}");
        generator
                .trend("group_duration", START, 1, 10, Map.of("group", "::a".repeat(5_000)))
                .push(deep);
        Map<String, Object> group = object(service.get("/api/runs/" + deep).get("groups"));
        int depth = 0;
        while (!Json.list(group.get("groups")).isEmpty()) {
            group = object(Json.list(group.get("groups")).getFirst());
            depth++;
        }
        assertThat(depth).isEqualTo(50);
        assertThat(group).containsEntry("path", "::a".repeat(5_000)).containsKey("seconds");
    }

    @Test
    void logs_areFilteredAndReadOn() throws Exception {
        String id = Generator.open(service, "talks", "{}");
        service.server()
                .runs()
                .find(id)
                .orElseThrow()
                .log(List.of(
                        new LogEntry(START * 1_000_000_000L + 1_000_000, "debug", "one", Map.of()),
                        new LogEntry(START * 1_000_000_000L, "info", "Two <b>\n\"lines\"", Map.of("vu", "3"))));
        service.server()
                .runs()
                .find(id)
                .orElseThrow()
                .log(List.of(
                        new LogEntry(START, "warning", "three two", Map.of()),
                        new LogEntry(START, "error", "four", Map.of())));
        assertThat(object(service.get("/api/runs/" + id).get("logs"))).containsEntry("lines", "4");

        Map<String, Object> all = service.get("/api/runs/" + id + "/logs");
        assertThat(texts(all)).containsExactly("one", "Two <b>\n\"lines\"", "three two", "four");
        assertThat(all).containsEntry("more", false);
        assertThat(object(Json.list(all.get("lines")).get(1)))
                .containsEntry("n", "2")
                .containsEntry("time", START + "000")
                .containsEntry("level", "info")
                .containsEntry("labels", Map.of("vu", "3"));
        assertThat(texts(service.get("/api/runs/" + id + "/logs?level=warning")))
                .containsExactly("three two", "four");
        assertThat(texts(service.get("/api/runs/" + id + "/logs?text=TWO&level=info")))
                .containsExactly("Two <b>\n\"lines\"", "three two");
        Map<String, Object> some = service.get("/api/runs/" + id + "/logs?after=1&limit=2");
        assertThat(texts(some)).containsExactly("Two <b>\n\"lines\"", "three two");
        assertThat(some).containsEntry("more", true);
        assertThat(status("/api/runs/" + id + "/logs?limit=-1")).isEqualTo(400);
    }

    @Test
    void archive_isListedByItsNamesAndSavedAsItIs() throws Exception {
        String id = Generator.open(service, "kept", "{}");
        assertThat(status("/api/runs/" + id + "/archive")).isEqualTo(404);
        Path file = folder.resolve("runs/" + id + "/archive.tar");
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (String name : List.of("metadata.json", "../../etc/<b>passwd</b>")) {
                TarArchiveEntry entry = new TarArchiveEntry(name, true);
                entry.setSize(2);
                tar.putArchiveEntry(entry);
                tar.write("{}".getBytes(StandardCharsets.UTF_8));
                tar.closeArchiveEntry();
            }
        }
        Map<String, Object> archive = service.get("/api/runs/" + id + "/archive");
        assertThat(archive)
                .containsEntry("problem", "")
                .containsEntry(
                        "entries",
                        List.of(
                                Map.of("name", "metadata.json", "bytes", "2"),
                                Map.of("name", "../../etc/<b>passwd</b>", "bytes", "2")));
        HttpResponse<byte[]> saved = service.client()
                .send(service.to("/api/runs/" + id + "/archive.tar").build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(saved.body()).isEqualTo(Files.readAllBytes(file));
        assertThat(saved.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment");

        Files.writeString(file, "x".repeat(600));
        assertThat(Json.text(service.get("/api/runs/" + id + "/archive").get("problem")))
                .startsWith("the archive cannot be read any further");
    }

    @Test
    void comparison_tellsTheDifferenceAndWhetherItIsForTheBetter() throws Exception {
        String a = run("test", 100, 50);
        String b = run("test", 200, 150);
        Map<String, Object> both = service.get("/api/compare?a=" + a + "&b=" + b);
        assertThat(object(both.get("a"))).containsEntry("id", a);
        assertThat(object(both.get("b"))).containsEntry("id", b);
        assertThat(find(both.get("metrics"), "http_req_duration", "avg"))
                .containsEntry("a", "50.0")
                .containsEntry("b", "150.0")
                .containsEntry("difference", "100.0")
                .containsEntry("percent", "200.0")
                .containsEntry("better", false);
        assertThat(find(both.get("metrics"), "http_reqs", "rate")).containsEntry("better", true);
        assertThat(find(both.get("metrics"), "http_reqs", "count"))
                .containsEntry("difference", "100.0")
                .doesNotContainKey("better");
        assertThat(find(both.get("http"), "home", "failed"))
                .containsEntry("difference", "0.0")
                .doesNotContainKeys("percent", "better");
        Map<String, Object> threshold = object(Json.list(both.get("thresholds")).getFirst());
        assertThat(object(threshold.get("a"))).containsEntry("failed", false);
        assertThat(object(threshold.get("b"))).containsEntry("failed", true);
        assertThat(object(both.get("charts"))).containsOnlyKeys("a", "b");
        assertThat(status("/api/compare?a=" + a + "&b=9")).isEqualTo(404);
        assertThat(status("/api/compare?a=" + a)).isEqualTo(400);
    }

    @Test
    void trend_isThatOfAMetricOverTheRunsOfATest() throws Exception {
        String first = run("test", 100, 50);
        run("other", 1, 1);
        String second = run("test", 200, 150);
        String empty = Generator.open(service, "test", "{}");
        String asked = "/api/trend?test=test&metric=http_req_duration&stat=avg";
        Map<String, Object> trend = service.get(asked);
        assertThat(trend).containsEntry("contains", "time");
        assertThat(ids(trend.get("points"))).containsExactly(first, second, empty);
        assertThat(Json.list(trend.get("points")).stream()
                        .map(point ->
                                object(point).get("value") + " " + object(point).get("failed")))
                .containsExactly("50.0 false", "150.0 true", "null null");
        service.close();
        service = Service.in(folder);
        assertThat(service.get(asked)).isEqualTo(trend);
        assertThat(ids(service.get(asked + "&limit=2").get("points"))).containsExactly(second, empty);
    }

    @Test
    void run_thatIsNotThereIsNotFound() throws Exception {
        for (String path :
                List.of("", "/chart", "/events", "/logs", "/archive", "/archive.tar", "/series?metric=vus")) {
            assertThat(status("/api/runs/1001" + path)).as(path).isEqualTo(404);
        }
        assertThat(status("/api/runs/..%2F..%2Fetc")).isEqualTo(404);
        assertThat(status("/runs/..%2F..%2Fetc")).isEqualTo(404);
        HttpResponse<String> page = service.send(service.to("/runs/1001"));
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(page.headers().firstValue("Location")).contains("/#/runs/1001");
    }

    private int status(String path) throws Exception {
        return service.send(service.to(path)).statusCode();
    }

    private static List<String> texts(Map<String, Object> logs) {
        return Json.list(logs.get("lines")).stream()
                .map(line -> Json.text(object(line).get("text")))
                .toList();
    }

    private static List<String> ids(@Nullable Object list) {
        return Json.list(list).stream()
                .map(one -> Json.text(object(one).get("id")))
                .toList();
    }

    private static Map<String, Object> find(@Nullable Object list, String name, String stat) {
        return Json.list(list).stream()
                .map(ViewsTest::object)
                .filter(row -> name.equals(row.get("name")) && stat.equals(row.get("stat")))
                .findFirst()
                .orElseThrow();
    }

    private static double number(Object value) {
        return Double.parseDouble(Json.text(value));
    }

    private static Map<String, Object> object(@Nullable Object value) {
        return requireNonNull(Json.object(value));
    }
}
