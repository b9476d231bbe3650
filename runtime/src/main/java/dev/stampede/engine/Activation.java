package dev.stampede.engine;

/**
 * A virtual user's work for one scenario, from when it is started to when it has come to its end. Immutable; one is never
 * equal to another.
 */
final class Activation {
    private final ScenarioExecutor executor;
    private final Quota quota;

    /**
     * @param executor whom it works for
     * @param quota its iterations
     */
    Activation(ScenarioExecutor executor, Quota quota) {
        this.executor = executor;
        this.quota = quota;
    }

    ScenarioExecutor executor() {
        return executor;
    }

    Quota quota() {
        return quota;
    }

    Scenario scenario() {
        return executor.scenario();
    }
}
