package dev.stampede.results;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.stampede.output.cloud.api.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several generators that push to one run. */
class GeneratorsTest {
    private static final long START = 1_800_000_000;

    @TempDir
    Path folder;

    private Service service;
    private Generator one;
    private Generator other;

    @BeforeEach
    void start() throws Exception {
        service = Service.in(folder);
        one = new Generator(service);
        other = new Generator(service);
    }

    @AfterEach
    void close() throws Exception {
        service.close();
    }

    @Test
    void virtualUsers_addUpOverGenerators() throws Exception {
        String id = Generator.open(service, "many", "{}");
        one.gauge("vus", START, 3, 10)
                .gauge("vus", START + 3, 3, 12)
                .gauge("vus_max", START, 3, 20)
                .push(id);
        other.gauge("vus", START, 3, 5)
                .gauge("vus", START + 3, 2, 6)
                .gauge("vus_max", START, 3, 20)
                .push(id);

        Map<String, Object> run = service.get("/api/runs/" + id);
        assertThat(run).containsEntry("generators", "2");
        assertThat(Json.text(run.get("vus"))).isEqualTo("16.0"); // 3 x 12 and 2 x 6 in three seconds
        assertThat(Json.text(run.get("maxVus"))).isEqualTo("40.0");
        assertThat(Json.list(service.get("/api/runs/" + id + "/chart").get("vus")))
                .isEqualTo(List.of("15.0", "16.0"));
        Map<String, Object> series = service.get("/api/runs/" + id + "/series?metric=vus");
        assertThat(Json.list(series.get("max"))).isEqualTo(List.of("15.0", "16.0"));
        assertThat(metric(run, "vus")).containsEntry("max", "16.0").containsEntry("min", "15.0");
    }

    @Test
    void largestNumberOfVirtualUsers_isNotLessThanThereWere() throws Exception {
        HttpResponse<String> opened = service.send(service.to("/v1/tests")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"many\",\"vus\":15}")));
        String id = Json.text(requireNonNull(Json.object(opened.body())).get("reference_id"));
        one.gauge("vus", START, 3, 10).gauge("vus_max", START, 3, 10).push(id);
        assertThat(Json.text(service.get("/api/runs/" + id).get("maxVus"))).isEqualTo("15.0");
        other.gauge("vus", START, 3, 10).gauge("vus_max", START, 3, 10).push(id);
        Generator.end(service, id, false);
        assertThat(Json.text(service.get("/api/runs/" + id).get("maxVus"))).isEqualTo("20.0");
    }

    @Test
    void runThatHasNotEnded_hasNotPassed() throws Exception {
        String id = Generator.open(service, "many", "{\"http_req_duration\":[\"p(95)<500\"]}");
        one.requests(START, 10, 10).push(id);
        assertThat(service.get("/api/runs/" + id)).doesNotContainKey("failed");
        Generator.end(service, id, false);
        assertThat(service.get("/api/runs/" + id)).containsEntry("failed", false);
    }

    @Test
    void percentiles_areThoseOfAllSamplesTogether() throws Exception {
        String id = Generator.open(
                service, "many", "{\"http_req_duration\":[\"p(95)<500\",\"max<2000\"],\"http_reqs\":[\"count>=300\"]}");
        one.requests(START, 270, 10).push(id);
        assertThat(failed(service.get("/api/runs/" + id))).containsExactly(false, false, true);
        // each second asks anew, and what a run came to is made anew at most once a second
        other.requests(START, 30, 1000).push(id);
        Generator.end(service, id, true);

        Map<String, Object> run = service.get("/api/runs/" + id);
        assertThat(failed(run)).containsExactly(true, false, false);
        assertThat(number(run.get("p95Ms"))).isCloseTo(1000, within(8.0));
        Map<String, Object> row =
                requireNonNull(Json.object(Json.list(run.get("http")).getFirst()));
        assertThat(number(row.get("med"))).isCloseTo(10, within(0.1));
        assertThat(number(row.get("avg"))).isCloseTo(109, within(1e-9));
        assertThat(number(row.get("requests"))).isEqualTo(300);
    }

    @Test
    void threshold_thatCannotBeJudgedSaysWhyAndLeavesTheOthersAlone() throws Exception {
        String id = Generator.open(
                service,
                "odd",
                "{\"http_req_duratio\":[\"p(95)<1\"],\"http_reqs\":[\"p(95)<1\",\"count>0\",\"cou\"],\"own\":[\"p(95)<1\"]}");
        one.requests(START, 1, 10).counter("own", START, 1, Map.of()).push(id);
        Generator.end(service, id, false);

        Map<String, Object> run = service.get("/api/runs/" + id);
        assertThat(Json.list(run.get("thresholds")).stream()
                        .map(row -> requireNonNull(Json.object(row)))
                        .map(row -> row.get("metric") + " " + row.get("failed") + " " + row.get("problem")))
                .satisfiesExactly(
                        row -> assertThat(row)
                                .startsWith("http_req_duratio null ")
                                .contains("no metric name \"http_req_duratio\" found"),
                        row -> assertThat(row)
                                .startsWith("http_reqs null ")
                                .contains("unsupported aggregation method p"),
                        row -> assertThat(row).isEqualTo("http_reqs false "),
                        row -> assertThat(row).startsWith("http_reqs null ").contains("cou"),
                        row -> assertThat(row).startsWith("own true ").contains("unsupported aggregation method p"));
        assertThat(run).containsEntry("failed", false); // as whoever ran it said
    }

    @Test
    void metricOfTwoTypes_isRefusedAsAWhole() throws Exception {
        String id = Generator.open(service, "odd", "{}");
        Map<String, Object> before = service.get("/api/runs/" + id);
        assertThat(before).containsEntry("requests", "0.0").containsEntry("tags", List.of());
        one.counter("own", START, 1, Map.of()).trend("own", START, 1, 1, Map.of());
        assertThatThrownBy(() -> one.push(id))
                .hasMessageContaining("own is a counter in this run, but was sent as a trend");
        one.counter("own", START, 1, Map.of()).push(id);
        one.trend("own", START, 1, 1, Map.of());
        assertThatThrownBy(() -> one.push(id))
                .hasMessageContaining("own is a counter in this run, but was sent as a trend");
    }

    private static List<Boolean> failed(Map<String, Object> run) {
        return Json.list(run.get("thresholds")).stream()
                .map(row -> Boolean.TRUE.equals(requireNonNull(Json.object(row)).get("failed")))
                .toList();
    }

    private static Map<String, Object> metric(Map<String, Object> run, String name) {
        return Json.list(run.get("metrics")).stream()
                .map(metric -> requireNonNull(Json.object(metric)))
                .filter(metric -> name.equals(metric.get("name")))
                .map(metric -> requireNonNull(Json.object(metric.get("values"))))
                .findFirst()
                .orElseThrow();
    }

    private static double number(@Nullable Object value) {
        return Double.parseDouble(Json.text(value));
    }
}
