package dev.stampede.results.runs;

import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.store.PushRecord;
import dev.stampede.results.store.RecordFile;
import dev.stampede.results.store.RunFolder;
import dev.stampede.results.wire.MetricsBody;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a run and what they came to: in memory while somebody wants it, and read from the folder again, from the last
 * checkpoint on. Confined to whoever holds the run.
 */
final class RunSamples {
    private static final System.Logger logger = System.getLogger(RunSamples.class.getName());

    private final RunFolder folder;
    private final Supplier<RunFigures> empty;
    private @Nullable RunFigures figures;
    private PushKeys keys = new PushKeys();
    private long heard;
    /** Bytes of samples that the last checkpoint covers. */
    private long covered;

    /** @param empty makes figures without samples */
    RunSamples(RunFolder folder, Supplier<RunFigures> empty) {
        this.folder = folder;
        this.empty = empty;
    }

    /** What they came to, if that is in memory. */
    @Nullable
    RunFigures inMemory() {
        return figures;
    }

    /** What they came to. */
    RunFigures figures() throws IOException {
        RunFigures known = figures;
        if (known == null) {
            Checkpoint kept = Checkpoint.read(folder, empty).orElse(null);
            RunFigures read = kept == null ? empty.get() : kept.figures();
            RecordFile.Position from = kept == null ? RecordFile.Position.START : kept.covers();
            keys = kept == null ? new PushKeys() : kept.keys();
            heard = kept == null ? 0 : kept.heard();
            covered = from.bytes();
            folder.openSamples(from, push -> replay(push, read));
            known = read;
            figures = known;
        }
        return known;
    }

    private void replay(PushRecord push, RunFigures into) {
        try {
            MetricSet metrics = MetricsBody.read(push.body(), push.encoding());
            into.check(metrics);
            into.add(metrics);
            remember(push);
        } catch (Refusal e) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "Metrics in {0} cannot be read any more: {1}",
                    folder.path(),
                    e.getMessage());
        }
    }

    private void remember(PushRecord push) {
        if (!push.key().isEmpty()) {
            keys.add(push.key());
        }
        heard = Math.max(heard, push.receivedMillis());
    }

    /** Whether a push with this key was taken. To be asked after {@link #figures()}. */
    boolean hasTaken(String key) {
        return !key.isEmpty() && keys.contains(key);
    }

    /**
     * Takes a push, unless its metrics do not fit.
     *
     * @param metrics what is in it
     */
    void take(PushRecord push, MetricSet metrics) throws IOException, Refusal {
        RunFigures into = figures();
        into.check(metrics);
        folder.append(push);
        remember(push);
        into.add(metrics);
    }

    /** When the last ones came, in milliseconds since 1970-01-01T00:00Z. To be asked after {@link #figures()}. */
    long heard() {
        return heard;
    }

    /** How many bytes there are that no checkpoint covers. */
    long uncovered() {
        return figures == null ? 0 : folder.samplesEnd().bytes() - covered;
    }

    /** Makes a checkpoint, if there is anything new. */
    void keep() {
        RunFigures known = figures;
        if (known == null || uncovered() == 0) {
            return;
        }
        RecordFile.Position end = folder.samplesEnd();
        covered = end.bytes(); // also if it fails: it is not worth another try before there is more
        try {
            new Checkpoint(end, heard, keys, known).keep(folder);
        } catch (IOException e) {
            logger.log(System.Logger.Level.WARNING, "Figures cannot be kept in " + folder.path(), e);
        }
    }

    /** Lets go of what is in memory. */
    void release() {
        figures = null;
        keys = new PushKeys();
    }
}
