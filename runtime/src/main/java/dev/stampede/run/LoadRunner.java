package dev.stampede.run;

import dev.stampede.clock.Clock;
import dev.stampede.health.Machine;

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

    /**
     * The same with a switch that ends the run from any thread, told apart from an interrupt.
     *
     * @param stop not used for another run
     * @throws dev.stampede.ConfigException if the options are wrong or an output cannot start; no load was started
     */
    public static RunReport run(LoadOptions options, LoadScript script, StopSwitch stop) {
        return run(options, script, stop, Clock.system(), OpenRuns.ofProcess());
    }

    static RunReport run(LoadOptions options, LoadScript script, Clock clock) {
        return run(options, script, clock, OpenRuns.ofProcess());
    }

    static RunReport run(LoadOptions options, LoadScript script, StopSwitch stop, Clock clock) {
        return run(options, script, stop, clock, OpenRuns.ofProcess());
    }

    static RunReport run(LoadOptions options, LoadScript script, Clock clock, OpenRuns openRuns) {
        return run(options, script, new StopSwitch(), clock, openRuns);
    }

    static RunReport run(LoadOptions options, LoadScript script, Clock clock, Machine machine) {
        return new Run(ReportFile.withOutput(options), script, clock, OpenRuns.ofProcess(), machine).go();
    }

    static RunReport run(LoadOptions options, LoadScript script, StopSwitch stop, Clock clock, OpenRuns openRuns) {
        Run run = new Run(ReportFile.withOutput(options), script, clock, openRuns, Machine.system());
        run.connect(stop);
        return run.go();
    }
}
