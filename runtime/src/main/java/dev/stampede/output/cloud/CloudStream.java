package dev.stampede.output.cloud;

import dev.stampede.ConfigException;
import dev.stampede.Delivery;
import dev.stampede.clock.Clock;
import dev.stampede.metrics.Printable;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.LogLine;
import dev.stampede.output.Output;
import dev.stampede.output.RequestTrace;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.SecretSource;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.CallLog;
import dev.stampede.output.cloud.api.Connections;
import dev.stampede.output.cloud.api.ErrorText;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.ConfigChecks;
import dev.stampede.output.cloud.delivery.Spool;
import dev.stampede.output.cloud.logs.LogsPush;
import dev.stampede.output.cloud.metrics.Pipeline;
import dev.stampede.output.cloud.runs.ClosingCall;
import dev.stampede.output.cloud.runs.OpenedRun;
import dev.stampede.output.cloud.runs.Opening;
import dev.stampede.output.cloud.runs.Spools;
import dev.stampede.output.cloud.traces.TraceSettings;
import dev.stampede.output.cloud.traces.TraceStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Streams a run to Grafana Cloud k6 as {@code k6 run --out cloud} does: opens it, pushes aggregated metrics while it goes
 * on, and says how it ended. With a {@code pushRefID} it only pushes: whoever opened the run closes it.
 *
 * <p>Samples are kept until the service has acknowledged them, also on disk; what is unsent at the end stays there. What
 * became of them is told in {@link #delivery} and {@link #report}. Nothing the service does fails the test, unless {@code
 * stopOnError} is set and it takes no more, or it is a results service and a threshold wants all generators of the run to end.
 *
 * <p>For one run. Called as {@link Output} says; {@link #finish} may be called again, from any thread, and then only waits
 * until the first call has come to its end.
 */
public final class CloudStream implements Output {
    private static final System.Logger logger = System.getLogger(CloudStream.class.getName());

    /** For what is left at the end beside metrics. */
    private static final Duration SIDE_BUDGET = Duration.ofSeconds(15);

    private final CloudConfig config;
    private final @Nullable ServiceOnDemand service;
    private final Clock clock;
    private final ApiClient.Pause pause;
    private final AtomicReference<@Nullable RunOutcome> finishing = new AtomicReference<>();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile @Nullable Opening opening;
    private volatile @Nullable Opened opened;
    private volatile List<String> report = List.of();
    /** When the process may be gone, in the clock's nanoseconds. */
    private volatile long goneAt = Long.MAX_VALUE;

    /** A stream to be started, on the machine's time. */
    public CloudStream(CloudConfig config) {
        this(config, Clock.system(), Clock.system()::sleepUntil);
    }

    /**
     * The same to a service that is not there yet.
     *
     * @param config all settings but where it is
     */
    public CloudStream(CloudConfig config, ServiceOnDemand service) {
        this(config, service, Clock.system(), Clock.system()::sleepUntil);
    }

    CloudStream(CloudConfig config, Clock clock, ApiClient.Pause pause) {
        this(config, null, clock, pause);
    }

    private CloudStream(CloudConfig config, @Nullable ServiceOnDemand service, Clock clock, ApiClient.Pause pause) {
        this.config = config;
        this.service = service;
        this.clock = clock;
        this.pause = pause;
    }

    /** A run that is open. */
    private record Opened(
            OpenedRun run,
            Optional<ClosingCall> closing,
            ApiClient api,
            ApiClient pushes,
            Pipeline pipeline,
            @Nullable TraceStream traces,
            @Nullable LogsPush logs) {

        /** What is sent beside metrics. */
        List<SideStream> sides() {
            List<SideStream> sides = new ArrayList<>();
            if (traces != null) {
                sides.add(SideStream.of(traces::finish, traces::report));
            }
            if (logs != null) {
                sides.add(SideStream.of(logs::finish, logs::report));
            }
            return sides;
        }
    }

    @Override
    public String describe() {
        return service == null
                ? "cloud (" + url().orElse(config.serviceForPeople()) + ")"
                : service.describe() + url().map(page -> " (" + page + ")").orElse("");
    }

    /**
     * Opens the run and begins to push. Waits for the service: three attempts of at most {@code timeout} each.
     *
     * @throws ConfigException if settings or system tags are wrong, naming all of them, or the run cannot be opened
     */
    @Override
    public void start(RunDescription run, RunControl control) {
        CloudConfig settings = service == null ? config : service.ready(run);
        logger.log(System.Logger.Level.DEBUG, settings);
        List<String> problems = new ArrayList<>(settings.problems());
        problems.addAll(ConfigChecks.problems(run.systemTags()));
        problems.addAll(ConfigChecks.problems(settings, run.name(), run.duration()));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        ApiClient api = new ApiClient(null, settings.timeout(), clock, pause);
        try {
            Opening now = new Opening(settings, api, clock, service == null);
            opening = now;
            opened = begin(run, now.open(run), api, control);
        } catch (RuntimeException e) {
            api.close();
            throw e;
        }
    }

    private Opened begin(RunDescription described, Opening.Opened open, ApiClient api, RunControl control) {
        OpenedRun run = open.run();
        run.messages()
                .forEach(entry -> logger.log(level(entry.getKey()), Printable.lines(ErrorText.cut(entry.getValue()))));
        // pushes keep a connection open that the closing call finds when there is no time to make one
        ApiClient pushes =
                api.besides(run.metrics().authorization(), run.settings().timeout());
        Spool spool = Spools.of(run, described, open.closing().flatMap(ClosingCall::folder));
        Pipeline pipeline = new Pipeline(
                run, pushes, spool, clock, Pipeline.MOST_UNSENT_BYTES, new ServiceWord(run.settings(), control));
        pipeline.start();
        TraceStream traces = TraceSettings.of(run.id(), run.settings())
                .map(this::traceStream)
                .orElse(null);
        LogsPush logs = run.logs()
                .map(target ->
                        new LogsPush(run.id(), target, pushes, run.settings().timeout(), clock))
                .orElse(null);
        return new Opened(run, open.closing(), api, pushes, pipeline, traces, logs);
    }

    private TraceStream traceStream(TraceSettings settings) {
        OkHttpClient base = Connections.ofThisMachine()
                .client()
                .addInterceptor(new CallLog())
                .build();
        return new TraceStream(settings, base, clock);
    }

    /** (k6: {@code cloudapi/logs.go}, whose levels are logrus'.) */
    private static System.Logger.Level level(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "warning", "warn" -> System.Logger.Level.WARNING;
            case "info" -> System.Logger.Level.INFO;
            case "debug" -> System.Logger.Level.DEBUG;
            case "trace" -> System.Logger.Level.TRACE;
            default -> System.Logger.Level.ERROR;
        };
    }

    @Override
    public boolean needsValues() {
        return config.separatesOutliers();
    }

    @Override
    public void accept(long epochSecond, TimeSeries series, Sink sink) {
        Opened run = opened;
        if (run != null) {
            run.pipeline.accept(epochSecond, series, sink);
        }
    }

    @Override
    public boolean ingestsTraces() {
        Opened run = opened;
        return run != null && run.traces != null;
    }

    @Override
    public void traced(RequestTrace request) {
        Opened run = opened;
        if (run != null && run.traces != null) {
            run.traces.add(request);
        }
    }

    /**
     * Pushes what is left and closes the run. Takes half a minute for the samples, and longer when there are many, but at most
     * {@code finalFlushTimeout}; then as long as the closing call may take; after {@link #goingDown} only what is left of the
     * time that was given there. An interrupt does not shorten it, and is left set.
     */
    @Override
    public void finish(RunOutcome outcome) {
        Opened run = opened;
        if (run == null) {
            return;
        }
        if (finishing.compareAndSet(null, outcome)) {
            // on a thread of its own: the caller may be interrupted, which must not cut off the closing call
            inBackground("stampede-cloud-finish", () -> finish(run, outcome));
        }
        boolean interrupted = false;
        while (true) {
            try {
                finished.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void inBackground(String name, Runnable body) {
        try {
            Thread unused = Thread.ofPlatform().daemon().name(name).start(body);
        } catch (OutOfMemoryError e) { // the machine has no more threads
            body.run();
        }
    }

    private void finish(Opened run, RunOutcome outcome) {
        try {
            Throwable fault = null;
            try {
                run.pipeline.close();
            } catch (RuntimeException | Error e) { // whatever it was, the run must be closed
                fault = e;
            }
            long until = Math.min(clock.nanoTime() + SIDE_BUDGET.toNanos(), goneAt);
            SideStream.finishAll(run.sides(), until, clock);
            report = report(
                    run, fault, run.closing.map(call -> call.make(outcome)).orElse(""));
        } finally {
            run.api.close();
            run.pushes.close();
            finished.countDown();
        }
    }

    /** Closes the run at once, over a connection that is open, and then pushes what was accepted up to then. */
    @Override
    public void goingDown(RunOutcome outcome, Duration left) {
        Opened run = opened;
        if (run == null || finished.getCount() == 0) {
            return;
        }
        long end = clock.nanoTime() + left.toNanos();
        goneAt = end;
        run.closing.ifPresent(call -> call.hurry(end)); // also if finish comes first
        inBackground("stampede-cloud-going-down", () -> goDown(run, outcome, left, end));
        run.pipeline.hurry(end);
    }

    /** Closes the run at once if the service has it waiting. */
    @Override
    public void giveUpStart(RunOutcome outcome, Duration left) {
        Opening unfinished = opening;
        if (unfinished != null) {
            unfinished.goDown(outcome, clock.nanoTime() + left.toNanos()); // before any answer that is on its way
            inBackground("stampede-cloud-going-down", unfinished::closeInHaste);
        }
    }

    private void goDown(Opened run, RunOutcome outcome, Duration left, long end) {
        RunOutcome settled = finishing.get();
        run.closing.ifPresent(call -> call.makeInHaste(settled == null ? outcome : settled, left, end));
        run.pipeline.flushAll();
    }

    private List<String> report(Opened run, @Nullable Throwable fault, String notClosed) {
        List<String> lines = new ArrayList<>(run.pipeline.stats().report());
        run.sides().forEach(side -> lines.addAll(side.report()));
        if (fault != null) {
            logger.log(System.Logger.Level.WARNING, "The last metrics could not be pushed to the cloud.", fault);
            lines.add("NOT ALL SENT: " + fault);
        }
        if (!notClosed.isEmpty()) {
            String text = run.closing.orElseThrow().notClosed(notClosed);
            logger.log(System.Logger.Level.WARNING, text.lines().findFirst().orElse(""));
            lines.add("NOT CLOSED: " + text);
        }
        if (service != null) {
            lines.addAll(service.report());
        }
        return List.copyOf(lines);
    }

    @Override
    public Optional<System.Logger.Level> logLevel() {
        Opened run = opened;
        return run == null || run.logs == null ? Optional.empty() : Optional.of(run.logs.level());
    }

    @Override
    public void log(LogLine line) {
        Opened run = opened;
        if (run != null && run.logs != null) {
            run.logs.log(line);
        }
    }

    @Override
    public Optional<SecretSource> secrets() {
        return Optional.ofNullable(opened)
                .flatMap(one -> one.run.secrets().map(target -> new CloudSecrets(target, one.api)));
    }

    /** The page that shows the run. */
    @Override
    public Optional<String> url() {
        Opened run = opened;
        return run == null ? Optional.empty() : Optional.of(run.run.page());
    }

    /** The reference id of the test run. */
    @Override
    public Optional<String> runId() {
        return Optional.ofNullable(opened).map(one -> one.run.id());
    }

    @Override
    public Optional<Delivery> delivery() {
        Opened run = opened;
        return run == null ? Optional.empty() : Optional.of(run.pipeline.stats().delivery());
    }

    /** What was sent; then, loudly, what was lost, and whether the run could not be closed. */
    @Override
    public List<String> report() {
        return report;
    }
}
