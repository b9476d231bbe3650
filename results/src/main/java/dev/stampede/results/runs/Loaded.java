package dev.stampede.results.runs;

import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.store.PushRecord;
import dev.stampede.results.store.RecordFile;
import dev.stampede.results.store.RunFolder;
import dev.stampede.results.wire.MetricsBody;
import dev.stampede.results.wire.Refusal;
import dev.stampede.results.wire.TimeSpan;
import dev.stampede.thresholds.ThresholdSpec;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is in memory of a run whose samples were read: its figures and which pushes were taken. Confined to whoever holds the run. */
final class Loaded {
    private static final System.Logger logger = System.getLogger(Loaded.class.getName());

    private final RunFigures figures;
    private final PushKeys keys;
    private long lastData;
    /** Where the last checkpoint is. */
    private RecordFile.Position covered;

    private @Nullable RunSummary summary;
    private long summaryOf;

    private Loaded(RunFigures figures, PushKeys keys, long lastData, RecordFile.Position covered) {
        this.figures = figures;
        this.keys = keys;
        this.lastData = lastData;
        this.covered = covered;
    }

    /**
     * Reads the samples of a run, from the last checkpoint on if there is one, and leaves its folder ready for more.
     *
     * @param created when the run was opened, in milliseconds since 1970-01-01T00:00Z
     */
    static Loaded of(RunFolder folder, int budget, List<ThresholdSpec> thresholds, long created) throws IOException {
        Supplier<RunFigures> none = () -> new RunFigures(budget, thresholds);
        Loaded loaded = Checkpoint.read(folder, none)
                .map(kept -> new Loaded(kept.figures(), kept.keys(), kept.lastData(), kept.covers()))
                .orElseGet(() -> new Loaded(none.get(), new PushKeys(), 0, RecordFile.Position.START));
        folder.openSamples(loaded.covered, push -> {
            try {
                MetricSet metrics = MetricsBody.read(push.body(), push.encoding());
                loaded.check(push, metrics, created);
                loaded.add(push, metrics, created);
            } catch (Refusal e) {
                logger.log(
                        System.Logger.Level.WARNING,
                        "Metrics in {0} cannot be read any more: {1}",
                        folder.path(),
                        e.getMessage());
            }
        });
        return loaded;
    }

    /** Whether a push can be taken, in the words of {@link RunFigures#check}. */
    void check(PushRecord push, MetricSet metrics, long created) throws Refusal {
        figures.check(metrics, TimeSpan.of(metrics), had(created, push));
    }

    /** In which time the service had a run when a push came: by its own clock. */
    private static TimeSpan had(long created, PushRecord push) {
        long opened = created / 1000;
        return new TimeSpan(opened, Math.max(opened, push.receivedMillis() / 1000));
    }

    /** Takes a push that is in the run's folder. */
    void add(PushRecord push, MetricSet metrics, long created) {
        if (!push.key().isEmpty()) {
            keys.add(push.key());
        }
        figures.add(metrics, TimeSpan.of(metrics), had(created, push));
        lastData = Math.max(lastData, push.receivedMillis());
    }

    /** Whether a push of this key was taken. */
    boolean has(String key) {
        return !key.isEmpty() && keys.contains(key);
    }

    RunFigures figures() {
        return figures;
    }

    /** When the last push came, in milliseconds since 1970-01-01T00:00Z; 0 when none did. */
    long lastData() {
        return lastData;
    }

    /** What the run came to, summed up once for each change. */
    RunSummary summary(RunFacts facts, long changes, long samplesBytes) {
        RunSummary made = summary;
        if (made == null || summaryOf != changes) {
            made = RunSummary.of(figures, Judge.states(facts, figures), samplesBytes);
            summary = made;
            summaryOf = changes;
        }
        return made;
    }

    /** How many bytes of samples a checkpoint would spare one to read. */
    long uncovered(RunFolder folder) {
        return folder.samplesEnd().bytes() - covered.bytes();
    }

    /** Makes a checkpoint, if anything has come since the last one. It is no harm when that fails. */
    void keep(RunFolder folder) {
        if (uncovered(folder) == 0) {
            return;
        }
        covered = folder.samplesEnd(); // whatever becomes of it: another try is worth it when there is more
        try {
            new Checkpoint(covered, lastData, keys, figures).keep(folder);
        } catch (IOException e) {
            logger.log(System.Logger.Level.WARNING, "Figures cannot be kept in " + folder.path(), e);
        }
    }
}
