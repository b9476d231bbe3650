package dev.stampede.run;

import static java.util.Objects.requireNonNull;

import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Scenario;
import dev.stampede.health.GeneratorHealth;
import dev.stampede.http.HttpOptions;
import dev.stampede.metrics.SystemTag;
import dev.stampede.output.Output;
import dev.stampede.output.RunArchive;
import dev.stampede.output.SecretSource;
import dev.stampede.segments.Share;
import dev.stampede.summary.SummaryOptions;
import dev.stampede.thresholds.ThresholdSpec;
import dev.stampede.traces.TraceOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run needs to know. Immutable; made by {@link #builder(String)}, whose methods name the defaults. Values are
 * checked when the run starts, all in one go.
 */
public final class LoadOptions {
    /** The {@link Builder#folder} when nothing is said. */
    public static final Path DEFAULT_FOLDER = Path.of(".stampede");

    private final String name;
    private final List<Scenario> scenarios;
    private final Share share;
    private final Duration minIterationDuration;
    private final boolean setup;
    private final boolean teardown;
    private final Duration setupTimeout;
    private final Duration teardownTimeout;
    private final Duration shutdownTimeout;
    private final Map<String, String> env;
    private final Map<String, String> tags;
    private final Set<SystemTag> systemTags;
    private final List<ThresholdSpec> thresholds;
    private final ErrorPolicy onError;
    private final List<Output> outputs;
    private final List<RunListener> listeners;
    private final HttpOptions http;
    private final @Nullable TraceOptions tracing;
    private final Consumer<String> console;
    private final SummaryOptions summary;
    private final @Nullable Path summaryExport;
    private final @Nullable Path report;
    private final boolean quiet;
    private final Path folder;
    private final GeneratorHealth generatorHealth;
    private final WarmUp warmUp;
    private final @Nullable SecretSource secretSource;
    private final Set<String> secrets;
    private final @Nullable RunArchive archive;

    private LoadOptions(Builder b) {
        name = b.name;
        scenarios = b.scenarios.isEmpty()
                ? List.of(Scenario.of(Scenario.DEFAULT, b.profile).withGracefulStop(b.gracefulStop))
                : List.copyOf(b.scenarios);
        share = b.share;
        minIterationDuration = b.minIterationDuration;
        setup = b.setup;
        teardown = b.teardown;
        setupTimeout = b.setupTimeout;
        teardownTimeout = b.teardownTimeout;
        shutdownTimeout = b.shutdownTimeout;
        env = Map.copyOf(b.env);
        tags = Map.copyOf(b.tags);
        systemTags = Set.copyOf(b.systemTags);
        thresholds = List.copyOf(b.thresholds);
        onError = b.onError;
        outputs = List.copyOf(b.outputs);
        listeners = List.copyOf(b.listeners);
        http = b.http;
        tracing = b.tracing;
        console = b.console;
        summary = b.summary;
        summaryExport = b.summaryExport;
        report = b.report;
        quiet = b.quiet;
        folder = b.folder;
        generatorHealth = b.generatorHealth;
        warmUp = b.warmUp;
        secretSource = b.secretSource;
        secrets = b.secrets;
        archive = b.archive;
    }

    /** Options of one iteration by one virtual user, to be refined. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * Options that begin with these, to be refined. What makes up the load is in their scenarios: {@link Builder#profile} and
     * {@link Builder#gracefulStop} change nothing unless {@link Builder#scenarios} is emptied.
     */
    public Builder toBuilder() {
        return new Builder(name)
                .scenarios(scenarios)
                .share(share)
                .minIterationDuration(minIterationDuration)
                .setup(setup)
                .teardown(teardown)
                .setupTimeout(setupTimeout)
                .teardownTimeout(teardownTimeout)
                .shutdownTimeout(shutdownTimeout)
                .env(env)
                .tags(tags)
                .systemTags(systemTags)
                .thresholds(thresholds)
                .onError(onError)
                .outputs(outputs)
                .listeners(listeners)
                .http(http)
                .tracing(tracing)
                .console(console)
                .summary(summary)
                .summaryExport(summaryExport)
                .report(report)
                .quiet(quiet)
                .folder(folder)
                .generatorHealth(generatorHealth)
                .warmUp(warmUp)
                .secretSource(secretSource)
                .secrets(secrets)
                .archive(archive);
    }

    /** Name of the run. */
    public String name() {
        return name;
    }

    /** What makes up the load, at least one; in the order given. */
    public List<Scenario> scenarios() {
        return scenarios;
    }

    /** The part of the load that this process runs. */
    public Share share() {
        return share;
    }

    /** Shortest time from the beginning of one iteration of a virtual user to the beginning of its next. */
    public Duration minIterationDuration() {
        return minIterationDuration;
    }

    /** Whether what comes before the load is run. */
    public boolean setup() {
        return setup;
    }

    /** Whether what comes after the load is run. */
    public boolean teardown() {
        return teardown;
    }

    /** How long what comes before the load may take. */
    public Duration setupTimeout() {
        return setupTimeout;
    }

    /** How long what comes after the load may take. */
    public Duration teardownTimeout() {
        return teardownTimeout;
    }

    /** How long the run may take to end when the process is told to. */
    public Duration shutdownTimeout() {
        return shutdownTimeout;
    }

    /** What {@link dev.stampede.Vu#env} finds before the environment. */
    public Map<String, String> env() {
        return env;
    }

    /** Tags of all samples. */
    public Map<String, String> tags() {
        return tags;
    }

    /** System tags to set. */
    public Set<SystemTag> systemTags() {
        return systemTags;
    }

    /** Declared thresholds. */
    public List<ThresholdSpec> thresholds() {
        return thresholds;
    }

    /** What an exception in an iteration does. */
    public ErrorPolicy onError() {
        return onError;
    }

    /** Where the samples go. */
    public List<Output> outputs() {
        return outputs;
    }

    /** Who is told of the result, besides those found on the class path. */
    public List<RunListener> listeners() {
        return listeners;
    }

    /** How HTTP requests are made. */
    public HttpOptions http() {
        return http;
    }

    /** How requests are traced; null when they are not. */
    public @Nullable TraceOptions tracing() {
        return tracing;
    }

    /** Where banner, progress and summary are printed, a block of lines at a time. */
    public Consumer<String> console() {
        return console;
    }

    /** How the summary looks. */
    public SummaryOptions summary() {
        return summary;
    }

    /** The file that the summary is written to as JSON; null for none. */
    public @Nullable Path summaryExport() {
        return summaryExport;
    }

    /** The file that a report is written to as HTML, with placeholders; null for none. */
    public @Nullable Path report() {
        return report;
    }

    /** Whether banner and progress are left out. */
    public boolean quiet() {
        return quiet;
    }

    /** Folder for what is kept on disk. */
    public Path folder() {
        return folder;
    }

    /** What becomes of the run when this process could not drive the load. */
    public GeneratorHealth generatorHealth() {
        return generatorHealth;
    }

    /** Whether the engine warms up before the run begins. */
    public WarmUp warmUp() {
        return warmUp;
    }

    /** Where secrets are looked up before outputs are asked; null for nowhere else. */
    public @Nullable SecretSource secretSource() {
        return secretSource;
    }

    /** Names of the secrets that must be there before the load begins, in order. */
    public Set<String> secrets() {
        return secrets;
    }

    /** What the run is made of, for outputs that keep it; null for nothing. */
    public @Nullable RunArchive archive() {
        return archive;
    }

    @SuppressWarnings("SystemOut") // the console is what this is for
    private static void print(String block) {
        System.out.println(block);
    }

    /** Makes {@link LoadOptions}. Not thread-safe. */
    public static final class Builder {
        private String name;
        private LoadProfile profile = new LoadProfile.PerVuIterations(1, 1, LoadProfile.DEFAULT_MAX_DURATION);
        private Duration gracefulStop = Scenario.DEFAULT_GRACEFUL_STOP;
        private List<Scenario> scenarios = List.of();
        private Share share = Share.WHOLE;
        private Duration minIterationDuration = Duration.ZERO;
        private boolean setup = true;
        private boolean teardown = true;
        private Duration setupTimeout = Duration.ofSeconds(60);
        private Duration teardownTimeout = Duration.ofSeconds(60);
        private Duration shutdownTimeout = Duration.ofSeconds(7);
        private Map<String, String> env = Map.of();
        private Map<String, String> tags = Map.of();
        private Set<SystemTag> systemTags = SystemTag.DEFAULTS;
        private List<ThresholdSpec> thresholds = List.of();
        private ErrorPolicy onError = ErrorPolicy.CONTINUE;
        private List<Output> outputs = List.of();
        private List<RunListener> listeners = List.of();
        private HttpOptions http = HttpOptions.DEFAULTS;
        private @Nullable TraceOptions tracing;
        private Consumer<String> console = LoadOptions::print;
        private SummaryOptions summary = SummaryOptions.DEFAULT;
        private @Nullable Path summaryExport;
        private @Nullable Path report;
        private boolean quiet;
        private Path folder = DEFAULT_FOLDER;
        private GeneratorHealth generatorHealth = GeneratorHealth.FAIL;
        private WarmUp warmUp = WarmUp.AUTO;
        private @Nullable SecretSource secretSource;
        private Set<String> secrets = Set.of();
        private @Nullable RunArchive archive;

        private Builder(String name) {
            this.name = requireNonNull(name, "name");
        }

        /** Name of the run. */
        public Builder name(String value) {
            name = requireNonNull(value, "name");
            return this;
        }

        /**
         * How users and iterations come about when there is only one scenario, called {@code default}. Default: one user,
         * one iteration. {@link #scenarios} replaces it.
         */
        public Builder profile(LoadProfile value) {
            profile = requireNonNull(value, "profile");
            return this;
        }

        /**
         * How long running iterations may take to finish after the end of {@link #profile}. Default 30 s; zero interrupts at
         * once.
         */
        public Builder gracefulStop(Duration value) {
            gracefulStop = requireNonNull(value, "gracefulStop");
            return this;
        }

        /** What makes up the load. Default none, which leaves {@link #profile}. */
        public Builder scenarios(List<Scenario> value) {
            scenarios = List.copyOf(value);
            return this;
        }

        /** The part of the load that this process runs. Default all of it. (k6: {@code executionSegment}.) */
        public Builder share(Share value) {
            share = requireNonNull(value, "share");
            return this;
        }

        /**
         * Shortest time a virtual user spends on an iteration: after a shorter one it waits for the rest. Default zero. The
         * wait is no part of {@code iteration_duration}. (k6: {@code minIterationDuration}.)
         */
        public Builder minIterationDuration(Duration value) {
            minIterationDuration = requireNonNull(value, "minIterationDuration");
            return this;
        }

        /** Whether what comes before the load is run. Default true. (k6: {@code noSetup} turns it off.) */
        public Builder setup(boolean value) {
            setup = value;
            return this;
        }

        /** Whether what comes after the load is run. Default true. (k6: {@code noTeardown} turns it off.) */
        public Builder teardown(boolean value) {
            teardown = value;
            return this;
        }

        /** How long what comes before the load may take. Default 60 s. */
        public Builder setupTimeout(Duration value) {
            setupTimeout = requireNonNull(value, "setupTimeout");
            return this;
        }

        /** How long what comes after the load may take. Default 60 s. */
        public Builder teardownTimeout(Duration value) {
            teardownTimeout = requireNonNull(value, "teardownTimeout");
            return this;
        }

        /**
         * How long the run may take to end when the process is told to: by Ctrl-C, SIGTERM, the stop button of an IDE or
         * {@link System#exit}. Outputs are told at once; this is for what comes after the load, the last samples and the
         * summary. At most a quarter of it, and 2 s, is for virtual users that do not heed their interrupt. Positive; default
         * 7 s, which is within the time that most give before they kill or send the next signal. Ours, not k6's.
         */
        public Builder shutdownTimeout(Duration value) {
            shutdownTimeout = requireNonNull(value, "shutdownTimeout");
            return this;
        }

        /** What {@link dev.stampede.Vu#env} finds before the environment. Default nothing. */
        public Builder env(Map<String, String> value) {
            env = requireNonNull(value, "env");
            return this;
        }

        /** Tags of all samples. Default none. */
        public Builder tags(Map<String, String> value) {
            tags = requireNonNull(value, "tags");
            return this;
        }

        /** System tags to set. Default {@link SystemTag#DEFAULTS}. */
        public Builder systemTags(Set<SystemTag> value) {
            systemTags = requireNonNull(value, "systemTags");
            return this;
        }

        /** Declared thresholds. Default none, which leaves the one on {@code iterations_failed}. */
        public Builder thresholds(List<ThresholdSpec> value) {
            thresholds = requireNonNull(value, "thresholds");
            return this;
        }

        /** What an exception in an iteration does. Default {@link ErrorPolicy#CONTINUE}. */
        public Builder onError(ErrorPolicy value) {
            onError = requireNonNull(value, "onError");
            return this;
        }

        /** Where the samples go. Default nowhere. */
        public Builder outputs(List<Output> value) {
            outputs = requireNonNull(value, "outputs");
            return this;
        }

        /** Who is told of the result, besides those found on the class path. Default nobody. */
        public Builder listeners(List<RunListener> value) {
            listeners = requireNonNull(value, "listeners");
            return this;
        }

        /** How HTTP requests are made. Default {@link HttpOptions#DEFAULTS}. */
        public Builder http(HttpOptions value) {
            http = requireNonNull(value, "http");
            return this;
        }

        /** How requests are traced. Default null: they are not. */
        public Builder tracing(@Nullable TraceOptions value) {
            tracing = value;
            return this;
        }

        /** Where banner, progress and summary are printed. Default standard output. Called from several threads in turn. */
        public Builder console(Consumer<String> value) {
            console = requireNonNull(value, "console");
            return this;
        }

        /** How the summary looks. Default {@link SummaryOptions#DEFAULT}. */
        public Builder summary(SummaryOptions value) {
            summary = requireNonNull(value, "summary");
            return this;
        }

        /**
         * The file that the summary is written to as JSON when the run is over, whatever {@link #summary} says. Default null:
         * none. Folders above it are made; what was in the file is gone. That it cannot be written is said in the console and
         * changes nothing else. (k6: {@code --summary-export}.)
         */
        public Builder summaryExport(@Nullable Path value) {
            summaryExport = value;
            return this;
        }

        /**
         * The file that a report is written to when the run is over: one HTML file that shows all of the run without asking anybody for
         * anything. Default null: none. <code>{name}</code> in it stands for the run's name, <code>{time}</code> for the time of its
         * start; see {@link ReportFile#of}. Folders above it are made; what was in the file is gone. That it cannot be written is said in
         * the console and changes nothing else. Needs {@code stampede-results} on the class path, else the run does not start.
         */
        public Builder report(@Nullable Path value) {
            report = value;
            return this;
        }

        /** Whether banner and progress are left out; the summary stays. Default false. (k6: {@code --quiet}.) */
        public Builder quiet(boolean value) {
            quiet = value;
            return this;
        }

        /**
         * Folder for what is kept on disk, such as journals of runs that are open. Default {@code .stampede} in the working
         * directory. It is made when it is needed, with a {@code .gitignore} that keeps it out of the repository.
         */
        public Builder folder(Path value) {
            folder = requireNonNull(value, "folder");
            return this;
        }

        /** What becomes of the run when this process could not drive the load. Default {@link GeneratorHealth#FAIL}. */
        public Builder generatorHealth(GeneratorHealth value) {
            generatorHealth = requireNonNull(value, "generatorHealth");
            return this;
        }

        /** Whether the engine warms up before the run begins. Default {@link WarmUp#AUTO}. Ours, not k6's. */
        public Builder warmUp(WarmUp value) {
            warmUp = requireNonNull(value, "warmUp");
            return this;
        }

        /**
         * Where {@link dev.stampede.Vu#secret} is looked up before outputs are asked. Default null: nowhere else. (k6: {@code
         * --secret-source}.)
         */
        public Builder secretSource(@Nullable SecretSource value) {
            secretSource = value;
            return this;
        }

        /** Names of the secrets that must be there before the load begins, else the run does not start. Default none. */
        public Builder secrets(Set<String> value) {
            secrets = Collections.unmodifiableSet(new LinkedHashSet<>(value));
            return this;
        }

        /** What the run is made of, for outputs that keep it beside the results. Default null: nothing. */
        public Builder archive(@Nullable RunArchive value) {
            archive = value;
            return this;
        }

        /** The options. */
        public LoadOptions build() {
            return new LoadOptions(this);
        }
    }
}
