package dev.stampede.health;

import dev.stampede.clock.Clock;
import dev.stampede.metrics.BuiltinMetrics;
import dev.stampede.metrics.SampleContext;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the generator while it drives the load, from {@link #loadStarted} to {@link #loadEnded}: its timers all the time, the
 * rest at each {@link #beat}, about once a second. Setup and teardown are not watched, and the first seconds of the load,
 * with cold code and new connections, do not count in what it finds; metrics have them. Thread-safe.
 */
public final class HealthMonitor {
    /** Longest time that code is cold, with some to spare; a ramp is flat then. */
    static final Duration WARM_UP = Duration.ofSeconds(3);

    private static final System.Logger logger = System.getLogger(HealthMonitor.class.getName());

    private final Machine machine;
    private final SampleContext samples;
    private final BuiltinMetrics builtin;
    private final Clock clock;
    private final Supplier<Figures.Arrivals> arrivals;
    private final TimerLag lag;
    private final PinnedThreads pinned = new PinnedThreads();

    private boolean running;
    private long started;
    /** At the last beat. */
    private @Nullable Reading last;
    /** At the end of the warm-up. */
    private @Nullable Reading first;

    private double loads;
    private int loadsTaken;
    private int lateBeats;
    private Figures figures = Figures.NONE;

    /** Totals at one moment. */
    private record Reading(
            long nanoTime, long cpuNanos, long gcMillis, long pinned, Duration pinnedTime, Figures.Arrivals arrivals) {}

    /**
     * A monitor.
     *
     * @param samples makes contexts for its metrics, with the run's tags
     * @param arrivals tells the iterations so far
     */
    public HealthMonitor(
            Machine machine, Supplier<SampleContext> samples, Clock clock, Supplier<Figures.Arrivals> arrivals) {
        this.machine = machine;
        this.samples = samples.get();
        this.builtin = this.samples.registry().builtin();
        this.clock = clock;
        this.arrivals = arrivals;
        this.lag = new TimerLag(samples.get(), clock);
    }

    /** Counts pinned threads from the beginning, rather than from when there is something to explain. */
    public void watchPinned() {
        pinned.watch();
    }

    /**
     * The load begins.
     *
     * @param idle how long until the first virtual user has something to do: code is still cold then
     */
    public synchronized void loadStarted(Duration idle) {
        started = clock.nanoTime() + idle.toNanos();
        running = true;
        lag.start();
    }

    /** Measures, while there is load. */
    public synchronized void beat() {
        if (!running) {
            return;
        }
        Reading now = read();
        Reading before = last;
        last = now;
        boolean late = lag.takeLate();
        double load = machine.load();
        if (before != null) {
            record(before, now);
            explain(late, cpu(before, now));
        }
        if (first != null) {
            if (load >= 0) {
                loads += load;
                loadsTaken++;
            }
        } else if (now.nanoTime() - started >= WARM_UP.toNanos()) {
            first = now;
            lag.countFromNow();
        }
    }

    /** The load is over, nothing is measured any more. */
    public synchronized void loadEnded() {
        if (!running) {
            return;
        }
        running = false;
        lag.stop();
        Reading from = first;
        Reading to = read();
        Reading before = last;
        if (before != null && pinned.isWatching()) {
            samples.add(builtin.generatorPinned, (double) (to.pinned() - before.pinned()));
        }
        pinned.stop();
        if (from != null) {
            figures = between(from, to);
            logger.log(System.Logger.Level.DEBUG, "generator under load: {0}", figures);
        }
    }

    /**
     * What was wrong with the generator, for people: each finding with its cause as far as it is known, and at last how far
     * latencies may be off. Empty when nothing was, or while the load is on.
     *
     * @param latency of the whole run
     */
    public synchronized List<String> findings(Figures.Latency latency) {
        return Judge.findings(figures, latency);
    }

    private Reading read() {
        return new Reading(
                clock.nanoTime(),
                machine.cpuNanos(),
                machine.gcPauseMillis(),
                pinned.count(),
                pinned.time(),
                arrivals.get());
    }

    private void record(Reading before, Reading now) {
        double cpu = cpu(before, now);
        if (!Double.isNaN(cpu)) {
            samples.add(builtin.generatorCpu, cpu);
        }
        samples.add(builtin.generatorGcPause, gcPauses(before, now));
        if (pinned.isWatching()) {
            samples.add(builtin.generatorPinned, (double) (now.pinned() - before.pinned()));
        }
    }

    /** To start the recorder when the processors are busy anyway would make things worse and find nothing. */
    private void explain(boolean late, double cpu) {
        lateBeats = late ? lateBeats + 1 : 0;
        if (lateBeats >= 2 && !(cpu >= Judge.CPU_BUSY)) {
            pinned.watch();
        }
    }

    private double cpu(Reading before, Reading now) {
        if (before.cpuNanos() < 0 || now.cpuNanos() < 0) {
            return Double.NaN;
        }
        double available = (now.nanoTime() - before.nanoTime()) * machine.processors();
        return available > 0 ? Math.clamp((now.cpuNanos() - before.cpuNanos()) / available, 0, 1) : 0;
    }

    private static double gcPauses(Reading before, Reading now) {
        double wallMillis = (now.nanoTime() - before.nanoTime()) / 1e6;
        return wallMillis > 0 ? Math.clamp((now.gcMillis() - before.gcMillis()) / wallMillis, 0, 1) : 0;
    }

    private Figures between(Reading from, Reading to) {
        return new Figures(
                Duration.ofNanos(to.nanoTime() - from.nanoTime()),
                machine.processors(),
                cpu(from, to),
                loadsTaken == 0 ? Double.NaN : loads / loadsTaken,
                gcPauses(from, to),
                lag.p95Millis(),
                lag.sustainedMillis(),
                to.pinned() - from.pinned(),
                to.pinnedTime().minus(from.pinnedTime()),
                to.arrivals().since(from.arrivals()));
    }
}
