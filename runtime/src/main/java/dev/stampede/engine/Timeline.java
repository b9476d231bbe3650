package dev.stampede.engine;

import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When which virtual user starts, stops and is interrupted: a plan made before the load begins.
 *
 * @param steps what happens, in order of time
 */
record Timeline(List<Step> steps) {

    /** What is done to a user. */
    enum Action {
        START,
        /** It may finish its iteration. */
        STOP,
        /** The same, and it will not be started again. */
        STOP_FOR_GOOD,
        INTERRUPT
    }

    /**
     * One step.
     *
     * @param offsetNanos time after the executor's start
     * @param user index of the user, from 0
     */
    record Step(long offsetNanos, Action action, int user) {}

    /** All users start at once, stop together and are interrupted together. */
    static Timeline together(int vus, Duration regular, Duration full) {
        List<Step> steps = new ArrayList<>(vus * 3);
        forEach(vus, steps, 0, Action.START);
        forEach(vus, steps, regular.toNanos(), Action.STOP_FOR_GOOD);
        forEach(vus, steps, full.toNanos(), Action.INTERRUPT);
        return new Timeline(steps);
    }

    private static void forEach(int vus, List<Step> steps, long offset, Action action) {
        for (int i = 0; i < vus; i++) {
            steps.add(new Step(offset, action, i));
        }
    }

    /** Users come and go with the ramp; the last to come is the first to go. */
    static Timeline ramp(RampingVus ramp, Duration gracefulStop, Share share) {
        List<RampPlan.Level> raw = RampPlan.raw(ramp, share);
        List<Step> steps = new ArrayList<>();
        addChanges(raw, Action.START, Action.STOP, steps);
        // an interrupt never comes before the stop of the same moment
        addChanges(RampPlan.graceful(ramp, raw, gracefulStop), null, Action.INTERRUPT, steps);
        steps.sort(Comparator.comparingLong(Step::offsetNanos));
        return new Timeline(markLastStops(steps));
    }

    private static void addChanges(List<RampPlan.Level> plan, @Nullable Action up, Action down, List<Step> steps) {
        int now = 0;
        for (int i = 0; i < plan.size(); i++) {
            RampPlan.Level level = plan.get(i);
            if (i + 1 < plan.size() && plan.get(i + 1).offsetNanos() == level.offsetNanos()) {
                continue; // jumps at one moment are one jump: else a user would be interrupted after it was started
                // again
            }
            for (; now < level.vus(); now++) {
                if (up != null) {
                    steps.add(new Step(level.offsetNanos(), up, now));
                }
            }
            for (; now > level.vus(); now--) {
                steps.add(new Step(level.offsetNanos(), down, now - 1));
            }
        }
    }

    private static List<Step> markLastStops(List<Step> steps) {
        BitSet startsLater = new BitSet();
        List<Step> marked = new ArrayList<>(steps);
        for (int i = marked.size() - 1; i >= 0; i--) {
            Step step = marked.get(i);
            if (step.action() == Action.START) {
                startsLater.set(step.user());
            } else if (step.action() == Action.STOP && !startsLater.get(step.user())) {
                marked.set(i, new Step(step.offsetNanos(), Action.STOP_FOR_GOOD, step.user()));
            }
        }
        return marked;
    }
}
