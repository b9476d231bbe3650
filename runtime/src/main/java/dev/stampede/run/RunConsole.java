package dev.stampede.run;

import dev.stampede.engine.LoadExecutor;
import dev.stampede.engine.RunState;
import java.time.Duration;

/** What a run says in the console. */
final class RunConsole {
    private final LoadOptions options;
    private final LoadExecutor executor;
    private final RunState state;

    RunConsole(LoadOptions options, LoadExecutor executor, RunState state) {
        this.options = options;
        this.executor = executor;
        this.state = state;
    }

    void banner() {
        options.outputs().forEach(o -> options.console().accept("output: " + o.describe()));
    }

    void progress(Duration elapsed) {
        options.console()
                .accept("running (" + elapsed.toSeconds() + "s), " + state.activeVus() + "/"
                        + executor.plan().maxVus() + " VUs, " + state.completeIterations() + " complete");
    }

    void summary(Report report) {
        progress(report.duration());
        report.url().ifPresent(url -> options.console().accept("run: " + url));
    }
}
