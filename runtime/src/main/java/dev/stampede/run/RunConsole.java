package dev.stampede.run;

import dev.stampede.engine.LoadExecutor;
import dev.stampede.engine.RunState;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.output.Output;
import dev.stampede.summary.CheckTally;
import dev.stampede.summary.LoadDescription;
import dev.stampede.summary.Progress;
import dev.stampede.summary.ProgressSnapshot;
import dev.stampede.summary.ProgressSnapshot.Scenario;
import dev.stampede.summary.ProgressSnapshot.Status;
import dev.stampede.summary.Summary;
import dev.stampede.summary.SummaryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a run says in the console, a block at a time so that the lines of several runs do not mix. */
final class RunConsole {
    private static final System.Logger logger = System.getLogger(RunConsole.class.getName());

    private final LoadOptions options;
    private final LoadExecutor executor;
    private final RunState state;

    RunConsole(LoadOptions options, LoadExecutor executor, RunState state) {
        this.options = options;
        this.executor = executor;
        this.state = state;
    }

    void banner() {
        List<String> outputs = options.outputs().stream().map(Output::describe).toList();
        Map<String, String> scenarios = Map.of(
                options.scenarios().getFirst().name(),
                LoadDescription.describe(options.scenarios().getFirst(), options.share()));
        say(String.join(
                "\n",
                Progress.banner(
                        options.name(),
                        outputs,
                        options.share().fraction(),
                        executor.plan().maxVus(),
                        executor.plan().end(),
                        scenarios)));
    }

    void progress(Duration elapsed) {
        long complete = state.completeIterations();
        long interrupted = state.interruptedIterations();
        Duration spent = executor.spent();
        Scenario scenario = Scenario.of(
                options.scenarios().getFirst().name(),
                status(spent),
                options.scenarios().getFirst().profile(),
                dev.stampede.engine.Portion.of(options.scenarios().getFirst().profile(), options.share()),
                spent,
                state.activeVus(),
                state.initializedVus(),
                complete + interrupted);
        say(Progress.line(new ProgressSnapshot(
                phase(),
                elapsed,
                executor.plan().end(),
                state.activeVus(),
                state.initializedVus(),
                executor.plan().maxVus(),
                complete,
                interrupted,
                List.of(scenario))));
    }

    private String phase() {
        return executor.isStarted() || state.abort() != null ? "" : "setup()";
    }

    private Status status(Duration spent) {
        if (!executor.isOver()) {
            return spent.compareTo(dev.stampede.engine.ExecutionPlan.regular(
                                    options.scenarios().getFirst().profile()))
                            < 0
                    ? Status.RUNNING
                    : Status.STOPPING;
        }
        return state.abort() == null ? Status.DONE : Status.INTERRUPTED;
    }

    void summary(MetricRegistry registry, Report report, CheckTally checks) {
        progress(report.duration());
        StringBuilder text = new StringBuilder(
                Summary.render(registry, report.thresholds(), checks, report.duration(), SummaryOptions.DEFAULT));
        report.problems().forEach(problem -> text.append("  ✗ ").append(problem).append("\n\n"));
        if (state.completeIterations() == 0) {
            text.append("  No iteration was completed, ")
                    .append(state.interruptedIterations())
                    .append(" were interrupted: nothing above says how the system behaves.\n\n");
        }
        for (Output output : options.outputs()) {
            text.append("  █ OUTPUT: ").append(output.describe()).append("\n\n");
            output.report().forEach(line -> text.append("    ").append(line).append('\n'));
            text.append('\n');
        }
        say(text.toString().stripTrailing() + "\n");
    }

    /** A console that is gone must not keep the run from its end. */
    private void say(String block) {
        try {
            options.console().accept(block);
        } catch (RuntimeException e) {
            logger.log(System.Logger.Level.WARNING, "nothing can be printed to the console", e);
        }
    }
}
