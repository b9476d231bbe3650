package dev.stampede.results.runs;

import dev.stampede.results.figures.MetricFigures;
import dev.stampede.results.store.RunFolder;
import dev.stampede.results.wire.ClosedException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a run is and what it came to, in memory and in its folder. Confined to whoever has {@link #lock()}, but for {@link #facts()},
 * {@link #changes()} and {@link #idleSince()}, which anybody may ask.
 */
final class HeldRun {
    private final RunFolder folder;
    private final Clock clock;
    private final int budget;
    private final Runnable whenLoaded;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong changes = new AtomicLong();
    private volatile RunFacts facts;
    private volatile @Nullable Loaded loaded;
    private volatile long looked;
    private boolean closed;

    /**
     * @param budget most series it may have
     * @param whenLoaded is run when its figures have been read from its folder, while the run is held
     */
    HeldRun(RunFolder folder, RunFacts facts, Clock clock, int budget, Runnable whenLoaded) {
        this.folder = folder;
        this.facts = facts;
        this.clock = clock;
        this.budget = budget;
        this.whenLoaded = whenLoaded;
    }

    /** Who has it holds the run. */
    ReentrantLock lock() {
        return lock;
    }

    RunFolder folder() {
        return folder;
    }

    RunFacts facts() {
        return facts;
    }

    /** Grows whenever there is something new to be seen. */
    long changes() {
        return changes.get();
    }

    /** There is something new to be seen. May be called by anybody. */
    void changed() {
        changes.incrementAndGet();
    }

    /**
     * Whoever is about to write asks first: after {@link #close()} the folder may be another process's.
     *
     * @throws ClosedException if it is too late
     */
    void checkOpen() throws ClosedException {
        if (closed) {
            throw new ClosedException();
        }
    }

    /** Its figures, read from its folder if they are not in memory. */
    Loaded load() throws IOException {
        checkOpen(); // files are cut and made ready for more when they are read
        looked = clock.millis();
        Loaded known = loaded;
        if (known == null) {
            known = Loaded.of(
                    folder,
                    budget,
                    facts.thresholds().stream().map(DeclaredThreshold::spec).toList(),
                    facts.created());
            facts = facts.heard(known.lastData());
            loaded = known;
            whenLoaded.run();
        }
        return known;
    }

    /** Its figures if they are in memory. */
    @Nullable
    Loaded loaded() {
        return loaded;
    }

    /** When its figures were last asked for, if they are in memory and could be read again; otherwise empty. */
    OptionalLong idleSince() {
        return loaded == null || facts.isLive() ? OptionalLong.empty() : OptionalLong.of(looked);
    }

    /** What it came to so far. Reads its samples only when nobody has summed them up. */
    RunSummary summary() throws IOException {
        if (loaded != null) {
            return summary(load());
        }
        RunSummary kept = facts.summary();
        if (kept != null && kept.samplesBytes() == folder.samplesBytes()) {
            return kept;
        }
        RunSummary made = summary(load());
        putAway();
        return made;
    }

    private RunSummary summary(Loaded known) throws IOException {
        return known.summary(facts, changes.get(), folder.samplesBytes());
    }

    /** What its metrics came to so far. Reads its samples only when nobody has kept it. */
    List<MetricFigures> metrics() throws IOException {
        Optional<List<MetricFigures>> kept = loaded == null ? KeptMetrics.read(folder) : Optional.empty();
        return kept.isPresent() ? kept.get() : load().figures().metrics();
    }

    /** It is so from now on. Kept in its folder only when it stands in another way than before. */
    void become(RunFacts now) throws IOException {
        checkOpen();
        boolean toBeKept = facts.status() != now.status()
                || now.ended() != facts.ended()
                || !Objects.equals(now.stop(), facts.stop());
        facts = now;
        changed();
        if (toBeKept) {
            keep();
        }
    }

    /** It is so from now on, of which nothing is to be seen. {@link #keep()} keeps it. */
    void note(RunFacts now) {
        facts = now;
    }

    /** Keeps in its folder what it is and, if its figures are in memory, what they come to. */
    void keep() throws IOException {
        checkOpen();
        Loaded known = loaded;
        if (known != null) {
            facts = facts.with(summary(known));
            KeptMetrics.write(folder, known.figures().metrics());
        }
        folder.facts(facts.json());
    }

    /** Keeps its figures, if they are in memory, so that its samples need not be read again. */
    void checkpoint() {
        Loaded known = loaded;
        if (known != null) {
            known.keep(folder);
        }
    }

    /** The same once more than so many bytes of samples have come since the last time. */
    void checkpointBeyond(long bytes) {
        Loaded known = loaded;
        if (known != null && known.uncovered(folder) > bytes) {
            known.keep(folder);
        }
    }

    /** Keeps all there is and lets go of its figures and files. */
    void putAway() throws IOException {
        keep();
        checkpoint();
        release();
    }

    /** Keeps all there is, and takes no more: who comes later is told so. */
    void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            keep();
            checkpoint();
        } finally {
            closed = true;
            release();
        }
    }

    /** Lets go of its figures and files as they are. */
    void release() throws IOException {
        folder.close();
        loaded = null;
    }
}
