package dev.stampede.summary;

import java.time.Duration;

/**
 * How far a run is.
 *
 * @param phase what it is doing, such as {@code setup()}; empty while the load runs
 * @param elapsed time since its start
 * @param planned longest time the load may take, graceful stop included
 * @param activeVus users that are at work
 * @param startedVus users that were made
 * @param maxVus most users there may be
 * @param complete full iterations
 * @param interrupted interrupted iterations
 * @param scenario name of the scenario
 * @param fraction share of the load that is done, from 0 to 1
 * @param target what the fraction is of: a time such as {@code 6s}, or {@code 10 iters}
 */
public record ProgressSnapshot(
        String phase,
        Duration elapsed,
        Duration planned,
        int activeVus,
        int startedVus,
        int maxVus,
        long complete,
        long interrupted,
        String scenario,
        double fraction,
        String target) {}
