package dev.stampede.run;

import dev.stampede.engine.ExecutionPlan;
import dev.stampede.engine.Load;
import dev.stampede.engine.RunState;
import dev.stampede.engine.ScenarioStatus;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Printable;
import dev.stampede.output.Output;
import dev.stampede.summary.CheckTally;
import dev.stampede.summary.ExemplarLines;
import dev.stampede.summary.LoadDescription;
import dev.stampede.summary.Progress;
import dev.stampede.summary.ProgressSnapshot;
import dev.stampede.summary.ProgressSnapshot.Scenario;
import dev.stampede.summary.ProgressSnapshot.Status;
import dev.stampede.summary.Summary;
import dev.stampede.summary.SummaryExport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run says in the console, a block at a time so that the lines of several runs do not mix. */
final class RunConsole {
    private static final System.Logger logger = System.getLogger(RunConsole.class.getName());

    private final LoadOptions options;
    private final Load load;
    private final RunState state;

    RunConsole(LoadOptions options, Load load, RunState state) {
        this.options = options;
        this.load = load;
        this.state = state;
    }

    void banner() {
        if (options.quiet()) {
            return;
        }
        List<String> outputs = options.outputs().stream().map(Output::describe).toList();
        Map<String, String> scenarios = new LinkedHashMap<>();
        load.scenarios()
                .forEach(s ->
                        scenarios.put(s.scenario().name(), LoadDescription.describe(s.scenario(), options.share())));
        say(String.join(
                "\n",
                Progress.banner(
                        options.name(),
                        outputs,
                        options.share().fraction(),
                        load.plan().maxVus(),
                        load.plan().end(),
                        scenarios)));
    }

    void progress(Duration elapsed) {
        if (options.quiet()) {
            return;
        }
        say(Progress.line(new ProgressSnapshot(
                phase(),
                elapsed,
                load.plan().end(),
                state.activeVus(),
                state.initializedVus(),
                load.plan().maxVus(),
                state.completeIterations(),
                state.interruptedIterations(),
                load.scenarios().stream().map(this::scenario).toList())));
    }

    private String phase() {
        return load.isStarted() || state.abort() != null ? "" : "setup()";
    }

    private Scenario scenario(ScenarioStatus now) {
        String name = now.scenario().name();
        Status status = status(now);
        return status == Status.WAITING
                ? Scenario.waiting(name, now.left(), now.scenario().startTime())
                : Scenario.of(
                        name,
                        status,
                        now.scenario().profile(),
                        now.portion(),
                        now.spent(),
                        now.activeVus(),
                        now.allocatedVus(),
                        now.done());
    }

    private Status status(ScenarioStatus now) {
        return switch (now.phase()) {
            case WAITING -> state.abort() == null ? Status.WAITING : Status.INTERRUPTED;
            case RUNNING -> {
                Duration regular = ExecutionPlan.regular(now.scenario().profile());
                yield now.spent().compareTo(regular) < 0 ? Status.RUNNING : Status.STOPPING;
            }
            case OVER -> state.abort() == null ? Status.DONE : Status.INTERRUPTED;
        };
    }

    void summary(MetricRegistry registry, Report report, CheckTally checks) {
        progress(report.duration());
        StringBuilder text = new StringBuilder(
                Summary.render(registry, report.thresholds(), checks, report.duration(), options.summary()));
        report.problems()
                .forEach(problem ->
                        text.append("  ✗ ").append(Printable.lines(problem)).append("\n\n"));
        generator(report, text);
        state.notes().forEach(note -> text.append("  ! ").append(note).append("\n\n"));
        if (state.completeIterations() == 0 && load.hasWork()) {
            text.append("  No iteration was completed, ")
                    .append(state.interruptedIterations())
                    .append(" were interrupted: nothing above says how the system behaves.\n\n");
        }
        text.append(ExemplarLines.section(report.exemplars(), options.summary()));
        for (Output output : options.outputs()) {
            text.append("  █ OUTPUT: ").append(output.describe()).append("\n\n");
            output.report().forEach(line -> text.append("    ").append(line).append('\n'));
            text.append('\n');
        }
        export(registry, report, checks, text);
        if (!text.isEmpty()) {
            say(text.toString().stripTrailing() + "\n");
        }
    }

    private static void generator(Report report, StringBuilder text) {
        if (report.findings().isEmpty()) {
            return;
        }
        text.append("  █ GENERATOR: it could not drive the load");
        text.append(report.inconclusive().isEmpty() ? "\n\n" : ", the run is inconclusive\n\n");
        report.findings()
                .forEach(finding -> text.append("    ! ").append(finding).append('\n'));
        text.append('\n');
    }

    /** A file that cannot be written must not change how the run ends. */
    private void export(MetricRegistry registry, Report report, CheckTally checks, StringBuilder text) {
        Path file = options.summaryExport();
        if (file == null) {
            return;
        }
        try {
            SummaryExport.write(file, registry, report.thresholds(), checks, report.duration(), options.summary());
        } catch (IOException | RuntimeException e) {
            text.append("  ! the summary could not be written to ")
                    .append(file)
                    .append(": ")
                    .append(e)
                    .append("\n\n");
        }
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
