package dev.stampede.engine;

import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.segments.Share;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
     * @param over whether it is the end of the ramp that takes the users away, not a stage: that is {@code gracefulStop}'s
     *     matter, not {@code gracefulRampDown}'s
     */
    record Level(long offsetNanos, int vus, boolean over) {
        Level(long offsetNanos, int vus) {
            this(offsetNanos, vus, false);
        }
    }

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
            if (length == 0) {
                change(plan, end, share.scale(to));
            } else if (to > from) {
                for (int n = from + 1; n <= to; n++) {
                    if (share.owns(n - 1)) {
                        change(plan, end - part(length, to - n, to - from), share.scale(n));
                    }
                }
            } else {
                for (int n = from; n > to; n--) {
                    if (share.owns(n - 1)) {
                        change(plan, end - part(length, n - 1 - to, from - to), share.scale(n - 1));
                    }
                }
            }
            from = to;
        }
        if (plan.getLast().vus() > 0) {
            plan.add(new Level(end, 0, true));
        }
        return plan;
    }

    private static void change(List<Level> plan, long offsetNanos, int vus) {
        if (plan.getLast().vus() != vus) {
            plan.add(new Level(offsetNanos, vus));
        }
    }

    private static long part(long length, long part, long whole) {
        if (Math.multiplyHigh(length, part) == 0 && length * part >= 0) {
            return length * part / whole;
        }
        return BigInteger.valueOf(length)
                .multiply(BigInteger.valueOf(part))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }

    /**
     * Users that may still be at work: each decrease comes {@code gracefulRampDown} later, and not at all where the ramp asks
     * for as many again by then. In other words, the most that the ramp asked for within that time.
     *
     * @param raw the plan of {@link #raw}
     */
    static List<Level> graceful(RampingVus ramp, List<Level> raw, Duration gracefulStop) {
        long end = ramp.total().toNanos() + gracefulStop.toNanos();
        List<Level> asked = raw.getLast().over() ? raw.subList(0, raw.size() - 1) : raw;
        List<Level> plan = ramp.gracefulRampDown().isZero()
                ? new ArrayList<>(asked)
                : held(asked, ramp.gracefulRampDown().toNanos(), end);
        if (plan.getLast().vus() > 0) {
            plan.add(new Level(end, 0, true));
        }
        return plan;
    }

    /** The maximum over a sliding window, before {@code end}. */
    private static List<Level> held(List<Level> asked, long grace, long end) {
        List<Level> plan = new ArrayList<>(asked.size());
        plan.add(asked.getFirst());
        // levels within the window that no later one exceeds: fewer users the later
        Deque<Held> window = new ArrayDeque<>();
        for (int i = 0; i < asked.size(); i++) {
            Level level = asked.get(i);
            release(window, level.offsetNanos(), plan);
            while (!window.isEmpty() && window.getLast().vus() <= level.vus()) {
                window.removeLast();
            }
            boolean last = i == asked.size() - 1;
            window.addLast(new Held(
                    level.vus(), last ? Long.MAX_VALUE : asked.get(i + 1).offsetNanos() + grace));
            change(plan, level.offsetNanos(), window.getFirst().vus());
        }
        release(window, end, plan);
        return plan;
    }

    private record Held(int vus, long untilNanos) {}

    private static void release(Deque<Held> window, long before, List<Level> plan) {
        while (!window.isEmpty() && window.getFirst().untilNanos() < before) {
            long until = window.removeFirst().untilNanos();
            change(plan, until, window.getFirst().vus());
        }
    }
}
