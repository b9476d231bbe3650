package dev.stampede.run;

import dev.stampede.clock.Clock;
import dev.stampede.health.Machine;

/** Runs load tests. Thread-safe; each call is a run of its own. */
public final class LoadRunner {
    private LoadRunner() {}

    /**
     * Runs a load test on virtual threads and returns when it is over: every virtual user gone, outputs closed, summary
     * printed. An interrupt of the calling thread ends the run as aborted by the user and is left set.
     *
     * @throws dev.stampede.ConfigException if the options are wrong or an output cannot start; no load was started
     */
    public static RunReport run(LoadOptions options, LoadScript script) {
        return run(options, script, Clock.system());
    }

    static RunReport run(LoadOptions options, LoadScript script, Clock clock) {
        return run(options, script, clock, Machine.system());
    }

    static RunReport run(LoadOptions options, LoadScript script, Clock clock, Machine machine) {
        return new Run(options, script, clock, machine).go();
    }
}
