package dev.stampede.results;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stampede.output.cloud.api.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each number the page shows of a recorded run, against what the recording says was sent. */
class RecordedFiguresTest {
    private static final double EXACT = 1e-9;

    @TempDir
    Path folder;

    private Service service;
    private RecordedSamples sent;
    private Map<String, Object> run;
    private double seconds;

    @BeforeEach
    void replay() throws Exception {
        service = Service.in(folder).replay("stream_run");
        sent = RecordedSamples.of("stream_run");
        run = service.get("/api/runs/1001");
        long first = sent.samples().stream()
                .mapToLong(RecordedSamples.Sample::second)
                .min()
                .orElseThrow();
        long last = sent.samples().stream()
                        .mapToLong(RecordedSamples.Sample::second)
                        .max()
                        .orElseThrow()
                + 3;
        seconds = last - first;
        assertThat(number(run, "durationSeconds")).isEqualTo(seconds);
        assertThat(number(run, "started")).isEqualTo(first * 1000.0);
    }

    @AfterEach
    void close() throws Exception {
        service.close();
    }

    @Test
    void run_isSummedUpAsItWasRecorded() throws Exception {
        assertThat(run)
                .containsEntry("id", "1001")
                .containsEntry("name", "capture one")
                .containsEntry("status", "3")
                .containsEntry("statusText", "finished")
                .containsEntry("failed", true)
                .containsEntry("live", false)
                .containsEntry("project", "42")
                .containsEntry("plannedSeconds", "36")
                .containsEntry("tags", tags())
                .containsEntry("scenarios", List.of("browse"));
        look(run);
        Map<String, Object> listed = row(service.get("/api/runs"), "runs", Map.of("id", "1001"));
        look(listed);
        assertThat(listed).containsEntry("failed", true);
        assertThat(Json.list(listed.get("trend"))).hasSize(1);
        assertThat(number(run, "seriesCount"))
                .isEqualTo(sent.samples().stream()
                        .map(sample -> sample.metric() + sample.labels())
                        .distinct()
                        .toList()
                        .size());
    }

    private void look(Map<String, Object> row) {
        assertThat(number(row, "requests")).isEqualTo(sent.metric("http_reqs").sum("value"));
        assertThat(number(row, "failedRequests"))
                .isEqualTo(sent.metric("http_req_failed").sum("nonzero"));
        assertThat(number(row, "iterations"))
                .isEqualTo(sent.metric("iterations").sum("value"));
        assertThat(number(row, "vus")).isEqualTo(sent.metric("vus").max("max"));
        assertThat(number(row, "maxVus")).isEqualTo(3);
        quantile(row.get("p95Ms"), sent.metric("http_req_duration"), 0.95);
    }

    private List<String> tags() {
        return List.copyOf(new TreeSet<>(sent.samples().stream()
                .flatMap(sample -> sample.labels().keySet().stream())
                .collect(Collectors.toSet())));
    }

    @Test
    void metrics_haveTheValuesThatWereRecorded() {
        Set<String> names = sent.samples().stream()
                .map(RecordedSamples.Sample::metric)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(Json.list(run.get("metrics")))
                .extracting(metric -> object(metric).get("name"))
                .containsExactlyElementsOf(names);
        for (String name : names) {
            Map<String, Object> metric = row(run, "metrics", Map.of("name", name));
            RecordedSamples of = sent.metric(name);
            assertThat(metric)
                    .containsEntry("type", of.samples().getFirst().type())
                    .containsEntry("custom", name.startsWith("my_"))
                    .containsEntry(
                            "contains",
                            name.contains("duration") || (name.startsWith("http_req_") && !name.endsWith("failed"))
                                    ? "time"
                                    : name.startsWith("data_") ? "data" : "default");
            look(of, metric, object(metric.get("values")));
        }
    }

