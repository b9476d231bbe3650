package dev.stampede.results.runs;

import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.results.figures.Limits;
import dev.stampede.results.figures.MetricFigures;
import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.store.ArchiveFile;
import dev.stampede.results.store.RunArchive;
import dev.stampede.results.store.RunFolder;
import dev.stampede.results.wire.MetricsBody;
import dev.stampede.results.wire.Refusal;
import dev.stampede.results.wire.UnpackBudget;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run. What is said to be taken is in its folder before it is said. Thread-safe: one call at a time has it.
 */
public final class Run {
    private static final System.Logger logger = System.getLogger(Run.class.getName());

    private final String id;
    private final RunFolder folder;
    private final Watcher watcher;
    private final HeldRun held;
    private final RunPushes pushes;
    private final RunLife life;
    private final RunLog log;

    /** Is told of a run. */
    interface Watcher {
        /** Its figures have been read from its folder. Called while the run is held. */
        void loaded(Run run);

        /** Somebody has said that it is over. */
        void ended(Run run);
    }

    /**
     * @param budget most series it may have
     * @param unpacking how many bytes of pushes may be in memory at a time, of all runs
     */
    Run(String id, RunFolder folder, RunFacts facts, Clock clock, int budget, UnpackBudget unpacking, Watcher watcher) {
        this.id = id;
        this.folder = folder;
        this.watcher = watcher;
        this.held = new HeldRun(folder, facts, clock, budget, () -> watcher.loaded(this));
        this.pushes = new RunPushes(id, held, clock, unpacking);
        this.life = new RunLife(id, held, clock);
        this.log = new RunLog(folder);
    }

    /** Its id: a number. */
    public String id() {
        return id;
    }

    /** What it is and how it stands. */
    public RunFacts facts() {
        return held.facts();
    }

    /** Grows whenever there is something new to be seen. */
    public long changes() {
        return held.changes();
    }

    /**
     * Takes metrics; a push whose key was taken before is answered as if it had been taken again.
     *
     * @param key idempotency key; empty if there is none
     * @throws Refusal if the metrics are wrong, or of another run
     * @throws IOException if they could not be kept
     */
    public void push(String key, String encoding, byte[] body) throws Refusal, IOException {
        pushes.take(key, encoding, body);
    }

    /** Reads something off the figures; what is read must be made up during the call. */
    public <T> T figures(Function<RunFigures, T> view) throws IOException {
        held.lock().lock();
        try {
            return view.apply(held.load().figures());
        } finally {
            held.lock().unlock();
        }
    }

    /** How its thresholds stand, judged on what all generators have measured. */
    public List<Limits.State> limits() throws IOException {
        return figures(this::judged);
    }

    /** How its thresholds stand by these figures of it. To be called while the figures are looked at. */
    public List<Limits.State> judged(RunFigures of) {
        return Judge.states(held.facts(), of);
    }

    /** How its thresholds stood when they were last judged, which is at most a second ago while it goes on. Never waits. */
    public Verdict verdict() {
        return life.verdict();
    }

    /**
     * Declares its thresholds, in place of those it was opened with. To be said before its first metrics come.
     *
     * @throws Refusal if there are metrics already
     */
    public void declare(List<DeclaredThreshold> thresholds) throws Refusal, IOException {
        life.declare(thresholds);
    }

    /** What it came to so far. Reads its samples only when nobody has summed them up. */
    public RunSummary summary() throws IOException {
        held.lock().lock();
        try {
            return held.summary();
        } finally {
            held.lock().unlock();
        }
    }

    /** What its metrics came to so far. Reads its samples only when nobody has kept it. */
    public List<MetricFigures> metrics() throws IOException {
        held.lock().lock();
        try {
            return held.metrics();
        } finally {
            held.lock().unlock();
        }
    }

    /** When its figures were last asked for, if they are in memory and could be read again; otherwise empty. */
    OptionalLong idleSince() {
        return held.idleSince();
    }

    /** Lets go of its figures, unless it is in use. */
    void forget() throws IOException {
        if (held.lock().tryLock()) {
            try {
                if (held.loaded() != null) {
                    held.putAway();
                }
            } finally {
                held.lock().unlock();
            }
        }
    }

    /** Passes all metrics it was sent, from the first push on. While it goes on, what comes meanwhile may be left out. */
    public void readSamples(Consumer<MetricSet> reader) throws IOException {
        folder.readSamples(push -> {
            try {
                reader.accept(MetricsBody.read(push.body(), push.encoding()));
            } catch (Refusal e) {
                logger.log(System.Logger.Level.DEBUG, "Metrics of run {0} are left out: {1}", id, e.getMessage());
            }
        });
    }

    /** Keeps lines of its log. */
    public void log(List<LogEntry> entries) throws IOException {
        held.lock().lock();
        try {
            held.checkOpen();
            log.append(entries);
            held.changed();
        } finally {
            held.lock().unlock();
        }
    }

    /** Its log, to be read. */
    public RunLog log() {
        return log;
    }

    /** What it is called as one file. */
    public String fileName() {
        return "stampede-run-" + id + ".zip";
    }

    /** As one file, which {@link Runs#take} takes. What comes meanwhile is not in it. */
    public void export(OutputStream to) throws IOException {
        byte[] is;
        Map<String, Long> sizes;
        held.lock().lock();
        try {
            is = StoredFacts.exported(id, held.facts());
            sizes = folder.wholeSizes();
        } finally {
            held.lock().unlock();
        }
        RunArchive.write(folder.path(), is, sizes, to);
    }

    /** What decides whether it is kept. */
    Retention.Kept kept() throws IOException {
        held.lock().lock();
        try {
            long bytes =
                    folder.sizes().values().stream().mapToLong(Long::longValue).sum();
            RunFacts now = held.facts();
            long changed = Math.max(Math.max(now.created(), now.lastData()), folder.samplesWritten());
            return new Retention.Kept(id, now.isLive(), changed, bytes, folder.samplesBytes() == 0);
        } finally {
            held.lock().unlock();
        }
    }

    /** Whether this is the token of the run itself, which lets one push to it and end it. */
    public boolean isToken(String shown) {
        return TokenHash.isOf(held.facts().tokenHash(), shown);
    }

    /** Has another token from now on. */
    public void trust(String token) throws IOException {
        life.trust(token);
    }

    /** The load may begin, unless it has. */
    public void initialize() throws IOException {
        life.initialize();
    }

    /** Keeps its archive, in place of one that it may have. */
    public void keep(ArchiveFile archive) throws IOException {
        held.lock().lock();
        try {
            held.checkOpen();
            archive.keepAs(folder.archive());
            held.changed();
        } finally {
            held.lock().unlock();
        }
    }

    /** Where its archive is, if it has one. */
    public Optional<Path> archive() {
        return Optional.of(folder.archive()).filter(Files::isRegularFile);
    }

    /**
     * What whoever ran it says of its thresholds. To be said before it is over.
     *
     * @param said by metric and expression, whether it failed; null when nothing is said of it
     */
    public void said(BiFunction<String, String, @Nullable Boolean> said) {
        life.said(said);
    }

    /** The run is over. The first word on it holds. */
    public void end(RunStatus how, @Nullable Boolean thresholdsFailed, String why) throws IOException {
        if (life.end(how, thresholdsFailed, why)) {
            watcher.ended(this);
        }
    }

    /** Looks at the clock: whether the run has been silent for too long, and whether it has to be stopped. */
    void tick() throws IOException {
        life.tick();
    }

    void close() throws IOException {
        held.lock().lock();
        try {
            held.close();
        } finally {
            held.lock().unlock();
        }
    }
}
