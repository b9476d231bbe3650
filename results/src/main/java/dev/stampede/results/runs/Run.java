package dev.stampede.results.runs;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.results.figures.Limits;
import dev.stampede.results.figures.MetricFigures;
import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.store.PushRecord;
import dev.stampede.results.store.RunFolder;
import dev.stampede.results.wire.MetricsBody;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
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

    private static final String SAMPLES_BYTES = "samples_bytes";
    private static final String METRICS = "metrics";

    private static final System.Logger logger = System.getLogger(Run.class.getName());

    private final String id;
    private final RunFolder folder;
    private final Clock clock;
    private final int budget;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile RunFacts facts;
    /** Keys of pushes that were taken. */
    private final Set<String> keys = new HashSet<>();

    private volatile @Nullable RunFigures figures;
    private final AtomicLong changes = new AtomicLong();
    private final Consumer<Run> loaded;
    private final RunLog log;
    private volatile long looked;
    private @Nullable RunSummary summary;
    private long summaryOf = -1;

    /**
     * @param budget most series it may have
     * @param loaded told when its figures have been read from its folder
     */
    Run(String id, RunFolder folder, RunFacts facts, Clock clock, int budget, Consumer<Run> loaded) {
        this.id = id;
        this.folder = folder;
        this.facts = facts;
        this.clock = clock;
        this.budget = budget;
        this.loaded = loaded;
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
        MetricSet metrics = MetricsBody.read(body, encoding);
        if (!metrics.getTestRunId().equals(id)) {
            throw new Refusal(400, "the metrics are of test run '" + metrics.getTestRunId() + "', not of " + id);
        }
        lock.lock();
        try {
            RunFigures known = figuresNow();
            if (!key.isEmpty() && keys.contains(key)) {
                return;
            }
            known.check(metrics);
            long now = clock.millis();
            folder.append(new PushRecord(now, key, encoding, body));
            remember(key);
            known.add(metrics);
            become(facts.withData(now));
        } finally {
            lock.unlock();
        }
    }

    private void remember(String key) {
        if (!key.isEmpty()) {
            keys.add(key);
        }
    }

    /** Reads something off the figures; what is read must be made up during the call. */
    public <T> T figures(Function<RunFigures, T> view) throws IOException {
        lock.lock();
        try {
            return view.apply(figuresNow());
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
        return of.limits().judge(Duration.ofSeconds(of.seconds()), !facts.isLive());
    }

    /** What it came to so far. Reads its samples only when nobody has summed them up. */
    public RunSummary summary() throws IOException {
        lock.lock();
        try {
            RunSummary kept = facts.summary();
            if (figures == null && kept != null && kept.samplesBytes() == folder.samplesBytes()) {
                return kept;
            }
            boolean wasThere = figures != null;
            RunSummary now = summaryNow(figuresNow());
            if (!wasThere) {
                keep();
                release();
            }
            return now;
        } finally {
            lock.unlock();
        }
    }

    /** What its metrics came to so far. Reads its samples only when nobody has kept it. */
    public List<MetricFigures> metrics() throws IOException {
        lock.lock();
        try {
            Map<String, Object> kept = figures == null ? folder.figures() : null;
            if (kept != null && Json.text(kept.get(SAMPLES_BYTES)).equals(Long.toString(folder.samplesBytes()))) {
                return Json.list(kept.get(METRICS)).stream()
                        .flatMap(metric -> MetricFigures.of(metric).stream())
                        .toList();
            }
            return figuresNow().metrics();
        } finally {
            lock.unlock();
        }
    }

    private RunSummary summaryNow(RunFigures known) throws IOException {
        RunSummary made = summary;
        long now = changes.get();
        if (made == null || summaryOf != now) {
            made = RunSummary.of(known, judged(known), folder.samplesBytes());
            summary = made;
            summaryOf = now;
        }
        return made;
    }

    private RunFigures figuresNow() throws IOException {
        looked = clock.millis();
        RunFigures known = figures;
        if (known == null) {
            RunFigures read = new RunFigures(
                    budget,
                    facts.thresholds().stream().map(DeclaredThreshold::spec).toList());
            keys.clear();
            folder.openSamples(push -> replay(push, read));
            known = read;
            figures = known;
            loaded.accept(this);
        }
        return known;
    }

    /** When its figures were last asked for, if they are in memory and could be read again; otherwise empty. */
    OptionalLong idleSince() {
        return figures == null || facts.isLive() ? OptionalLong.empty() : OptionalLong.of(looked);
    }

    /** Lets go of its figures, unless it is in use. */
    void forget() throws IOException {
        if (lock.tryLock()) {
            try {
                if (figures != null) {
                    keep();
                    release();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void release() throws IOException {
        folder.close();
        figures = null;
        summary = null;
        keys.clear();
    }

    private void replay(PushRecord push, RunFigures into) {
        try {
            MetricSet metrics = MetricsBody.read(push.body(), push.encoding());
            into.check(metrics);
            into.add(metrics);
            remember(push.key());
            facts = facts.heard(push.receivedMillis());
        } catch (Refusal e) {
            logger.log(
                    System.Logger.Level.WARNING, "Metrics of run {0} cannot be read any more: {1}", id, e.getMessage());
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
            if (!facts.status().isEnd()) {
                become(facts.endedAt(clock.millis(), how, thresholdsFailed, why));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the clock: whether the run has been silent for too long. */
    void tick() throws IOException {
        lock.lock();
        try {
            RunFacts now = facts;
            long heard = Math.max(now.created(), now.lastData());
            boolean silent = clock.millis() - heard > SILENCE.toMillis();
            if (silent && !now.status().isEnd() && now.status() != RunStatus.TIMED_OUT) {
                become(now.standing(RunStatus.TIMED_OUT));
            }
        } finally {
            lock.unlock();
        }
    }

    private void become(RunFacts now) throws IOException {
        boolean toBeKept = facts.status() != now.status() || now.ended() != facts.ended();
        facts = now;
        changes.incrementAndGet();
        if (toBeKept) {
            keep();
        }
    }

    private void keep() throws IOException {
        RunFigures known = figures;
        if (known != null) {
            facts = facts.with(summaryNow(known));
            SequencedMap<String, Object> kept = new LinkedHashMap<>();
            kept.put(SAMPLES_BYTES, folder.samplesBytes());
            kept.put(METRICS, known.metrics().stream().map(MetricFigures::json).toList());
            folder.figures(kept);
        }
        folder.facts(facts.json());
    }

    void close() throws IOException {
        lock.lock();
        try {
            keep();
            release();
        } finally {
            lock.unlock();
        }
    }
}
