package dev.stampede.results.runs;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.figures.MetricFigures;
import dev.stampede.results.store.RunFolder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** What the metrics of a run came to, kept so that a row of many runs can be shown without reading the samples of each. */
final class KeptMetrics {
    private static final String SAMPLES_BYTES = "samples_bytes";
    private static final String METRICS = "metrics";

    private KeptMetrics() {}

    static void write(RunFolder folder, List<MetricFigures> metrics) throws IOException {
        SequencedMap<String, Object> json = new LinkedHashMap<>();
        json.put(SAMPLES_BYTES, folder.samplesBytes());
        json.put(METRICS, metrics.stream().map(MetricFigures::json).toList());
        folder.figures(json);
    }

    /** Empty when there is nothing, or samples came since. */
    static Optional<List<MetricFigures>> read(RunFolder folder) throws IOException {
        Map<String, Object> json = folder.figures();
        if (json == null || !Json.text(json.get(SAMPLES_BYTES)).equals(Long.toString(folder.samplesBytes()))) {
            return Optional.empty();
        }
        return Optional.of(Json.list(json.get(METRICS)).stream()
                .flatMap(metric -> MetricFigures.of(metric).stream())
                .toList());
    }
}
