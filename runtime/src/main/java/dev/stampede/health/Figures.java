package dev.stampede.health;

import java.time.Duration;

/**
 * What was measured of the generator while it drove the load, its start left out. Immutable.
 *
 * @param measured how long it was looked at
 * @param processors processors it may use; a container may have part of one
 * @param cpu share of them that it used, from 0 to 1; NaN when nobody knows
 * @param machineLoad how busy the whole machine was on average, from 0 to 1; NaN when nobody knows
 * @param gcPauses share of the time that garbage collection kept every thread waiting
 * @param lagMillis by how much 95 % of its timers were late at most
 * @param sustainedLagMillis the same without the worst second, where that is more than 5 %
 * @param pinned virtual threads that held their carriers while they waited, as far as they were counted
 * @param pinnedTime how long they did so, all together
 * @param arrivals iterations that were begun or left out
 */
public record Figures(
        Duration measured,
        double processors,
        double cpu,
        double machineLoad,
        double gcPauses,
        double lagMillis,
        double sustainedLagMillis,
        long pinned,
        Duration pinnedTime,
        Arrivals arrivals) {

    /** Nothing was measured. */
    static final Figures NONE =
            new Figures(Duration.ZERO, 1, Double.NaN, Double.NaN, 0, 0, 0, 0, Duration.ZERO, new Arrivals(0, 0));

    /**
     * Iterations.
     *
     * @param completed that came to their end
     * @param dropped that were due, but left out as no virtual user was free
     */
    public record Arrivals(double completed, double dropped) {

        Arrivals since(Arrivals before) {
            return new Arrivals(completed - before.completed, dropped - before.dropped);
        }

        /** Share that was left out. */
        double missed() {
            return dropped > 0 ? dropped / (completed + dropped) : 0;
        }
    }

    /**
     * What the lag is compared with.
     *
     * @param metric {@code http_req_duration}, or {@code iteration_duration} where there was no request; empty where there was
     *     neither
     * @param p95Millis 95 % of it were not longer
     */
    public record Latency(String metric, double p95Millis) {}
}
