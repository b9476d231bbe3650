package dev.stampede.run;

import dev.stampede.AbortCause;
import dev.stampede.ConfigException;
import dev.stampede.RunEnding;
import dev.stampede.ThresholdResult;
import dev.stampede.clock.Clock;
import dev.stampede.engine.ErrorLog;
import dev.stampede.engine.Haste;
import dev.stampede.engine.Load;
import dev.stampede.engine.RunState;
import dev.stampede.engine.VuRules;
import dev.stampede.engine.VuSession;
import dev.stampede.health.GeneratorHealth;
import dev.stampede.health.HealthMonitor;
import dev.stampede.health.Machine;
import dev.stampede.http.HttpDebug;
import dev.stampede.http.okhttp.HttpSessions;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricSelector;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import dev.stampede.output.Output;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.SecretSource;
import dev.stampede.secrets.Redactor;
import dev.stampede.secrets.RunSecrets;
import dev.stampede.thresholds.Thresholds;
import dev.stampede.traces.TraceOptions;
import java.time.Duration;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run from beginning to end, in k6's order: outputs open, setup, load, teardown, last evaluation, outputs close,
 * summary. Made for one call of {@link #go}, on the thread that conducts the run. (k6: {@code internal/cmd/run.go}.)
 */
final class Run implements OpenRuns.Open {
    private static final System.Logger logger = System.getLogger(Run.class.getName());

    /** Whoever ends the process may not leave more than some tenths of a second to tell outputs of it. */
    private static final Duration LONGEST_JUDGING = Duration.ofMillis(100);

    private final LoadOptions options;
    private final LoadScript script;
    private final Clock clock;
    private final Redactor redactor = new Redactor();
    private final MetricRegistry registry = new MetricRegistry();
    private final Recorder recorder;
    private final ErrorLog errors = new ErrorLog();
    private final RunState state;
    private final HttpSessions sessions;
    private final @Nullable TracedCalls traced;
    private final TagSet runTags;
    private final Load load;
    private final Measurements measurements;
    private final @Nullable HealthMonitor health;
    private final RunConsole console;
    private final RunOutputs outputs;
    private final Reporter reporter;
    private final OpenRuns openRuns;
    private @Nullable RunLogs logs;
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private volatile @Nullable Pulse pulse;
    private boolean interrupted;

    /** How the run ended: from then on nothing changes it, so that outputs and caller are told the same. */
    private record Ending(RunState.@Nullable Abort abort) {
        RunEnding ending() {
            return abort == null ? RunEnding.FINISHED : abort.ending();
        }
    }

    /**
     * A run.
     *
     * @param machine what it is driven from
     * @throws ConfigException if the options are wrong
     */
    Run(LoadOptions options, LoadScript script, Clock clock, OpenRuns openRuns, Machine machine) {
        this.openRuns = openRuns;
        this.options = withoutSecrets(options, redactor);
        this.script = script;
        this.clock = clock;
        recorder = new Recorder(options.outputs().stream().anyMatch(Output::needsValues));
        state = new RunState(clock);
        registry.onOverBudget(text -> state.abort(RunEnding.ABORTED_BY_SYSTEM, text, null));
        TraceOptions tracing = options.tracing();
        traced = tracing == null ? null : new TracedCalls(tracing, options.outputs(), clock, redactor::redact);
        registry.redaction(redactor::redact);
        sessions = new HttpSessions(options.http(), redactor::redact, traced == null ? null : traced.tracer());
        runTags = registry.rootTags().with(options.tags());
        Thresholds thresholds = DeclaredThresholds.compile(options, script, registry);
        if (options.systemTags().contains(SystemTag.EXPECTED_RESPONSE)) {
            registry.subMetric(
                    registry.builtin().httpReqDuration,
                    MetricSelector.parse("http_req_duration{expected_response:true}"));
        }
        VuRules rules = new VuRules(
                vu -> new ScriptUser(scope(vu), script),
                errors,
                options.onError() == ErrorPolicy.ABORT,
                options.minIterationDuration());
        load = new Load(
                new Load.Work(options.scenarios(), options.share(), rules),
                number -> newSession(number, ""),
                () -> samples(0),
                clock,
                state);
        measurements = new Measurements(registry, recorder, thresholds, options.outputs(), state);
        health = options.generatorHealth() == GeneratorHealth.OFF
                ? null
                : new HealthMonitor(machine, () -> samples(0), clock, measurements::arrivals);
        console = new RunConsole(this.options, load, state);
        outputs = new RunOutputs(options.outputs());
        reporter = new Reporter(options, measurements, errors, state, health, traced, redactor);
    }

    /** Before it goes. */
    void connect(StopSwitch stop) {
        stop.connect(state);
    }

    RunReport go() {
        String goingDown = openRuns.add(this);
        try {
            if (goingDown != null) {
                state.abort(AbortCause.SIGNAL, goingDown, null);
            } else if (warmUp()) {
                startOutputs();
            }
            return runAndClose();
        } catch (RuntimeException | Error e) {
            closeLogs();
            outputs.finish(new RunOutcome(RunEnding.ABORTED_BY_SYSTEM, List.of()));
            throw e;
        } finally {
            openRuns.remove(this);
        }
    }

    /**
     * Before anything begins that is measured or told.
     *
     * @return whether there is to be a run; not so when it was ended meanwhile
     */
    private boolean warmUp() {
        if (state.abort() != null) {
            return true;
        }
        if (Rehearsal.hasArrivals(options) || Rehearsal.isDemanding(options)) {
            sessions.prepare();
            // lines of the log show the time, and the file with its zones cannot be opened when connections have all
            // descriptors
            ZoneRules unused = ZoneId.systemDefault().getRules();
        }
        if (!Rehearsal.isDue(options)) {
            return true;
        }
        try {
            new Rehearsal(state).play();
        } catch (InterruptedException e) {
            interrupted = true;
            state.abort(AbortCause.INTERRUPT, Load.INTERRUPTED, null);
        }
        return state.abort() == null;
    }

    private RunReport runAndClose() {
        console.banner();
        Pulse pulse = new Pulse(clock, state, samples(0), measurements, eachSecond(), console::progress);
        this.pulse = pulse;
        try {
            conduct(pulse);
        } catch (RuntimeException | Error e) {
            state.abortFor(e, AbortCause.INTERNAL_ERROR, "the run could not go on");
        } finally {
            pulse.stop();
        }
        Duration elapsed = pulse.elapsed();
        measurements.finish(elapsed, state.completeIterations() > 0 || !load.hasWork());
        Report report = reporter.report(elapsed, settle().abort());
        closeLogs();
        outputs.finish(new RunOutcome(report.ending(), report.thresholds()));
        console.summary(registry, report, measurements.checks());
        RunListeners.tell(options.listeners(), report);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return report;
    }

    private static LoadOptions withoutSecrets(LoadOptions options, Redactor redactor) {
        Consumer<String> console = options.console();
        return options.toBuilder()
                .console(text -> console.accept(redactor.redact(text)))
                .build();
    }

    private void closeLogs() {
        if (logs != null) {
            logs.close();
        }
    }

    /** Looks after what drives the load. */
    private Runnable eachSecond() {
        List<Runnable> watchers = new ArrayList<>();
        if (health != null) {
            watchers.add(health::beat);
        }
        // who steps through with a debugger may hold every carrier for as long as it takes
        if (options.http().debug() == HttpDebug.OFF) {
            watchers.add(new CarrierProbe(clock, state, load::whereabouts)::beat);
        }
        return () -> watchers.forEach(Runnable::run);
    }

    /** From now on nothing changes how the run ended. Any thread; the first call decides. */
    private Ending settle() {
        Ending settled = ending.get();
        while (settled == null) {
            Ending now = new Ending(state.abort());
            settled = ending.compareAndSet(null, now) ? now : ending.get();
        }
        return settled;
    }

    /** In this order, each whatever becomes of the one before: iterations stop, outputs are told, all others hurry. */
    @Override
    public void goDown(String why) {
        Haste haste = Haste.from(clock.nanoTime(), options.shutdownTimeout());
        try {
            state.abort(AbortCause.SIGNAL, why, null);
        } catch (RuntimeException | Error e) {
            logger.log(System.Logger.Level.ERROR, "iterations could not be stopped", e);
        }
        try {
            outputs.goDown(
                    new RunOutcome(settle().ending(), thresholdsNow()),
                    () -> Duration.ofNanos(Math.max(0, haste.outputsUntil() - clock.nanoTime())));
        } finally {
            state.hurry(haste);
        }
    }

    private List<ThresholdResult> thresholdsNow() {
        Pulse beating = pulse;
        return measurements.judgedWithin(LONGEST_JUDGING, beating == null ? Duration.ZERO : beating.elapsed());
    }

    @Override
    public Duration shutdownTimeout() {
        return options.shutdownTimeout();
    }

    private void conduct(Pulse pulse) {
        if (Thread.interrupted()) { // while outputs were being opened, say
            interrupted = true;
            state.abort(AbortCause.INTERRUPT, Load.INTERRUPTED, null);
        }
        if (state.abort() != null) {
            return; // as when an output has stopped the run already
        }
        if (options.setup()) {
            Phase setup = new Phase("setup()", "@BeforeRun", options.setupTimeout(), AbortCause.SETUP_TIMEOUT);
            interrupted = setup.run(clock, state, new ScopeBody("::setup", script.hasBeforeRun(), script::beforeRun));
        }
        if (state.abort() != null) {
            return;
        }
        if (!load.hasWork()) {
            state.note("there is nothing to do in the execution segment " + options.share() + ": no iteration was run");
        } else {
            measurements.loadStarts(clock);
        }
        drive();
        measurements.loadEnded();
        if (options.teardown()) {
            tearDown(pulse);
        }
    }

    /** The load, and all the while an eye on what drives it. */
    private void drive() {
        if (health != null) {
            if (options.thresholds().stream()
                    .anyMatch(spec -> spec.metric().strip().startsWith("generator_pinned"))) {
                health.watchPinned();
            }
            health.loadStarted(load.idle());
        }
        try {
            load.run();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (health != null) {
                health.loadEnded();
            }
        }
    }

    private void tearDown(Pulse pulse) {
        measurements.judge(pulse.elapsed());
        Report soFar = reporter.report(pulse.elapsed(), state.abort());
        Phase teardown = new Phase("teardown()", "@AfterRun", options.teardownTimeout(), AbortCause.TEARDOWN_TIMEOUT);
        ScopeAction afterRun = scope -> script.afterRun(scope, soFar);
        interrupted |= teardown.run(clock, state, new ScopeBody("::teardown", script.hasAfterRun(), afterRun));
    }

    private interface ScopeAction {
        void run(VuScope scope) throws Throwable;
    }

    /** What is done around the load, with a virtual user of its own that no metric counts. */
    private final class ScopeBody implements Phase.Body {
        private final VuSession vu;
        private final boolean declared;
        private final ScopeAction action;

        /** @param declared whether the test has it: k6 records no data counters of a function that is not there */
        ScopeBody(String group, boolean declared, ScopeAction action) {
            this.vu = newSession(0, group);
            this.declared = declared;
            this.action = action;
        }

        @Override
        public void run() throws Throwable {
            vu.takeThread();
            try (ScriptUser.Scope scope = scope(vu)) {
                try {
                    vu.forks().within(() -> action.run(scope));
                } finally {
                    scope.session().endUser();
                    if (declared) {
                        scope.session().emitData();
                    } else {
                        scope.session().emitDataIfAny();
                    }
                }
            }
        }

        @Override
        public void cancel() {
            vu.samples().cancel();
            vu.forks().interrupt();
        }
    }

    private ScriptUser.Scope scope(VuSession vu) {
        return new ScriptUser.Scope(vu, sessions.open(vu.samples()), options.share());
    }

    private VuSession newSession(int number, String group) {
        return new VuSession(number, options.share(), group, options.env(), samples(number), state);
    }

    private SampleContext samples(int lane) {
        return new SampleContext(registry, recorder, clock, options.systemTags(), lane, runTags);
    }

    private void startOutputs() {
        RunDescription description = new RunDescription(
                options.name(),
                load.plan().maxVus(),
                load.plan().end(),
                DeclaredThresholds.forOutputs(options),
                options.systemTags(),
                options.folder(),
                K6Options.of(options),
                Optional.ofNullable(options.archive()));
        outputs.start(description, (what, reason) -> state.abort(what, reason, null));
        RunSecrets secrets = new RunSecrets(secretSources(), redactor);
        state.secrets(secrets::get);
        secrets.require(options.secrets());
        logs = new RunLogs(state, options.outputs(), clock, redactor::redact);
    }

    private List<SecretSource> secretSources() {
        return Stream.concat(
                        Stream.ofNullable(options.secretSource()),
                        options.outputs().stream().map(Output::secrets).flatMap(Optional::stream))
                .toList();
    }
}
