package dev.stampede.results.runs;

import com.squareup.moshi.JsonWriter;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.store.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Lines of a log as they are kept: one JSON object each, <code>{"time":ns,"level":"info","text":"…","labels":{…}}</code>. */
final class RunLog {
    private RunLog() {}

    static byte[] bytes(List<LogEntry> entries) throws IOException {
        Buffer buffer = new Buffer();
        for (LogEntry entry : entries) {
            JsonWriter writer = JsonWriter.of(buffer);
            writer.beginObject();
            writer.name("time").value(entry.epochNanos());
            writer.name("level").value(entry.level());
            writer.name("text").value(entry.text());
            writer.name("labels").beginObject();
            for (Map.Entry<String, String> label : entry.labels().entrySet()) {
                writer.name(label.getKey()).value(label.getValue());
            }
            writer.endObject().endObject();
            buffer.writeByte('\n');
        }
        return buffer.readByteArray();
    }

    /** Passes lines whose number is wanted, until no more are. Returns how many lines were seen. */
    static long read(RunFolder folder, LongPredicate wanted, LogReader reader) throws IOException {
        Lines lines = new Lines(wanted, reader);
        folder.readLogs(lines::take);
        return lines.number;
    }

    private static final class Lines {
        private final LongPredicate wanted;
        private final LogReader reader;
        private long number;
        private boolean enough;

        Lines(LongPredicate wanted, LogReader reader) {
            this.wanted = wanted;
            this.reader = reader;
        }

        void take(byte[] record) {
            int start = 0;
            for (int i = 0; i < record.length && !enough; i++) {
                if (record[i] == '\n') {
                    take(record, start, i);
                    start = i + 1;
                }
            }
        }

        private void take(byte[] record, int from, int to) {
            number++;
            LogEntry entry =
                    wanted.test(number) ? entry(new String(record, from, to - from, StandardCharsets.UTF_8)) : null;
            enough = entry != null && !reader.read(number, entry);
        }
    }

    private static @Nullable LogEntry entry(String line) {
        Map<String, Object> json = Json.object(line);
        if (json == null) {
            return null;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        Map<String, Object> kept = Json.object(json.get("labels"));
        if (kept != null) {
            kept.forEach((name, value) -> labels.put(name, Json.text(value)));
        }
        String time = Json.text(json.get("time"));
        return new LogEntry(parsed(time), Json.text(json.get("level")), Json.text(json.get("text")), labels);
    }

    private static long parsed(String time) {
        try {
            return Long.parseLong(time);
        } catch (NumberFormatException e) { // none, or beyond what nanoseconds can tell
            return 0;
        }
    }
}
