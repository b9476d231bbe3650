package dev.stampede.run;

import dev.stampede.clock.Clock;

/** Runs load tests. Thread-safe; each call is a run of its own. */
public final class LoadRunner {
    private LoadRunner() {}

    /**
     * Runs a load test on virtual threads and returns when it is over: every virtual user gone, outputs closed, summary
     * printed. An interrupt of the calling thread ends the run as aborted by the user and is left set. So does a signal that
     * ends the process, within {@link LoadOptions.Builder#shutdownTimeout}; a run that is started after it does nothing.
     *
     * @throws dev.stampede.ConfigException if the options are wrong or an output cannot start; no load was started
     */
    public static RunReport run(LoadOptions options, LoadScript script) {
        return run(options, script, Clock.system());
    }

    static RunReport run(LoadOptions options, LoadScript script, Clock clock) {
        return run(options, script, clock, OpenRuns.ofProcess());
    }

    static RunReport run(LoadOptions options, LoadScript script, Clock clock, OpenRuns openRuns) {
        return new Run(options, script, clock, openRuns).go();
    }
}