    private void look(RecordedSamples of, Map<String, Object> metric, Map<String, Object> values) {
        switch (of.samples().getFirst().type()) {
            case "counter" -> {
                assertThat(number(values, "count")).isEqualTo(of.sum("value"), within(EXACT));
                assertThat(number(values, "rate")).isEqualTo(of.sum("value") / seconds, within(EXACT));
            }
            case "gauge" -> {
                long last = of.samples().stream()
                        .mapToLong(RecordedSamples.Sample::second)
                        .max()
                        .orElseThrow();
                assertThat(number(values, "value"))
                        .isEqualTo(of.of(sample -> sample.second() == last).max("last"));
                assertThat(number(values, "min")).isEqualTo(of.min("min"));
                assertThat(number(values, "max")).isEqualTo(of.max("max"));
                assertThat(number(metric, "samples")).isEqualTo(of.sum("count"));
            }
            case "rate" -> {
                assertThat(number(values, "passes")).isEqualTo(of.sum("nonzero"));
                assertThat(number(values, "fails")).isEqualTo(of.sum("total") - of.sum("nonzero"));
                assertThat(number(values, "rate")).isEqualTo(of.sum("nonzero") / of.sum("total"), within(EXACT));
                assertThat(number(metric, "samples")).isEqualTo(of.sum("total"));
            }
            case "trend" -> {
                assertThat(number(metric, "samples")).isEqualTo(of.sum("count"));
                assertThat(number(values, "count")).isEqualTo(of.sum("count"));
                trend(of, values);
            }
            default -> throw new AssertionError(of);
        }
    }

    private static void trend(RecordedSamples of, Map<String, Object> values) {
        assertThat(number(values, "avg")).isEqualTo(of.sum("sum") / of.sum("count"), within(EXACT));
        assertThat(number(values, "min")).isEqualTo(of.min("min"));
        assertThat(number(values, "max")).isEqualTo(of.max("max"));
        quantile(values.get("med"), of, 0.5);
        quantile(values.get("p90"), of, 0.9);
        quantile(values.get("p95"), of, 0.95);
        quantile(values.get("p99"), of, 0.99);
    }

    private static void quantile(@Nullable Object shown, RecordedSamples of, double share) {
        double[] bounds = of.quantile(share);
        assertThat(Double.parseDouble(Json.text(shown))).isBetween(bounds[0] - EXACT, bounds[1] + EXACT);
    }

    @Test
    void httpTable_isThatOfTheRecordedTags() {
        Map<List<String>, List<RecordedSamples.Sample>> kinds = sent.metric("http_reqs").samples().stream()
                .collect(Collectors.groupingBy(
                        sample -> List.of(sample.label("name"), sample.label("method"), sample.label("status"))));
        assertThat(Json.list(run.get("http"))).hasSize(kinds.size());
        assertThat(number(run, "httpTotal")).isEqualTo(kinds.size());
        kinds.keySet().forEach(kind -> {
            Map<String, Object> row =
                    row(run, "http", Map.of("name", kind.get(0), "method", kind.get(1), "status", kind.get(2)));
            RecordedSamples of = sent.of(sample -> sample.label("name").equals(kind.get(0))
                    && sample.label("method").equals(kind.get(1))
                    && sample.label("status").equals(kind.get(2)));
            assertThat(number(row, "requests")).isEqualTo(of.metric("http_reqs").sum("value"));
            assertThat(number(row, "perSecond"))
                    .isEqualTo(of.metric("http_reqs").sum("value") / seconds, within(EXACT));
            assertThat(number(row, "failed"))
                    .isEqualTo(of.metric("http_req_failed").sum("nonzero"));
            trend(of.metric("http_req_duration"), row);
        });
    }

    @Test
    void errors_areTheRequestsThatWereNotExpected() {
        RecordedSamples bad = sent.metric("http_reqs")
                .of(sample -> sample.label("expected_response").equals("false"));
        List<?> errors = Json.list(run.get("errors"));
        assertThat(errors.stream()
                        .mapToDouble(error -> number(object(error), "count"))
                        .sum())
                .isEqualTo(bad.sum("value"))
                .isPositive();
        for (Object error : errors) {
            Map<String, Object> row = object(error);
            assertThat(number(row, "count"))
                    .isEqualTo(bad.of(sample -> sample.label("name").equals(row.get("name"))
                                    && sample.label("error_code").equals(row.get("errorCode"))
                                    && sample.label("error").equals(row.get("error")))
                            .sum("value"));
        }
    }

    @Test
    void groups_haveTheirChecksAndDurations() {
        Map<String, Object> front = row(object(run.get("groups")), "groups", Map.of("path", "::front"));
        Map<String, Object> inner = row(front, "groups", Map.of("path", "::front::inner"));
        for (Map<String, Object> group : List.of(front, inner)) {
            RecordedSamples durations = sent.metric("group_duration")
                    .of(sample -> sample.label("group").equals(group.get("path")));
            Map<String, Object> shown = object(group.get("seconds"));
            assertThat(number(shown, "count")).isEqualTo(durations.sum("count"));
            assertThat(number(shown, "avg"))
                    .isEqualTo(durations.sum("sum") / durations.sum("count") / 1000, within(EXACT));
            assertThat(number(shown, "max")).isEqualTo(durations.max("max") / 1000, within(EXACT));
            for (Object check : Json.list(group.get("checks"))) {
                RecordedSamples of = sent.metric("checks")
                        .of(sample -> sample.label("check").equals(object(check).get("name"))
                                && sample.label("group").equals(group.get("path")));
                assertThat(number(object(check), "passes")).isEqualTo(of.sum("nonzero"));
                assertThat(number(object(check), "fails")).isEqualTo(of.sum("total") - of.sum("nonzero"));
            }
        }
        assertThat(Json.list(front.get("checks"))).isNotEmpty();
    }

