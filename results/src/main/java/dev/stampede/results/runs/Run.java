package dev.stampede.results.runs;

import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.results.figures.Limits;
import dev.stampede.results.figures.MetricFigures;
import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.store.ArchiveFile;
import dev.stampede.results.store.PushRecord;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run. What is said to be taken is in its folder before it is said. Thread-safe: one call at a time has it.
 */
public final class Run {
    /** After so long without data a run counts as timed out, until data comes again. */
    static final Duration SILENCE = Duration.ofMinutes(2);

    /** While it goes on, its figures are kept whenever there is so much more, so that it need not all be read after a crash. */
    private static final long CHECKPOINT_BYTES = 16 << 20;

    private static final System.Logger logger = System.getLogger(Run.class.getName());

    private final String id;
    private final RunFolder folder;
    private final Clock clock;
    private final int budget;
    private final UnpackBudget unpacking;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile RunFacts facts;
    private volatile @Nullable Loaded loaded;
    private final AtomicLong changes = new AtomicLong();
    private final Watcher watcher;
    private final RunLog log;
    private final Judge judge = new Judge();
    private volatile long looked;

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
        this.facts = facts;
        this.clock = clock;
        this.budget = budget;
        this.unpacking = unpacking;
        this.watcher = watcher;
        this.log = new RunLog(folder);
    }

    /** Its id: a number. */
    public String id() {
        return id;
    }

    /** What it is and how it stands. */
    public RunFacts facts() {
        return facts;
    }

    /** Grows whenever there is something new to be seen. */
    public long changes() {
        return changes.get();
    }

    /**
     * Takes metrics; a push whose key was taken before is answered as if it had been taken again.
     *
     * @param key idempotency key; empty if there is none
     * @throws Refusal if the metrics are wrong, or of another run
     * @throws IOException if they could not be kept
     */
    public void push(String key, String encoding, byte[] body) throws Refusal, IOException {
        int turn = unpacking.take(MetricsBody.room(body, encoding));
        try {
            add(key, encoding, body);
        } finally {
            unpacking.giveBack(turn);
        }
    }

    private void add(String key, String encoding, byte[] body) throws Refusal, IOException {
        MetricSet metrics = MetricsBody.read(body, encoding);
        if (!metrics.getTestRunId().equals(id)) {
            throw new Refusal(400, "the metrics are of test run '" + metrics.getTestRunId() + "', not of " + id);
        }
        lock.lock();
        try {
            Loaded known = load();
            if (known.has(key)) {
                return;
            }
            known.figures().check(metrics);
            PushRecord push = new PushRecord(clock.millis(), key, encoding, body);
            folder.append(push);
            known.add(push, metrics);
            become(facts.withData(push.receivedMillis()));
        } finally {
            lock.unlock();
        }
    }

    /** Reads something off the figures; what is read must be made up during the call. */
    public <T> T figures(Function<RunFigures, T> view) throws IOException {
        lock.lock();
        try {
            return view.apply(load().figures());
        } finally {
            lock.unlock();
        }
    }

    /** How its thresholds stand, judged on what all generators have measured. */
    public List<Limits.State> limits() throws IOException {
        return figures(this::judged);
    }

    /** How its thresholds stand by these figures of it. To be called while the figures are looked at. */
    public List<Limits.State> judged(RunFigures of) {
        return Judge.states(facts, of);
    }

    /** How its thresholds stood when they were last judged, which is at most a second ago while it goes on. Never waits. */
    public Verdict verdict() {
        RunFacts now = facts;
        return new Verdict(judge.last(now), now.stop());
    }

    /**
     * Declares its thresholds, in place of those it was opened with. To be said before its first metrics come.
     *
     * @throws Refusal if there are metrics already
     */
    public void declare(List<DeclaredThreshold> thresholds) throws Refusal, IOException {
        lock.lock();
        try {
            if (facts.thresholds().equals(thresholds)) {
                return;
            }
            if (facts.lastData() > 0 || facts.status().isEnd()) {
                throw new Refusal(409, "thresholds are to be declared before the first metrics are pushed");
            }
            facts = facts.with(thresholds);
            release(); // its figures know the others
            judge.forget();
            changes.incrementAndGet();
            keep();
        } finally {
            lock.unlock();
        }
    }

    /** What it came to so far. Reads its samples only when nobody has summed them up. */
    public RunSummary summary() throws IOException {
        lock.lock();
        try {
            RunSummary kept = facts.summary();
            if (loaded != null) {
                return summary(load());
            }
            if (kept != null && kept.samplesBytes() == folder.samplesBytes()) {
                return kept;
            }
            RunSummary made = summary(load());
            keep();
            keepFigures();
            release();
            return made;
        } finally {
            lock.unlock();
        }
    }

    private RunSummary summary(Loaded known) throws IOException {
        return known.summary(this, changes.get(), folder.samplesBytes());
    }

    /** What its metrics came to so far. Reads its samples only when nobody has kept it. */
    public List<MetricFigures> metrics() throws IOException {
        lock.lock();
        try {
            Optional<List<MetricFigures>> kept = loaded == null ? KeptMetrics.read(folder) : Optional.empty();
            return kept.isPresent() ? kept.get() : load().figures().metrics();
        } finally {
            lock.unlock();
        }
    }

    private Loaded load() throws IOException {
        looked = clock.millis();
        Loaded known = loaded;
        if (known == null) {
            known = Loaded.of(
                    folder,
                    budget,
                    facts.thresholds().stream().map(DeclaredThreshold::spec).toList());
            facts = facts.heard(known.lastData());
            loaded = known;
            watcher.loaded(this);
        }
        return known;
    }

    /** When its figures were last asked for, if they are in memory and could be read again; otherwise empty. */
    OptionalLong idleSince() {
        return loaded == null || facts.isLive() ? OptionalLong.empty() : OptionalLong.of(looked);
    }

    /** Lets go of its figures, unless it is in use. */
    void forget() throws IOException {
        if (lock.tryLock()) {
            try {
                if (loaded != null) {
                    keep();
                    keepFigures();
                    release();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void keepFigures() {
        Loaded known = loaded;
        if (known != null) {
            known.keep(folder);
        }
    }

    private void release() throws IOException {
        folder.close();
        loaded = null;
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
        lock.lock();
        try {
            log.append(entries);
            changes.incrementAndGet();
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            is = StoredFacts.exported(id, facts);
            sizes = folder.sizes();
        } finally {
            lock.unlock();
        }
        RunArchive.write(folder.path(), is, sizes, to);
    }

    /** What decides whether it is kept. */
    Retention.Kept kept() throws IOException {
        lock.lock();
        try {
            long bytes =
                    folder.sizes().values().stream().mapToLong(Long::longValue).sum();
            RunFacts now = facts;
            long changed = Math.max(Math.max(now.created(), now.lastData()), folder.samplesWritten());
            return new Retention.Kept(id, now.isLive(), changed, bytes);
        } finally {
            lock.unlock();
        }
    }

    /** Whether this is the token of the run itself, which lets one push to it and end it. */
    public boolean isToken(String shown) {
        return TokenHash.isOf(facts.tokenHash(), shown);
    }

    /** Has another token from now on. */
    public void trust(String token) throws IOException {
        lock.lock();
        try {
            facts = facts.withToken(TokenHash.of(token));
            keep();
        } finally {
            lock.unlock();
        }
    }

    /** The load may begin, unless it has. */
    public void initialize() throws IOException {
        lock.lock();
        try {
            if (facts.status() == RunStatus.CREATED) {
                become(facts.standing(RunStatus.INITIALIZING));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Keeps its archive, in place of one that it may have. */
    public void keep(ArchiveFile archive) throws IOException {
        archive.keepAs(folder.archive());
        changes.incrementAndGet();
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
        lock.lock();
        try {
            if (!facts.status().isEnd()) {
                facts = facts.with(facts.thresholds().stream()
                        .map(one -> {
                            Boolean failed = said.apply(one.metric(), one.expression());
                            return failed == null ? one : one.failed(failed);
                        })
                        .toList());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The run is over. The first word on it holds. */
    public void end(RunStatus how, @Nullable Boolean thresholdsFailed, String why) throws IOException {
        lock.lock();
        try {
            if (facts.status().isEnd()) {
                return;
            }
            RunFacts over = facts.endedAt(clock.millis(), how, thresholdsFailed, why);
            become(how == RunStatus.ABORTED_BY_THRESHOLD ? over.stopping(Judge.stop(over, why, clock.millis())) : over);
            judge();
            keepFigures();
        } finally {
            lock.unlock();
        }
        watcher.ended(this);
    }

    /** Looks at the clock: whether the run has been silent for too long, and whether it has to be stopped. */
    void tick() throws IOException {
        lock.lock();
        try {
            RunFacts now = facts;
            long heard = Math.max(now.created(), now.lastData());
            boolean silent = clock.millis() - heard > SILENCE.toMillis();
            if (silent && !now.status().isEnd() && now.status() != RunStatus.TIMED_OUT) {
                become(now.standing(RunStatus.TIMED_OUT));
            }
            judge();
            Loaded known = loaded;
            if (known != null && known.uncovered(folder) > CHECKPOINT_BYTES) {
                keepFigures();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Of a run whose figures are not in memory nothing has come since it was judged, or else since the service was started. */
    private void judge() throws IOException {
        Loaded known = loaded;
        RunFacts now = facts;
        if (known == null || now.thresholds().isEmpty()) {
            return;
        }
        Optional<StopAsked> stop = judge.judge(now, known.figures(), clock.millis());
        if (stop.isPresent()) {
            logger.log(
                    System.Logger.Level.INFO,
                    "Run {0} is to stop: {1}",
                    id,
                    stop.get().reason());
            become(now.stopping(stop.get()));
        }
    }

    private void become(RunFacts now) throws IOException {
        boolean toBeKept = facts.status() != now.status()
                || now.ended() != facts.ended()
                || !Objects.equals(now.stop(), facts.stop());
        facts = now;
        changes.incrementAndGet();
        if (toBeKept) {
            keep();
        }
    }

    private void keep() throws IOException {
        Loaded known = loaded;
        if (known != null) {
            facts = facts.with(summary(known));
            KeptMetrics.write(folder, known.figures().metrics());
        }
        folder.facts(facts.json());
    }

    void close() throws IOException {
        lock.lock();
        try {
            keep();
            keepFigures();
            release();
        } finally {
            lock.unlock();
        }
    }
}
