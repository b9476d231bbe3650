package dev.stampede.results;

import static java.util.Objects.requireNonNull;

import dev.stampede.output.cloud.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a recording says was sent, from its decoded bodies: nothing of the service has a hand in it. */
record RecordedSamples(List<Sample> samples) {

    /** A value of a bucket of a series. */
    record Sample(String metric, String type, Map<String, Object> labels, Map<String, Object> value) {
        long second() {
            return Long.parseLong(Json.text(value.get("time")));
        }

        /** 0 when it is not there, as numbers travel. */
        double number(String name) {
            Object number = value.get(name);
            return number == null ? 0 : Double.parseDouble(Json.text(number));
        }

        String label(String name) {
            return Json.text(labels.get(name));
        }
    }

    static RecordedSamples of(String name) throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (InputStream in = requireNonNull(RecordedSamples.class.getResourceAsStream("/" + name + ".ndjson"), name)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                Map<String, Object> body =
                        Json.object(requireNonNull(Json.object(line)).get("body"));
                if (body != null) {
                    Json.list(body.get("metrics"))
                            .forEach(metric -> read(requireNonNull(Json.object(metric)), samples));
                }
            });
        }
        return new RecordedSamples(samples);
    }

    private static void read(Map<String, Object> metric, List<Sample> into) {
        for (Object one : Json.list(metric.get("series"))) {
            Map<String, Object> series = requireNonNull(Json.object(one));
            Map<String, Object> labels = Json.object(series.get("labels"));
            for (Object value : Json.list(series.get("values"))) {
                into.add(new Sample(
                        Json.text(metric.get("name")),
                        Json.text(metric.get("type")),
                        labels == null ? Map.of() : labels,
                        requireNonNull(Json.object(value))));
            }
        }
    }

    RecordedSamples of(Predicate<Sample> which) {
        return new RecordedSamples(samples.stream().filter(which).toList());
    }

    RecordedSamples metric(String name) {
        return of(sample -> sample.metric().equals(name));
    }

    double sum(String number) {
        return samples.stream().mapToDouble(sample -> sample.number(number)).sum();
    }

    double min(String number) {
        return samples.stream()
                .mapToDouble(sample -> sample.number(number))
                .min()
                .orElseThrow();
    }

    double max(String number) {
        return samples.stream()
                .mapToDouble(sample -> sample.number(number))
                .max()
                .orElseThrow();
    }

    /** Within which two values a quantile of a trend lies: those of the buckets of its ranks. */
    double[] quantile(double share) {
        TreeMap<Integer, Long> buckets = new TreeMap<>();
        for (Sample sample : samples) {
            List<?> counters = Json.list(sample.value().get("counters"));
            if (sample.number("extra_low") > 0) {
                buckets.merge(-1, (long) sample.number("extra_low"), Long::sum);
            }
            int index = 0;
            int next = 0;
            for (Object span : Json.list(sample.value().get("spans"))) {
                List<?> offsetAndLength = Json.list(span);
                index += Integer.parseInt(Json.text(offsetAndLength.get(0)));
                for (int i = Integer.parseInt(Json.text(offsetAndLength.get(1))); i > 0; i--) {
                    buckets.merge(index++, Long.parseLong(Json.text(counters.get(next++))), Long::sum);
                }
            }
        }
        double rank = share * (sum("count") - 1);
        return new double[] {
            bounds(bucket(buckets, (long) Math.floor(rank)))[0], bounds(bucket(buckets, (long) Math.ceil(rank)))[1]
        };
    }

    private static int bucket(TreeMap<Integer, Long> buckets, long rank) {
        long seen = 0;
        for (Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
            seen += bucket.getValue();
            if (rank < seen) {
                return bucket.getKey();
            }
        }
        throw new AssertionError("no rank " + rank);
    }

    /** Of the values of a bucket, by the protocol: thousandths, 128 buckets for each doubling. */
    private double[] bounds(int index) {
        if (index < 0) {
            return new double[] {min("min"), 0};
        }
        if (index < 256) {
            return new double[] {Math.max(0, index - 1) * 0.001, index * 0.001};
        }
        int shift = (index >> 7) - 1;
        long low = (long) (index - (shift << 7)) << shift;
        return new double[] {(low - 1) * 0.001, (low + (1L << shift) - 1) * 0.001};
    }
}
