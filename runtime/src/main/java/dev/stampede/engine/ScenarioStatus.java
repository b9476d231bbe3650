package dev.stampede.engine;

import java.time.Duration;

/**
 * How a scenario stands.
 *
 * @param portion what this process has of it
 * @param phase what it is doing
 * @param spent time since its start, to its end; zero before
 * @param left time until its start
 * @param activeVus users that are at work
 * @param allocatedVus users it has
 * @param done iterations that are done, interrupted ones included
 */
public record ScenarioStatus(
        Scenario scenario,
        Portion portion,
        Phase phase,
        Duration spent,
        Duration left,
        int activeVus,
        int allocatedVus,
        long done) {

    /** What it is doing. */
    public enum Phase {
        /** For its start. */
        WAITING,
        RUNNING,
        /** Every virtual user has come to its end. */
        OVER
    }
}
