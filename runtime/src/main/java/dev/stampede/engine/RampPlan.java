package dev.stampede.engine;

import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.segments.Share;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How many users a ramp asks for over time. (k6: {@code lib/executor/ramping_vus.go}; {@code getRawExecutionSteps} and
 * {@code reserveVUsForGracefulRampDowns}.)
 */
final class RampPlan {
    private RampPlan() {}

    /**
     * From this time on, this many users.
     *
     * @param offsetNanos time after the ramp's start
     */
    record Level(long offsetNanos, int vus) {}

    /**
     * Users of a share that start iterations: changes at the exact times where the line between two targets crosses the
     * number of a user that is its own.
     */
    static List<Level> raw(RampingVus ramp, Share share) {
        List<Level> plan = new ArrayList<>();
        plan.add(new Level(0, share.scale(ramp.startVus())));
        int from = ramp.startVus();
        long end = 0;
        for (Stage stage : ramp.stages()) {
            long length = stage.duration().toNanos();
            end += length;
            int to = stage.target();
            if (length == 0 && to != from) {
                plan.add(new Level(end, share.scale(to)));
            } else if (to > from) {
                for (int n = from + 1; n <= to; n++) {
                    if (share.owns(n - 1)) {
                        plan.add(new Level(end - part(length, to - n, to - from), share.scale(n)));
                    }
                }
            } else {
                for (int n = from; n > to; n--) {
                    if (share.owns(n - 1)) {
                        plan.add(new Level(end - part(length, n - 1 - to, from - to), share.scale(n - 1)));
                    }
                }
            }
            from = to;
        }
        if (share.scale(from) > 0) {
            plan.add(new Level(end, 0));
        }
        return plan;
    }

    private static long part(long length, int part, int whole) {
        return BigInteger.valueOf(length)
                .multiply(BigInteger.valueOf(part))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }

    /** Users that may still be at work: each decrease comes {@code gracefulRampDown} later. */
    static List<Level> graceful(RampingVus ramp, List<Level> raw, Duration gracefulStop) {
        long end = ramp.total().toNanos() + gracefulStop.toNanos();
        long grace = ramp.gracefulRampDown().toNanos();
        List<Change> changes = new ArrayList<>();
        int before = 0;
        for (int i = 0; i < raw.size(); i++) {
            Level level = raw.get(i);
            if (level.vus() >= before) {
                changes.add(new Change(level, true));
            } else {
                long later = level.offsetNanos() + grace;
                if (later < end && !risesAgain(raw, i, later, before)) {
                    changes.add(new Change(new Level(later, level.vus()), false));
                }
            }
            before = level.vus();
        }
        changes.sort(Comparator.comparingLong(c -> c.level().offsetNanos()));
        return merge(changes, end);
    }

    private record Change(Level level, boolean rise) {}

    private static boolean risesAgain(List<Level> raw, int decrease, long until, int level) {
        for (int i = decrease + 1; i < raw.size() && raw.get(i).offsetNanos() <= until; i++) {
            if (raw.get(i).vus() >= level) {
                return true;
            }
        }
        return false;
    }

    /** A rise counts only above what is still held from before. */
    private static List<Level> merge(List<Change> changes, long end) {
        List<Level> plan = new ArrayList<>();
        for (Change change : changes) {
            int held = plan.isEmpty() ? -1 : plan.getLast().vus();
            int vus = change.level().vus();
            if (change.rise() ? vus > held : vus < held) {
                plan.add(change.level());
            }
        }
        plan.add(new Level(end, 0));
        return plan;
    }
}
