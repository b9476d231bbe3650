package dev.stampede.health;

import dev.stampede.clock.Clock;
import dev.stampede.metrics.Histogram;
import dev.stampede.metrics.SampleContext;

/**
 * Measures by how much a virtual thread that waits for a point in time is late: what every wake-up of every virtual user
 * suffers, be it from a pause or from a response. One is due every 100 ms, by the clock and not by the one before: a stall of a
 * second makes ten of them late, as it would virtual users. Thread-safe.
 */
final class TimerLag {
    private static final long EVERY_NANOS = 100_000_000L;
    /** Later than this is more than a busy moment. */
    private static final double LATE_MILLIS = 50;
    /** Those of a second. */
    private static final double STALL = 1e9 / EVERY_NANOS;

    private final SampleContext samples;
    private final Clock clock;
    private final Clock.Signal end;
    private final Histogram counted = new Histogram();
    private long due;
    private long countFrom = Long.MAX_VALUE;
    private int wakeUps;
    private int late;
    private boolean ended;

    /** @param samples where {@code generator_lag} goes; nobody else uses it */
    TimerLag(SampleContext samples, Clock clock) {
        this.samples = samples;
        this.clock = clock;
        this.end = clock.newSignal();
    }

    void start() {
        due = clock.nanoTime() + EVERY_NANOS;
        Thread unused = clock.start("stampede-timer-lag", this::probe);
    }

    private void probe() {
        try {
            while (!end.await(due())) {
                answer();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever did that wants it to end
        }
    }

    private synchronized long due() {
        return due;
    }

    private synchronized void answer() {
        if (ended) {
            return; // woken before the end, and given its turn after it
        }
        long now = clock.nanoTime();
        for (; due <= now; due += EVERY_NANOS) {
            double millis = (now - due) / 1e6;
            samples.add(samples.registry().builtin().generatorLag, millis);
            wakeUps++;
            late += millis > LATE_MILLIS ? 1 : 0;
            if (due >= countFrom) {
                counted.add(millis);
            }
        }
    }

    /** Wake-ups that are due from now on are counted in {@link #p95Millis}. */
    synchronized void countFromNow() {
        countFrom = clock.nanoTime();
    }

    /** Whether at least half of the wake-ups since the last call were late, or one is overdue. */
    synchronized boolean takeLate() {
        boolean overdue = (clock.nanoTime() - due) / 1e6 > 2 * LATE_MILLIS;
        boolean answer = overdue || (wakeUps > 0 && 2 * late >= wakeUps);
        wakeUps = 0;
        late = 0;
        return answer;
    }

    /** Ends it. Wake-ups that are overdue count as if they came now. */
    void stop() {
        synchronized (this) {
            answer();
            ended = true;
        }
        end.raise();
    }

    /** That which 95 % of the counted wake-ups were not later than. */
    synchronized double p95Millis() {
        return counted.quantile(0.95);
    }

    /** The same without those of the worst second, where that is more than 5 %: what a single stall cannot have done. */
    synchronized double sustainedMillis() {
        double stall = counted.count() == 0 ? 0 : STALL / counted.count();
        return counted.quantile(Math.clamp(1 - stall, 0, 0.95));
    }
}
