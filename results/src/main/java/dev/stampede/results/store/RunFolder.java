package dev.stampede.results.store;

import dev.stampede.output.cloud.api.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of one run: {@value #FACTS} says what it is, {@value #FIGURES} what it came to (it can be made again from the metrics), {@value #SAMPLES} has its metrics, {@value #LOGS} its log and {@value #ARCHIVE}
 * what it was made of. Confined to whoever holds the run.
 */
public final class RunFolder implements AutoCloseable {
    static final String FACTS = "run.json";
    static final String FIGURES = "figures.json";
    static final String SAMPLES = "samples.pb";
    static final String LOGS = "logs.rec";
    static final String ARCHIVE = "archive.tar";

    private final Path path;
    private @Nullable RecordFile samples;
    private @Nullable RecordFile logs;

    /** A folder that is there, with or without files in it. */
    public RunFolder(Path path) {
        this.path = path;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** What the run is; null when there is nothing that could be read. */
    public @Nullable Map<String, Object> facts() throws IOException {
        return json(FACTS);
    }

    private @Nullable Map<String, Object> json(String name) throws IOException {
        Path file = path.resolve(name);
        return Files.exists(file) ? Json.object(Files.readString(file)) : null;
    }

    /** What the run came to; null when nobody has kept it. */
    public @Nullable Map<String, Object> figures() throws IOException {
        return json(FIGURES);
    }

    /** Replaces what the run came to, as a whole. */
    public void figures(SequencedMap<String, ?> figures) throws IOException {
        replace(FIGURES, Json.file(figures).getBytes(StandardCharsets.UTF_8));
    }

    /** Replaces what the run is, as a whole. */
    public void facts(SequencedMap<String, ?> facts) throws IOException {
        replace(FACTS, Json.file(facts).getBytes(StandardCharsets.UTF_8));
    }

    private void replace(String name, byte[] content) throws IOException {
        Path made = path.resolve(name + ".new");
        Files.write(made, content);
        Files.move(made, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes the pushes of a run, in the order in which they came. */
    public interface PushReader {
        /** A push. */
        void read(PushRecord push) throws IOException;
    }

    /** Passes all pushes, and leaves the file ready for more. */
    public void openSamples(PushReader reader) throws IOException {
        if (samples == null) {
            samples = RecordFile.open(path.resolve(SAMPLES), bytes -> reader.read(PushRecord.of(bytes)));
        }
    }

    /** Keeps a push. {@link #openSamples} came before. */
    public void append(PushRecord push) throws IOException {
        RecordFile file = samples;
        if (file == null) {
            throw new IllegalStateException("not open");
        }
        file.append(push.bytes());
    }

    /** Passes all pushes there are, while more may come, and keeps the file as it is. May be called by anybody. */
    public void readSamples(PushReader reader) throws IOException {
        Path file = path.resolve(SAMPLES);
        if (Files.exists(file)) {
            RecordFile.read(file, bytes -> reader.read(PushRecord.of(bytes)));
        }
    }

    /** Bytes of metrics that are kept. */
    public long samplesBytes() throws IOException {
        RecordFile file = samples;
        Path closed = path.resolve(SAMPLES);
        return file != null ? file.size() : Files.exists(closed) ? Files.size(closed) : 0;
    }

    /** Keeps lines of the log, as JSON. */
    public void appendLog(byte[] lines) throws IOException {
        RecordFile file = logs;
        if (file == null) {
            file = RecordFile.open(path.resolve(LOGS), bytes -> {});
            logs = file;
        }
        file.append(lines);
    }

    /** Passes the records of the log. May be called by anybody. */
    public void readLogs(RecordFile.Reader reader) throws IOException {
        Path file = path.resolve(LOGS);
        if (Files.exists(file)) {
            RecordFile.read(file, reader);
        }
    }

    /** Where the archive is, or is to be written. */
    public Path archive() {
        return path.resolve(ARCHIVE);
    }

    /** Lets go of the files; they open again when they are needed. */
    @Override
    public void close() throws IOException {
        RecordFile openSamples = samples;
        RecordFile openLogs = logs;
        samples = null;
        logs = null;
        if (openSamples != null) {
            openSamples.close();
        }
        if (openLogs != null) {
            openLogs.close();
        }
    }
}
