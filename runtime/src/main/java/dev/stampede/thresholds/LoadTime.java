package dev.stampede.thresholds;

import dev.stampede.thresholds.LoadSchedule.Period;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Where in its time the load is, in the seconds that samples belong to. Confined to the thread that drains.
 *
 * <p>Samples of setup are drained before the load starts, those of teardown after it has ended: of the seconds in which it
 * starts and ends, only the load's own samples count.
 */
final class LoadTime {
    private static final long NANOS = 1_000_000_000L;
    /** A second is closed when it has been over for so long: then nearly all its samples have been drained. */
    private static final int LATENESS = 2;

    private enum Phase {
        BEFORE,
        RUNNING,
        OVER
    }

    private final LoadSchedule schedule;
    private Phase phase = Phase.BEFORE;
    private LongSupplier clock = () -> 0;
    private long startEpochNanos;
    private long nowEpochNanos;

    LoadTime(LoadSchedule schedule) {
        this.schedule = schedule;
    }

    /** The load starts now, or when its first scenario does. */
    void start(LongSupplier epochNanos) {
        phase = Phase.RUNNING;
        clock = epochNanos;
        nowEpochNanos = epochNanos.getAsLong();
        startEpochNanos = nowEpochNanos + schedule.lead().toNanos();
    }

    /** Everything was drained, and time stands still from here on. */
    void end() {
        if (phase == Phase.RUNNING) {
            tick();
            phase = Phase.OVER;
        }
    }

    /** Looks at the clock. */
    void tick() {
        if (phase == Phase.RUNNING) {
            nowEpochNanos = clock.getAsLong();
        }
    }

    /** How long the load has taken. */
    Duration length() {
        return Duration.ofMillis(Math.max(0, nowEpochNanos - startEpochNanos) / 1_000_000);
    }

    boolean isStarted() {
        return phase != Phase.BEFORE;
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    /** First second that is in the load, be it in part. */
    long firstSecond() {
        return Math.floorDiv(startEpochNanos, NANOS);
    }

    /** First second that is in the load as a whole. */
    long firstWholeSecond() {
        return Math.ceilDiv(startEpochNanos, NANOS);
    }

    /** The second after the last one that samples may be judged of now. */
    long closedTo() {
        return Math.floorDiv(nowEpochNanos, NANOS) + (isOver() ? 1 : -LATENESS);
    }

    /** The same, of seconds in which the load ran as a whole, until it was planned to end. */
    long closedWholeTo() {
        long planned = startEpochNanos + schedule.length().toNanos();
        long end = Math.floorDiv(Math.min(nowEpochNanos, planned), NANOS);
        return Math.min(end, closedTo());
    }

    /** How much time has passed between two seconds, of what is over and of what is in the load. */
    double passed(long from, long to) {
        long begin = Math.max(startEpochNanos, Math.multiplyExact(from, NANOS));
        long end = to > nowEpochNanos / NANOS ? nowEpochNanos : Math.multiplyExact(to, NANOS);
        return Math.max(0, end - begin) / (double) NANOS;
    }

    /** The second after the last one that has begun. */
    long reached() {
        return Math.ceilDiv(nowEpochNanos, NANOS);
    }

    /** Time from the start of the load to a second, in whole seconds. */
    Duration since(long second) {
        return Duration.ofSeconds(Math.max(0, second - firstSecond()));
    }

    /** Seconds of which samples count for a threshold: half-open, apart from each other, in order of time. */
    List<long[]> seconds(ThresholdSpec spec) {
        Duration after = spec.after();
        long skipped = after == null ? 0 : after.toNanos();
        if (spec.during() == null) {
            long from = skipped == 0 ? firstSecond() : Math.ceilDiv(startEpochNanos + skipped, NANOS);
            return List.of(new long[] {from, Long.MAX_VALUE});
        }
        List<long[]> seconds = new ArrayList<>();
        for (long[] stretch : stretches(schedule.stages(spec))) {
            long from = Math.ceilDiv(startEpochNanos + Math.max(skipped, stretch[0]), NANOS);
            long to = Math.floorDiv(startEpochNanos + stretch[1], NANOS);
            if (from < to) {
                seconds.add(new long[] {from, to});
            }
        }
        return seconds;
    }

    /** Periods that overlap or follow each other are one. */
    private static List<long[]> stretches(List<Period> periods) {
        List<long[]> stretches = new ArrayList<>();
        for (Period period :
                periods.stream().sorted(Comparator.comparing(Period::from)).toList()) {
            long from = period.from().toNanos();
            long to = period.to().toNanos();
            if (!stretches.isEmpty() && from <= stretches.getLast()[1]) {
                stretches.getLast()[1] = Math.max(stretches.getLast()[1], to);
            } else {
                stretches.add(new long[] {from, to});
            }
        }
        return stretches;
    }
}
