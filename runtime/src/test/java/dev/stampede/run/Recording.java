package dev.stampede.run;

import com.squareup.moshi.JsonReader;
import dev.stampede.output.cloud.proto.BucketSpan;
import dev.stampede.output.cloud.proto.Label;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.output.cloud.proto.TrendHdrValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import okio.Buffer;
import okio.ByteString;
import org.xerial.snappy.Snappy;

/**
 * What one client told the cloud in the stream flow.
 *
 * @param create body of the call that opens the run
 * @param finish body of the call that ends it
 * @param pushes decoded metric sets
 */
record Recording(Map<String, Object> create, Map<String, Object> finish, List<MetricSet> pushes) {

    /** One request. */
    record Request(String path, ByteString body) {}

    static Recording of(List<Request> requests) throws IOException {
        Map<String, Object> create = Map.of();
        Map<String, Object> finish = Map.of();
        List<MetricSet> pushes = new ArrayList<>();
        for (Request request : requests) {
            if (request.path().startsWith("/v2/metrics/")) {
                pushes.add(MetricSet.parseFrom(Snappy.uncompress(request.body().toByteArray())));
            } else if (request.path().equals("/v1/tests")) {
                create = object(request.body().utf8());
            } else if (request.path().startsWith("/v1/tests/")) {
                finish = object(request.body().utf8());
            }
        }
        return new Recording(create, finish, pushes);
    }

    /** A recording of the real client, one JSON object a line. */
    static Recording resource(String name) throws IOException {
        List<Request> requests = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(Recording.class.getResourceAsStream("/" + name), name)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                Map<String, Object> entry = object(line);
                requests.add(new Request(
                        text(entry, "path"), Objects.requireNonNull(ByteString.decodeBase64(text(entry, "raw")))));
            }
        }
        return of(requests);
    }

    private static String text(Map<String, Object> entry, String key) {
        return (String) Objects.requireNonNull(entry.get(key), key);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String json) {
        try (JsonReader reader = JsonReader.of(new Buffer().writeUtf8(json))) {
            return (Map<String, Object>) Objects.requireNonNull(reader.readJsonValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The label sets of each metric and type, with addresses and what the twin cannot set left out. */
    Map<String, TreeSet<String>> labels() {
        Map<String, TreeSet<String>> result = new TreeMap<>();
        for (MetricSet set : pushes) {
            for (Metric metric : set.getMetricsList()) {
                for (TimeSeries series : metric.getTimeSeriesList()) {
                    result.computeIfAbsent(metric.getName() + " " + metric.getType(), k -> new TreeSet<>())
                            .add(normalised(series));
                }
            }
        }
        return result;
    }

    private static String normalised(TimeSeries series) {
        Map<String, String> labels = new TreeMap<>();
        for (Label label : series.getLabelsList()) {
            labels.put(
                    label.getName(),
                    label.getValue()
                            .replaceAll("http://127\\.0\\.0\\.1:\\d{2,}", "T")
                            .replaceAll("http://127\\.0\\.0\\.1:1/", "R/"));
        }
        labels.remove("scenario");
        labels.remove("team");
        return labels.toString();
    }

    /** What is wrong in itself with what was pushed; empty when it is sound. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (MetricSet set : pushes) {
            for (Metric metric : set.getMetricsList()) {
                for (TimeSeries series : metric.getTimeSeriesList()) {
                    String kind = metric.getType().name().replace("METRIC_TYPE_", "");
                    if (!series.getSamplesCase().name().startsWith(kind)) {
                        faults.add(metric.getName() + ": " + series.getSamplesCase() + " in a " + kind);
                    }
                    times(series)
                            .filter(t -> t % 3 != 0)
                            .forEach(t -> faults.add(metric.getName() + ": bucket time " + t + " not on the period"));
                    series.getTrendHdrSamples()
                            .getValuesList()
                            .forEach(value -> check(metric.getName(), value, faults));
                }
            }
        }
        return faults;
    }

    private static java.util.stream.LongStream times(TimeSeries series) {
        return switch (series.getSamplesCase()) {
            case COUNTER_SAMPLES ->
                series.getCounterSamples().getValuesList().stream()
                        .mapToLong(v -> v.getTime().getSeconds());
            case GAUGE_SAMPLES ->
                series.getGaugeSamples().getValuesList().stream()
                        .mapToLong(v -> v.getTime().getSeconds());
            case RATE_SAMPLES ->
                series.getRateSamples().getValuesList().stream()
                        .mapToLong(v -> v.getTime().getSeconds());
            case TREND_HDR_SAMPLES ->
                series.getTrendHdrSamples().getValuesList().stream()
                        .mapToLong(v -> v.getTime().getSeconds());
            case SAMPLES_NOT_SET -> java.util.stream.LongStream.empty();
        };
    }

    private static void check(String metric, TrendHdrValue value, List<String> faults) {
        long counted = value.getCountersList().stream()
                        .mapToLong(Integer::toUnsignedLong)
                        .sum()
                + value.getExtraLowValuesCounter()
                + value.getExtraHighValuesCounter();
        if (counted != value.getCount()) {
            faults.add(metric + ": histogram holds " + counted + " of " + value.getCount());
        }
        if (value.getSpansList().stream().mapToInt(BucketSpan::getLength).sum() != value.getCountersCount()) {
            faults.add(metric + ": spans do not cover counters");
        }
        if (Math.abs(value.getMinResolution() - 0.001) > 1e-12) {
            faults.add(metric + ": resolution " + value.getMinResolution());
        }
    }

    /** All that this recording lacks, or says differently, compared with another. */
    List<String> differencesTo(Recording other) {
        List<String> differences = new ArrayList<>(faults());
        Map<String, TreeSet<String>> mine = labels();
        other.labels().forEach((metric, expected) -> {
            TreeSet<String> have = mine.getOrDefault(metric, new TreeSet<>());
            expected.stream()
                    .filter(series -> !have.contains(series))
                    .forEach(series -> differences.add(metric + " lacks series " + series + "; it has " + have));
        });
        if (!new LinkedHashMap<>(create).equals(other.create())) {
            differences.add("create body " + create + " instead of " + other.create());
        }
        for (String key : List.of("run_status", "result_status", "thresholds")) {
            if (!Objects.equals(finish.get(key), other.finish().get(key))) {
                differences.add("finish " + finish + " instead of " + other.finish());
            }
        }
        return differences;
    }
}
