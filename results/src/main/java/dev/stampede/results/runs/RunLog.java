package dev.stampede.results.runs;

import com.squareup.moshi.JsonWriter;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.store.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The log of a run. A line is kept as one line of JSON: <code>{"time":ns,"level":"info","text":"…","labels":{…}}</code>. Thread-safe.
 */
public final class RunLog {
    private final RunFolder folder;
    private final ReentrantLock lock = new ReentrantLock();
    private long lines = -1;

    RunLog(RunFolder folder) {
        this.folder = folder;
    }

    /** Takes lines of a log, one after the other. */
    @FunctionalInterface
    public interface Reader {
        /**
         * A line.
         *
         * @param number its number, from 1
         * @return whether more are wanted
         */
        boolean read(long number, LogEntry entry);
    }

    void append(List<LogEntry> entries) throws IOException {
        lock.lock();
        try {
            long before = lines();
            folder.appendLog(bytes(entries));
            lines = before + entries.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many lines there are. */
    public long lines() throws IOException {
        lock.lock();
        try {
            if (lines < 0) {
                lines = read(number -> false, (number, entry) -> true);
            }
            return lines;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Passes lines in the order in which they came. What comes meanwhile may be left out.
     *
     * @param after number of the last line that is not wanted; 0 for all
     * @param reader takes a line and its number, and says whether more are wanted
     */
    public void read(long after, Reader reader) throws IOException {
        read(number -> number > after, reader);
    }

    private static byte[] bytes(List<LogEntry> entries) throws IOException {
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

    private long read(LongPredicate wanted, Reader reader) throws IOException {
        Lines seen = new Lines(wanted, reader);
        folder.readLogs(seen::take);
        return seen.number;
    }

    private static final class Lines {
        private final LongPredicate wanted;
        private final Reader reader;
        private long number;
        private boolean enough;

        Lines(LongPredicate wanted, Reader reader) {
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
