package dev.stampede.results.store;

import dev.stampede.output.cloud.api.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of one run: {@value #FACTS} says what it is, {@value #SAMPLES} has its metrics, {@value #LOGS} its log and {@value #ARCHIVE}
 * what it was made of; {@value #FIGURES} and {@value #CHECKPOINT} can be made from the metrics
 * again. Confined to whoever holds the run.
 */
public final class RunFolder implements AutoCloseable {
    /** Says what it is. */
    public static final String FACTS = "run.json";
    /** Its metrics. */
    public static final String SAMPLES = "samples.pb";
    /** Its log. */
    public static final String LOGS = "logs.rec";
    /** What it was made of. */
    public static final String ARCHIVE = "archive.tar";

    private static final String FIGURES = "figures.json";
    private static final String CHECKPOINT = "figures.bin";

    private static final System.Logger logger = System.getLogger(RunFolder.class.getName());

    private final Path path;
    private @Nullable RecordFile samples;
    private @Nullable RecordFile logs;
    private String keptFacts = "";

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
        Map<String, Object> facts = json(path.resolve(FACTS));
        // the new one is whole before it replaces the other
        return facts != null ? facts : json(AtomicFile.unfinished(path.resolve(FACTS)));
    }

    private static @Nullable Map<String, Object> json(Path file) throws IOException {
        return Files.isRegularFile(file)
                ? Json.object(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                : null;
    }

    /** Replaces what the run is, as a whole. */
    public void facts(SequencedMap<String, ?> facts) throws IOException {
        String text = Json.file(facts);
        if (!text.equals(keptFacts)) {
            replace(FACTS, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
            keptFacts = text;
        }
    }

    private void replace(String name, AtomicFile.Content content) throws IOException {
        AtomicFile.replace(path.resolve(name), content);
    }

    /** Takes the pushes of a run, in the order in which they came. */
    public interface PushReader {
        /** A push. */
        void read(PushRecord push) throws IOException;
    }

    private RecordFile.Reader records(PushReader reader) {
        return bytes -> {
            PushRecord push;
            try {
                push = PushRecord.of(bytes);
            } catch (IOException e) {
                logger.log(System.Logger.Level.WARNING, "{0}: left out {1}", path, e.getMessage());
                return;
            }
            reader.read(push);
        };
    }

    /** Whether its metrics have this place. */
    public boolean hasSamples(RecordFile.Position place) throws IOException {
        Path file = path.resolve(SAMPLES);
        return Files.exists(file) ? RecordFile.has(file, place) : place.equals(RecordFile.Position.START);
    }

    /**
     * Passes all pushes, and leaves the file ready for more.
     *
     * @param from where to begin; a place it {@linkplain #hasSamples has}
     */
    public void openSamples(RecordFile.Position from, PushReader reader) throws IOException {
        if (samples == null) {
            samples = RecordFile.open(path.resolve(SAMPLES), from, records(reader));
        }
    }

    /** Keeps a push. {@link #openSamples} came before. */
    public void append(PushRecord push) throws IOException {
        openedSamples().append(push.bytes());
    }

    private RecordFile openedSamples() {
        RecordFile file = samples;
        if (file == null) {
            throw new IllegalStateException("not open");
        }
        return file;
    }

    /** The place behind the last push. {@link #openSamples} came before. */
    public RecordFile.Position samplesEnd() {
        return openedSamples().end();
    }

    /** Passes all pushes there are, while more may come, and keeps the file as it is. May be called by anybody. */
    public void readSamples(PushReader reader) throws IOException {
        Path file = path.resolve(SAMPLES);
        if (Files.exists(file)) {
            RecordFile.Position unused = RecordFile.read(file, records(reader));
        }
    }

    /** Bytes of metrics that are kept. */
    public long samplesBytes() throws IOException {
        RecordFile file = samples;
        Path closed = path.resolve(SAMPLES);
        return file != null ? file.end().bytes() : Files.exists(closed) ? Files.size(closed) : 0;
    }

    /** When the last metrics were written, in milliseconds since 1970-01-01T00:00Z; 0 when there are none. */
    public long samplesWritten() throws IOException {
        Path file = path.resolve(SAMPLES);
        return Files.exists(file) ? Files.getLastModifiedTime(file).toMillis() : 0;
    }

    /** What the run came to; null when nobody has kept it. */
    public @Nullable Map<String, Object> figures() throws IOException {
        return json(path.resolve(FIGURES));
    }

    /** Replaces what the run came to, as a whole. */
    public void figures(SequencedMap<String, ?> figures) throws IOException {
        replace(FIGURES, out -> out.write(Json.file(figures).getBytes(StandardCharsets.UTF_8)));
    }

    /** Replaces what is known of its metrics up to some place, as a whole. */
    public void checkpoint(AtomicFile.Content content) throws IOException {
        replace(CHECKPOINT, content);
    }

    /** What was known of its metrics up to some place, if that was kept. To be closed. */
    public Optional<InputStream> checkpoint() throws IOException {
        Path file = path.resolve(CHECKPOINT);
        return Files.exists(file)
                ? Optional.of(new BufferedInputStream(Files.newInputStream(file), 1 << 16))
                : Optional.empty();
    }

    /** Keeps lines of the log, as JSON. */
    public void appendLog(byte[] lines) throws IOException {
        if (lines.length == 0) {
            return;
        }
        RecordFile file = logs;
        if (file == null) {
            file = RecordFile.open(path.resolve(LOGS), RecordFile.Position.START, bytes -> {});
            logs = file;
        }
        file.append(lines);
    }

    /** Passes the records of the log. May be called by anybody. */
    public void readLogs(RecordFile.Reader reader) throws IOException {
        Path file = path.resolve(LOGS);
        if (Files.exists(file)) {
            RecordFile.Position unused = RecordFile.read(file, reader);
        }
    }

    /** Where the archive is, or is to be written. */
    public Path archive() {
        return path.resolve(ARCHIVE);
    }

    /**
     * By name of a file beside {@value #FACTS}, how many of its bytes are whole: a process that died may have left half a record at the
     * end, which is cut off when more is written. Reads the files that are not open.
     */
    public Map<String, Long> wholeSizes() throws IOException {
        Map<String, Long> sizes = sizes();
        if (samples == null && sizes.containsKey(SAMPLES)) {
            sizes.put(SAMPLES, wholeBytes(SAMPLES));
        }
        if (logs == null && sizes.containsKey(LOGS)) {
            sizes.put(LOGS, wholeBytes(LOGS));
        }
        return sizes;
    }

    private long wholeBytes(String name) throws IOException {
        return RecordFile.read(path.resolve(name), record -> {}).bytes();
    }

    /** The first of its files of records that does not end with a whole record; empty when all do. */
    public Optional<String> cutOff() throws IOException {
        for (String name : List.of(SAMPLES, LOGS)) {
            Path file = path.resolve(name);
            if (Files.exists(file) && wholeBytes(name) < Files.size(file)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** By name of a file beside {@value #FACTS}, how many bytes it has. */
    public Map<String, Long> sizes() throws IOException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (String name : List.of(SAMPLES, LOGS, ARCHIVE)) {
            Path file = path.resolve(name);
            if (Files.isRegularFile(file)) {
                sizes.put(name, name.equals(SAMPLES) ? samplesBytes() : Files.size(file));
            }
        }
        return sizes;
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
