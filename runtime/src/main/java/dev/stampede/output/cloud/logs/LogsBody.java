package dev.stampede.output.cloud.logs;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.Buffer;

/** Lines as the JSON that is pushed: a stream for each level and set of labels, lowest level first, its lines by time. */
final class LogsBody {
    private LogsBody() {}

    /** What the lines of a stream have in common. */
    private record Stream(Entry.Level level, Map<String, String> labels) {}

    static byte[] of(String runId, List<Entry> lines) {
        Map<Stream, List<Entry>> streams = new LinkedHashMap<>();
        lines.stream()
                .sorted(Comparator.comparing(Entry::level)
                        .thenComparing(line -> line.labels().toString())
                        .thenComparingLong(Entry::epochNanos))
                .forEach(
                        line -> streams.computeIfAbsent(new Stream(line.level(), line.labels()), s -> new ArrayList<>())
                                .add(line));
        Buffer body = new Buffer();
        try (JsonWriter json = JsonWriter.of(body)) {
            json.beginObject().name("streams").beginArray();
            for (Map.Entry<Stream, List<Entry>> stream : streams.entrySet()) {
                write(json, runId, stream.getKey(), stream.getValue());
            }
            json.endArray().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail so
        }
        return body.readByteArray();
    }

    private static void write(JsonWriter json, String runId, Stream stream, List<Entry> lines) throws IOException {
        json.beginObject().name("stream").beginObject();
        json.name("test_run_id").value(runId);
        json.name("level").value(name(stream.level()));
        for (Map.Entry<String, String> label : stream.labels().entrySet()) {
            json.name(label.getKey()).value(label.getValue());
        }
        json.endObject().name("values").beginArray();
        for (Entry line : lines) {
            json.beginArray()
                    .value(Long.toString(line.epochNanos()))
                    .value(line.text())
                    .endArray();
        }
        json.endArray().endObject();
    }

    private static String name(Entry.Level level) {
        return switch (level) {
            case DEBUG -> "debug";
            case INFO -> "info";
            case WARNING -> "warning";
            case ERROR -> "error";
        };
    }
}