    @Test
    void thresholds_areJudgedAsTheGeneratorJudgedThem() {
        assertThat(Json.list(run.get("thresholds"))).hasSize(4).allSatisfy(one -> {
            assertThat(object(one).get("failed")).isEqualTo(object(one).get("said"));
            assertThat(object(one)).containsEntry("problem", "");
        });
        RecordedSamples checks = sent.metric("checks");
        Map<String, Object> rate = row(run, "thresholds", Map.of("metric", "checks", "expression", "rate>0.9"));
        assertThat(rate).containsEntry("failed", true);
        assertThat(number(rate, "value")).isEqualTo(checks.sum("nonzero") / checks.sum("total"), within(EXACT));
        assertThat(Json.text(rate.get("text"))).endsWith(" %");
        RecordedSamples good = sent.metric("http_req_duration")
                .of(sample -> sample.label("status").equals("200"));
        Map<String, Object> max = row(run, "thresholds", Map.of("metric", "http_req_duration{status:200}"));
        assertThat(number(max, "value")).isEqualTo(good.max("max"));
        assertThat(Json.text(max.get("text"))).endsWith(" ms");
    }

    @Test
    void chart_hasEachBucketThatWasRecorded() throws Exception {
        Map<String, Object> chart = service.get("/api/runs/1001/chart");
        assertThat(chart).containsEntry("step", "3");
        List<?> times = Json.list(chart.get("times"));
        assertThat(times).hasSize((int) seconds / 3);
        for (int i = 0; i < times.size(); i++) {
            long time = Long.parseLong(Json.text(times.get(i)));
            RecordedSamples at = sent.of(sample -> sample.second() == time);
            assertThat(at(chart, "vus", i)).isEqualTo(at.metric("vus").sum("avg"), within(EXACT));
            assertThat(at(chart, "requestsPerSecond", i))
                    .isEqualTo(at.metric("http_reqs").sum("value") / 3, within(EXACT));
            assertThat(at(chart, "failedPerSecond", i))
                    .isEqualTo(at.metric("http_req_failed").sum("nonzero") / 3, within(EXACT));
            assertThat(at(chart, "iterationsPerSecond", i))
                    .isEqualTo(at.metric("iterations").sum("value") / 3, within(EXACT));
            assertThat(at(chart, "checksFailedPerSecond", i))
                    .isEqualTo(
                            (at.metric("checks").sum("total")
                                            - at.metric("checks").sum("nonzero"))
                                    / 3,
                            within(EXACT));
            assertThat(at(chart, "dataReceivedPerSecond", i))
                    .isEqualTo(at.metric("data_received").sum("value") / 3, within(EXACT));
            assertThat(at(chart, "dataSentPerSecond", i))
                    .isEqualTo(at.metric("data_sent").sum("value") / 3, within(EXACT));
            assertThat(at(chart, "max", i))
                    .isEqualTo(at.metric("http_req_duration").max("max"));
            quantile(Json.list(chart.get("p50")).get(i), at.metric("http_req_duration"), 0.5);
            quantile(Json.list(chart.get("p90")).get(i), at.metric("http_req_duration"), 0.9);
            quantile(Json.list(chart.get("p95")).get(i), at.metric("http_req_duration"), 0.95);
            quantile(Json.list(chart.get("p99")).get(i), at.metric("http_req_duration"), 0.99);
        }
    }

    private static double at(Map<String, Object> chart, String line, int index) {
        return Double.parseDouble(Json.text(Json.list(chart.get(line)).get(index)));
    }

    private static double number(Map<String, Object> object, String name) {
        return Double.parseDouble(Json.text(requireNonNull(object.get(name), name)));
    }

    private static Map<String, Object> object(@Nullable Object value) {
        return requireNonNull(Json.object(value));
    }

    private static Map<String, Object> row(Map<String, Object> of, String list, Map<String, String> key) {
        return Json.list(of.get(list)).stream()
                .map(RecordedFiguresTest::object)
                .filter(row -> row.entrySet().containsAll(key.entrySet()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(key + " is not in " + of.get(list)));
    }
}
