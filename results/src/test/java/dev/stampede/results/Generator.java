package dev.stampede.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.Histogram;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.proto.BucketSpan;
import dev.stampede.output.cloud.proto.CounterSamples;
import dev.stampede.output.cloud.proto.CounterValue;
import dev.stampede.output.cloud.proto.GaugeSamples;
import dev.stampede.output.cloud.proto.GaugeValue;
import dev.stampede.output.cloud.proto.Label;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.MetricType;
import dev.stampede.output.cloud.proto.RateSamples;
import dev.stampede.output.cloud.proto.RateValue;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.output.cloud.proto.Timestamp;
import dev.stampede.output.cloud.proto.TrendHdrSamples;
import dev.stampede.output.cloud.proto.TrendHdrValue;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Opens runs and pushes samples to them, as a load generator does. */
final class Generator {
    static final int PERIOD = 3;

    private final Service service;
    private final Map<String, Metric.Builder> metrics = new LinkedHashMap<>();

    Generator(Service service) {
        this.service = service;
    }

    /** Opens a run; thresholds as JSON. Returns its id. */
    static String open(Service service, String name, String thresholds) throws IOException, InterruptedException {
        HttpResponse<String> answer = service.send(service.to("/v1/tests")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\",\"thresholds\":" + thresholds + "}")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.text(Objects.requireNonNull(Json.object(answer.body())).get("reference_id"));
    }

    /** Says that a run is over. */
    static void end(Service service, String id, boolean failed) throws IOException, InterruptedException {
        HttpResponse<String> answer = service.send(service.to("/v1/tests/" + id)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"result_status\":" + (failed ? 1 : 0) + ",\"run_status\":3,\"thresholds\":{}}")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    Generator counter(String name, long second, double sum, Map<String, String> tags) {
        metric(name, MetricType.METRIC_TYPE_COUNTER)
                .addTimeSeries(series(tags)
                        .setCounterSamples(CounterSamples.newBuilder()
                                .addValues(CounterValue.newBuilder()
                                        .setTime(time(second))
                                        .setValue(sum))));
        return this;
    }

    Generator gauge(String name, long second, int count, double value) {
        metric(name, MetricType.METRIC_TYPE_GAUGE)
                .addTimeSeries(series(Map.of())
                        .setGaugeSamples(GaugeSamples.newBuilder()
                                .addValues(GaugeValue.newBuilder()
                                        .setTime(time(second))
                                        .setCount(count)
                                        .setLast(value)
                                        .setMin(value)
                                        .setMax(value)
                                        .setAvg(value))));
        return this;
    }

    Generator rate(String name, long second, int nonZero, int total, Map<String, String> tags) {
        metric(name, MetricType.METRIC_TYPE_RATE)
                .addTimeSeries(series(tags)
                        .setRateSamples(RateSamples.newBuilder()
                                .addValues(RateValue.newBuilder()
                                        .setTime(time(second))
                                        .setNonzeroCount(nonZero)
                                        .setTotalCount(total))));
        return this;
    }

    /** So many samples of one value. */
    Generator trend(String name, long second, int count, double value, Map<String, String> tags) {
        metric(name, MetricType.METRIC_TYPE_TREND)
                .addTimeSeries(series(tags)
                        .setTrendHdrSamples(TrendHdrSamples.newBuilder()
                                .addValues(TrendHdrValue.newBuilder()
                                        .setTime(time(second))
                                        .addCounters(count)
                                        .addSpans(BucketSpan.newBuilder()
                                                .setOffset(Histogram.indexOf(value))
                                                .setLength(1))
                                        .setCount(count)
                                        .setSum(value * count)
                                        .setMinValue(value)
                                        .setMaxValue(value)
                                        .setMinResolution(Histogram.RESOLUTION))));
        return this;
    }

    /** Requests of one kind: how many, and how long each of them took. */
    Generator requests(long second, int count, double millis) {
        Map<String, String> tags = Map.of("name", "home", "method", "GET", "status", "200");
        return counter("http_reqs", second, count, tags)
                .trend("http_req_duration", second, count, millis, tags)
                .rate("http_req_failed", second, 0, count, tags);
    }

    private Metric.Builder metric(String name, MetricType type) {
        return metrics.computeIfAbsent(
                name + " " + type, key -> Metric.newBuilder().setName(name).setType(type));
    }

    private static TimeSeries.Builder series(Map<String, String> tags) {
        TimeSeries.Builder series = TimeSeries.newBuilder();
        tags.forEach((name, value) ->
                series.addLabels(Label.newBuilder().setName(name).setValue(value)));
        return series;
    }

    private static Timestamp time(long second) {
        return Timestamp.newBuilder().setSeconds(second).build();
    }

    /** Sends all that was added since the last time. */
    void push(String id) throws IOException, InterruptedException {
        MetricSet.Builder set = MetricSet.newBuilder().setTestRunId(id).setAggregationPeriod(PERIOD);
        metrics.values().forEach(set::addMetrics);
        metrics.clear();
        HttpResponse<String> answer = service.send(service.to("/v2/metrics/" + id)
                .header("Content-Type", "application/x-protobuf")
                .header("K6-Metrics-Protocol-Version", "2.0")
                .POST(BodyPublishers.ofByteArray(set.build().toByteArray())));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }
}
