package dev.stampede.results.runs;

import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.store.DataFolder;
import dev.stampede.results.store.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    private Runs(DataFolder data, Clock clock) {
        this.data = data;
        this.clock = clock;
    }

    /** Takes a folder with the runs in it. */
    public static Runs open(Path folder, Clock clock) throws IOException {
        Runs opened = new Runs(DataFolder.open(folder), clock);
        for (String id : opened.data.ids()) {
            opened.load(id);
        }
        return opened;
    }

    private void load(String id) throws IOException {
        RunFolder folder = data.folder(id);
        Map<String, Object> facts = folder.facts();
        if (facts == null) {
            logger.log(System.Logger.Level.WARNING, "{0} holds no run that can be read.", folder.path());
            return;
        }
        runs.put(id, new Run(id, folder, RunFacts.of(facts), clock, RunFigures.SERIES_BUDGET, this::trim));
    }

    /** Opens a run; one that was opened with the same key is opened once. */
    public synchronized Run open(RunFacts asked) throws IOException {
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
        Run run = new Run(id, folder, facts, clock, RunFigures.SERIES_BUDGET, this::trim);
        runs.put(id, run);
        return run;
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

    /** Looks at the clock for each run. To be called every few seconds. */
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
    public void delete(String id) throws IOException {
        Run run = runs.remove(id);
        if (run != null) {
            run.close();
            data.delete(id);
        }
    }

    @Override
    public void close() throws IOException {
        for (Run run : runs.values()) {
            run.close();
        }
        data.close();
    }
}
