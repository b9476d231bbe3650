package dev.stampede.run;

import static java.util.Objects.requireNonNull;

import dev.stampede.engine.LoadProfile;
import dev.stampede.http.HttpOptions;
import dev.stampede.metrics.SystemTag;
import dev.stampede.output.Output;
import dev.stampede.thresholds.ThresholdSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Everything a run needs to know. Immutable; made by {@link #builder(String)}, whose methods name the defaults. Values are
 * checked when the run starts, all in one go.
 */
public final class LoadOptions {
    private final String name;
    private final LoadProfile profile;
    private final Duration gracefulStop;
    private final Duration setupTimeout;
    private final Duration teardownTimeout;
    private final String scenario;
    private final Map<String, String> scenarioTags;
    private final Map<String, String> tags;
    private final Set<SystemTag> systemTags;
    private final List<ThresholdSpec> thresholds;
    private final ErrorPolicy onError;
    private final List<Output> outputs;
    private final HttpOptions http;
    private final Consumer<String> console;

    private LoadOptions(Builder b) {
        name = b.name;
        profile = b.profile;
        gracefulStop = b.gracefulStop;
        setupTimeout = b.setupTimeout;
        teardownTimeout = b.teardownTimeout;
        scenario = b.scenario;
        scenarioTags = Map.copyOf(b.scenarioTags);
        tags = Map.copyOf(b.tags);
        systemTags = Set.copyOf(b.systemTags);
        thresholds = List.copyOf(b.thresholds);
        onError = b.onError;
        outputs = List.copyOf(b.outputs);
        http = b.http;
        console = b.console;
    }

    /** Options of one iteration by one virtual user, to be refined. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Name of the run. */
    public String name() {
        return name;
    }

    /** How users and iterations come about. */
    public LoadProfile profile() {
        return profile;
    }

    /** How long running iterations may take to finish after the profile's end. */
    public Duration gracefulStop() {
        return gracefulStop;
    }

    /** How long what comes before the load may take. */
    public Duration setupTimeout() {
        return setupTimeout;
    }

    /** How long what comes after the load may take. */
    public Duration teardownTimeout() {
        return teardownTimeout;
    }

    /** Name of the scenario. */
    public String scenario() {
        return scenario;
    }

    /** Tags of the scenario's samples. */
    public Map<String, String> scenarioTags() {
        return scenarioTags;
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

    /** How HTTP requests are made. */
    public HttpOptions http() {
        return http;
    }

    /** Where banner, progress and summary are printed, a block of lines at a time. */
    public Consumer<String> console() {
        return console;
    }

    @SuppressWarnings("SystemOut") // the console is what this is for
    private static void print(String block) {
        System.out.println(block);
    }

    /** Makes {@link LoadOptions}. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private LoadProfile profile = new LoadProfile.PerVuIterations(1, 1, LoadProfile.DEFAULT_MAX_DURATION);
        private Duration gracefulStop = Duration.ofSeconds(30);
        private Duration setupTimeout = Duration.ofSeconds(60);
        private Duration teardownTimeout = Duration.ofSeconds(60);
        private String scenario = "default";
        private Map<String, String> scenarioTags = Map.of();
        private Map<String, String> tags = Map.of();
        private Set<SystemTag> systemTags = SystemTag.DEFAULTS;
        private List<ThresholdSpec> thresholds = List.of();
        private ErrorPolicy onError = ErrorPolicy.CONTINUE;
        private List<Output> outputs = List.of();
        private HttpOptions http = HttpOptions.DEFAULTS;
        private Consumer<String> console = LoadOptions::print;

        private Builder(String name) {
            this.name = requireNonNull(name, "name");
        }

        /** How users and iterations come about. Default: one user, one iteration. */
        public Builder profile(LoadProfile value) {
            profile = requireNonNull(value, "profile");
            return this;
        }

        /** How long running iterations may take to finish after the profile's end. Default 30 s; zero interrupts at once. */
        public Builder gracefulStop(Duration value) {
            gracefulStop = requireNonNull(value, "gracefulStop");
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

        /** Name of the scenario. Default {@code default}. */
        public Builder scenario(String value) {
            scenario = requireNonNull(value, "scenario");
            return this;
        }

        /** Tags of the scenario's samples. Default none. */
        public Builder scenarioTags(Map<String, String> value) {
            scenarioTags = requireNonNull(value, "scenarioTags");
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

        /** How HTTP requests are made. Default {@link HttpOptions#DEFAULTS}. */
        public Builder http(HttpOptions value) {
            http = requireNonNull(value, "http");
            return this;
        }

        /** Where banner, progress and summary are printed. Default standard output. Called from several threads in turn. */
        public Builder console(Consumer<String> value) {
            console = requireNonNull(value, "console");
            return this;
        }

        /** The options. */
        public LoadOptions build() {
            return new LoadOptions(this);
        }
    }
}
