package dev.stampede.results.runs;

import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.store.ArchiveFile;
import dev.stampede.results.store.DataFolder;
import dev.stampede.results.store.RunArchive;
import dev.stampede.results.store.RunFolder;
import dev.stampede.results.wire.ClosedException;
import dev.stampede.results.wire.UnpackBudget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All runs of a folder. Thread-safe. */
public final class Runs implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(Runs.class.getName());

    /** Runs that are over and whose figures are in memory, at most. */
    static final int MOST_IDLE = 4;

    /** How long a run that is over keeps its figures in memory when nobody looks at them. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final DataFolder data;
    private final Clock clock;
    private final int budget;
    private final Retention retention;
    private final UnpackBudget unpacking;
    private boolean closed;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final Run.Watcher watcher = new Run.Watcher() {
        @Override
        public void loaded(Run run) {
            trim(run);
        }

        @Override
        public void ended(Run run) {
            removeSurplus();
        }
    };

    private Runs(DataFolder data, Clock clock, int budget, Retention retention, UnpackBudget unpacking) {
        this.data = data;
        this.clock = clock;
        this.budget = budget;
        this.retention = retention;
        this.unpacking = unpacking;
    }

    /** Takes a folder with the runs in it, all of which it keeps. */
    public static Runs open(Path folder, Clock clock) throws IOException {
        return open(folder, clock, RunFigures.SERIES_BUDGET, Retention.ALL);
    }

    /**
     * Takes a folder with the runs in it.
     *
     * @param budget most series a run may have
     * @param retention which of them are kept: looked at now and whenever a run ends
     * @throws IOException if the folder cannot be had; the message says why
     */
    public static Runs open(Path folder, Clock clock, int budget, Retention retention) throws IOException {
        return open(folder, clock, budget, retention, UnpackBudget.ofHeap());
    }

    static Runs open(Path folder, Clock clock, int budget, Retention retention, UnpackBudget unpacking)
            throws IOException {
        DataFolder data = DataFolder.open(folder);
        try {
            Runs opened = new Runs(data, clock, budget, retention, unpacking);
            for (String id : data.ids()) {
                opened.load(id);
            }
            opened.removeSurplus();
            return opened;
        } catch (IOException | RuntimeException e) {
            data.close();
            throw e;
        }
    }

    private void load(String id) throws IOException {
        RunFolder folder = data.folder(id);
        Optional<RunFacts> facts = StoredFacts.of(id, folder);
        if (facts.isPresent()) {
            runs.put(id, run(id, folder, facts.get()));
        } else {
            logger.log(System.Logger.Level.WARNING, "{0} holds no run that can be read.", folder.path());
        }
    }

    private Run run(String id, RunFolder folder, RunFacts facts) {
        return new Run(id, folder, facts, clock, budget, unpacking, watcher);
    }

    /** Opens a run; one that was opened with the same key is opened once. */
    public synchronized Run open(RunFacts asked) throws IOException {
        checkOpen();
        if (!asked.createKey().isEmpty()) {
            Optional<Run> same = runs.values().stream()
                    .filter(run -> run.facts().createKey().equals(asked.createKey()))
                    .findFirst();
            if (same.isPresent()) {
                return same.get();
            }
        }
        String id = data.create();
        RunFacts facts = asked.createdAt(clock.millis());
        RunFolder folder = data.folder(id);
        folder.facts(facts.json());
        Run run = run(id, folder, facts);
        runs.put(id, run);
        return run;
    }

    /**
     * Takes a run that was {@linkplain Run#export exported}, here or elsewhere. It gets an id of its own.
     *
     * @throws RunArchive.MalformedException if it is none; the message says why
     */
    public Run take(InputStream exported) throws IOException {
        Path incoming = incoming();
        try {
            RunArchive.read(exported, incoming);
            RunFolder folder = new RunFolder(incoming);
            folder.facts(StoredFacts.imported(folder).json());
            return adopt(incoming);
        } finally {
            DataFolder.removeAll(incoming);
        }
    }

    private synchronized Path incoming() throws IOException {
        checkOpen();
        return data.incoming();
    }

    private synchronized Run adopt(Path incoming) throws IOException {
        checkOpen();
        String id = data.adopt(incoming);
        Run run = run(id, data.folder(id), StoredFacts.of(id, data.folder(id)).orElseThrow());
        runs.put(id, run);
        return run;
    }

    private synchronized void checkOpen() throws ClosedException {
        if (closed) {
            throw new ClosedException();
        }
    }

    /** A file for an archive that comes in, before or after its run is opened. */
    public synchronized ArchiveFile upload() throws IOException {
        checkOpen();
        return data.upload();
    }

    /** The run of this id. */
    public Optional<Run> find(String id) {
        return Optional.ofNullable(runs.get(id));
    }

    /** All there are, in no order. */
    public Collection<Run> all() {
        return List.copyOf(runs.values());
    }

    /** Of runs that are over, only the figures of the few that were last looked at stay in memory. */
    private void trim(Run fresh) {
        List<Run> idle = runs.values().stream()
                .filter(run -> run != fresh && run.idleSince().isPresent())
                .sorted(Comparator.comparingLong(run -> run.idleSince().orElse(0)))
                .toList();
        for (Run run : idle.subList(0, Math.max(0, idle.size() - (MOST_IDLE - 1)))) {
            forget(run);
        }
    }

    private static void forget(Run run) {
        try {
            run.forget();
        } catch (IOException e) {
            logger.log(System.Logger.Level.WARNING, "What run " + run.id() + " came to cannot be kept.", e);
        }
    }

    private synchronized void removeSurplus() {
        if (closed || retention.equals(Retention.ALL)) {
            return;
        }
        try {
            List<Retention.Kept> kept = new ArrayList<>();
            for (Run run : runs.values()) {
                kept.add(run.kept());
            }
            for (Retention.Surplus surplus : retention.surplus(kept, clock.millis())) {
                String name = find(surplus.id()).map(run -> run.facts().name()).orElse("");
                delete(surplus.id());
                logger.log(
                        System.Logger.Level.INFO,
                        "Removed the results of run {0}, {1}: {2}.",
                        surplus.id(),
                        name,
                        surplus.why());
            }
        } catch (IOException e) {
            logger.log(System.Logger.Level.WARNING, "Old results cannot be removed.", e);
        }
    }

    /** Looks at the clock for each run, and judges its thresholds. To be called once a second. */
    public void tick() {
        for (Run run : runs.values()) {
            try {
                run.tick();
                if (run.idleSince().orElse(Long.MAX_VALUE) < clock.millis() - IDLE.toMillis()) {
                    forget(run);
                }
            } catch (IOException e) {
                logger.log(System.Logger.Level.WARNING, "What became of run " + run.id() + " cannot be kept.", e);
            }
        }
    }

    /** Removes a run and its files. */
    public synchronized void delete(String id) throws IOException {
        checkOpen();
        Run run = runs.remove(id);
        if (run != null) {
            run.close();
            data.delete(id);
        }
    }

    /** Keeps what was taken, takes nothing more, and only then lets go of the folder. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            if (closed) {
                return; // somebody else may have the folder
            }
            closed = true; // from now on there is no run but those that are closed here
        }
        IOException failed = null;
        for (Run run : runs.values()) {
            try {
                run.close();
            } catch (IOException e) {
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        data.close();
        if (failed != null) {
            throw failed;
        }
    }
}
