package dev.stampede.results.runs;

import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.store.PushRecord;
import dev.stampede.results.store.RunFolder;
import dev.stampede.results.wire.MetricsBody;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run. What is said to be taken is in its folder before it is said. Thread-safe: one call at a time has it.
 */
public final class Run {
    /** After so long without data a run counts as timed out, until data comes again. */
    static final Duration SILENCE = Duration.ofMinutes(2);

    private static final System.Logger logger = System.getLogger(Run.class.getName());

    private final String id;
    private final RunFolder folder;
    private final Clock clock;
    private final int budget;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile RunFacts facts;
    /** Keys of pushes that were taken. */
    private final Set<String> keys = new HashSet<>();

    private @Nullable RunFigures figures;
    private final AtomicLong changes = new AtomicLong();

    Run(String id, RunFolder folder, RunFacts facts, Clock clock, int budget) {
        this.id = id;
        this.folder = folder;
        this.facts = facts;
        this.clock = clock;
        this.budget = budget;
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

    private RunFigures figuresNow() throws IOException {
        RunFigures known = figures;
        if (known == null) {
            RunFigures read = new RunFigures(budget);
            keys.clear();
            folder.openSamples(push -> replay(push, read));
            known = read;
            figures = known;
        }
        return known;
    }

    private void replay(PushRecord push, RunFigures into) {
        try {
            into.add(MetricsBody.read(push.body(), push.encoding()));
            remember(push.key());
        } catch (Refusal e) {
            logger.log(
                    System.Logger.Level.WARNING, "Metrics of run {0} cannot be read any more: {1}", id, e.getMessage());
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
        if (toBeKept) {
            folder.facts(now.json());
        }
        facts = now;
        changes.incrementAndGet();
    }

    void close() throws IOException {
        lock.lock();
        try {
            folder.facts(facts.json());
            folder.close();
            figures = null;
        } finally {
            lock.unlock();
        }
    }
}
