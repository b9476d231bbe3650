package dev.stampede.output.cloud.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the cloud output, each with where it came from. Keys, environment variables, defaults and meanings are k6's
 * (k6: {@code cloudapi/config.go}). Immutable; made by {@link #builder()}.
 *
 * <p>A configuration may hold {@link #problems}; who starts a stream with it is refused then, naming all of them.
 */
public final class CloudConfig {
    private final List<Entry> entries;
    private final Settled settled;

    private CloudConfig(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        this.settled = Settled.of(this.entries);
    }

    /** The defaults, to be refined layer by layer: what is applied later wins. */
    public static Builder builder() {
        return new Builder();
    }

    /** These settings, to be refined. */
    public Builder toBuilder() {
        Builder copy = new Builder();
        copy.entries.addAll(entries);
        return copy;
    }

    /**
     * A configuration that the service has changed.
     *
     * @param config it
     * @param unused what is wrong with each value that cannot be used and was left out
     */
    public record Overridden(CloudConfig config, List<String> unused) {}

    /**
     * With what the service's reply to the stream flow says, {@code config}: it wins over everything. (k6: {@code
     * output/cloud/output.go}.)
     *
     * @param reply values as one would write them, by JSON key (case does not matter)
     */
    public Overridden overriddenBy(Map<String, String> reply, String source) {
        return overridden(reply, source, Entry.Place.REPLY);
    }

    /**
     * With what the service says when it provisions a run: it wins over k6's config file, and all that is given otherwise, such
     * as in {@code K6_CLOUD_*}, wins over it. (k6: {@code internal/cmd/outputs_cloud.go}.)
     *
     * @param reply values as one would write them, by JSON key (case does not matter)
     */
    public Overridden tunedBy(Map<String, String> reply, String source) {
        return overridden(reply, source, Entry.Place.PROVISIONED);
    }

    private Overridden overridden(Map<String, String> reply, String source, Entry.Place place) {
        CloudConfig result = this;
        List<String> unused = new ArrayList<>();
        for (Map.Entry<String, String> value : reply.entrySet()) {
            CloudConfig changed = result.toBuilder()
                    .lay(Map.ofEntries(value), key -> source, place)
                    .build();
            List<String> problems = new ArrayList<>(changed.problems());
            problems.removeAll(result.problems());
            if (problems.isEmpty()) {
                result = changed;
            } else {
                problems.forEach(problem -> unused.add(problem.replace(ConfigChecks.CREATE, "")));
            }
        }
        return new Overridden(result, List.copyOf(unused));
    }

    /** Everything that is wrong with it: what, from where, and what to do. Empty when it can be used. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(settled.unreadable().values());
        problems.addAll(ConfigChecks.problems(this));
        return List.copyOf(problems);
    }

    /** Access token of the service. */
    public Optional<String> token() {
        return text(CloudSetting.TOKEN);
    }

    /** Project that the run belongs to; 0 for the service's default. */
    public long projectId() {
        Object value = raw(CloudSetting.PROJECT_ID);
        return value == null ? 0 : (Long) value;
    }

    /** The project, else the default one of the stack: as login has noted it, if it was for this stack. */
    public OptionalLong projectOrDefault() {
        if (projectId() > 0) {
            return OptionalLong.of(projectId());
        }
        long noted = number(CloudSetting.DEFAULT_PROJECT_ID).orElse(0L);
        return noted > 0 && isStackOfLogin() ? OptionalLong.of(noted) : OptionalLong.empty();
    }

    private boolean isStackOfLogin() {
        Entry.Place place = Entry.Place.FILE;
        return entries.stream()
                .filter(entry -> entry.setting() == CloudSetting.STACK_ID && entry.place() == place)
                .allMatch(entry -> number(CloudSetting.STACK_ID)
                        .map(Object::toString)
                        .filter(entry.text()::equals)
                        .isPresent());
    }

    /** What people are told when {@link #projectOrDefault} is not a project that was asked for. */
    public Optional<String> defaultProjectNote() {
        if (projectId() > 0 || projectOrDefault().isEmpty()) {
            return Optional.empty();
        }
        String stack = text(CloudSetting.STACK_URL)
                .orElseGet(() -> "stack-" + number(CloudSetting.STACK_ID).orElse(0L));
        return Optional.of("No projectID specified, using default project of the " + stack + " stack");
    }

    /** Name of the run in the cloud, when it is not the test's own. */
    public Optional<String> name() {
        return text(CloudSetting.NAME).map(name -> name.equals("-") ? "k6 test" : name);
    }

    /** Number of the stack in Grafana Cloud; empty when none is known. */
    public Optional<Long> stackId() {
        return number(CloudSetting.STACK_ID);
    }

    /** Base URL of what provisions runs and checks logins. Default {@code https://api.k6.io}. */
    public String hostV6() {
        return given(CloudSetting.HOST_V6, String.class);
    }

    /** Base URL of the service. Default {@code https://ingest.k6.io}. */
    public String host() {
        return given(CloudSetting.HOST, String.class);
    }

    /** The same for people: user and password in it are masked. */
    public String hostForPeople() {
        return secrets().masked(host());
    }

    /**
     * Whether runs are to be provisioned ({@link #hostV6}), as a stack is known, rather than opened in the stream flow ({@link
     * #host}). Who names a host to stream to, and no other, wants that one: what is meant for it must not go to Grafana Cloud
     * because somebody has logged in there.
     */
    public boolean isProvisioned() {
        boolean elsewhere = !isDefault(CloudSetting.HOST) && isDefault(CloudSetting.HOST_V6);
        return pushRefId().isEmpty()
                && !elsewhere
                && stackId().filter(id -> id > 0).isPresent();
    }

    private boolean isDefault(CloudSetting setting) {
        return source(setting).equals(Settled.DEFAULT);
    }

    /** Whether the service is on this machine; it then needs no token. */
    public boolean isLoopback() {
        return ConfigChecks.isLoopback(isProvisioned() ? hostV6() : host());
    }

    /** The URL that runs are opened at; user and password in it are masked. */
    public String serviceForPeople() {
        return secrets().masked(isProvisioned() ? hostV6() : host());
    }

    /** Longest time one call may take. Default 1 minute. */
    public Duration timeout() {
        return given(CloudSetting.TIMEOUT, Duration.class);
    }

    /** Base URL of the pages that show runs. Default {@code https://app.k6.io}. */
    public String webAppUrl() {
        return given(CloudSetting.WEB_APP_URL, String.class);
    }

    /** URL to show for the run instead of the one that {@link #webAppUrl} makes. */
    public Optional<String> testRunDetails() {
        return text(CloudSetting.TEST_RUN_DETAILS);
    }

    /** Whether metrics are sent uncompressed. Default false. */
    public boolean noCompress() {
        return given(CloudSetting.NO_COMPRESS, Boolean.class);
    }

    /** Whether the service gets no archive of the test. Default false. */
    public boolean noArchiveUpload() {
        return given(CloudSetting.NO_ARCHIVE_UPLOAD, Boolean.class);
    }

    /** Most bytes of the files in the archive. Default 10 MiB. */
    public long archiveLimit() {
        return given(CloudSetting.ARCHIVE_LIMIT, Long.class);
    }

    /** The tokens that were given: values that must not be seen anywhere. */
    public Set<String> tokens() {
        return Set.copyOf(secrets().known());
    }

    /** Whether the test stops when the service takes no more. Default false. */
    public boolean stopOnError() {
        return given(CloudSetting.STOP_ON_ERROR, Boolean.class);
    }

    /** Version of the metrics protocol; only 2 can be used. Default 2. */
    public long apiVersion() {
        return given(CloudSetting.API_VERSION, Long.class);
    }

    /** Id of a run that someone else has opened and will close. */
    public Optional<String> pushRefId() {
        return text(CloudSetting.PUSH_REF_ID);
    }

    /** Most time series in one request. Default 1000. */
    public long maxTimeSeriesInBatch() {
        return given(CloudSetting.MAX_TIME_SERIES_IN_BATCH, Long.class);
    }

    /** Time from one push of closed buckets to the next. Default 1 s. */
    public Duration metricPushInterval() {
        return given(CloudSetting.METRIC_PUSH_INTERVAL, Duration.class);
    }

    /** Most requests with metrics at one time. Default 1. */
    public long metricPushConcurrency() {
        return given(CloudSetting.METRIC_PUSH_CONCURRENCY, Long.class);
    }

    /** Length of a bucket, in whole seconds. Default 3 s. */
    public Duration aggregationPeriod() {
        return given(CloudSetting.AGGREGATION_PERIOD, Duration.class);
    }

    /** How long a bucket is kept open for late samples. Default 8 s. */
    public Duration aggregationWaitPeriod() {
        return given(CloudSetting.AGGREGATION_WAIT_PERIOD, Duration.class);
    }

    /** Time from one closing of buckets to the next, when it is not {@link #metricPushInterval}. */
    public Optional<Duration> aggregationCalcInterval() {
        return duration(CloudSetting.AGGREGATION_CALC_INTERVAL);
    }

    /** With {@link #separatesOutliers}: fewer samples in a bucket are not aggregated. Default 100. */
    public long aggregationMinSamples() {
        return given(CloudSetting.AGGREGATION_MIN_SAMPLES, Long.class);
    }

    /**
     * Whether outliers among a request's times travel by themselves, as k6 before its version 1 sent them: when any of the
     * settings of outliers, {@code aggregationOutlierIqr…}, is given.
     */
    public boolean separatesOutliers() {
        return Stream.of(
                        CloudSetting.OUTLIER_IQR_RADIUS,
                        CloudSetting.OUTLIER_IQR_COEF_LOWER,
                        CloudSetting.OUTLIER_IQR_COEF_UPPER)
                .anyMatch(setting -> !source(setting).equals(Settled.DEFAULT));
    }

    /** How far from the median the quartiles are taken, from 0 to 0.5. Default 0.25. */
    public double outlierIqrRadius() {
        return given(CloudSetting.OUTLIER_IQR_RADIUS, Double.class);
    }

    /** How many times their distance below the lower quartile outliers begin. Default 1.5. */
    public double outlierIqrCoefLower() {
        return given(CloudSetting.OUTLIER_IQR_COEF_LOWER, Double.class);
    }

    /** How many times their distance above the upper quartile outliers begin. Default 1.3. */
    public double outlierIqrCoefUpper() {
        return given(CloudSetting.OUTLIER_IQR_COEF_UPPER, Double.class);
    }

    /** How many bytes of unsent metrics may be kept on disk; 0 for none. Default 1 GiB. */
    public long spoolLimit() {
        return given(CloudSetting.SPOOL_LIMIT, Long.class);
    }

    /** Longest time that is spent on unsent metrics when the run is over. Default 2 minutes. */
    public Duration finalFlushTimeout() {
        return given(CloudSetting.FINAL_FLUSH_TIMEOUT, Duration.class);
    }

    /**
     * Where a setting came from, for people.
     *
     * @param key its JSON key, such as {@code projectID}
     * @return empty when it has no value
     */
    public Optional<String> source(String key) {
        return Optional.ofNullable(settled.values().get(requireNonNull(CloudSetting.find(key), key)))
                .map(Settled.Value::source);
    }

    /** Where a setting came from; {@code default} when it has no value. */
    public String source(CloudSetting setting) {
        Settled.Value value = settled.values().get(setting);
        return value == null ? Settled.DEFAULT : value.source();
    }

    /** A text; empty when the setting has no value. */
    public Optional<String> text(CloudSetting setting) {
        return Optional.ofNullable((String) raw(setting));
    }

    /** A whole number; empty when the setting has no value. */
    public Optional<Long> number(CloudSetting setting) {
        return Optional.ofNullable((Long) raw(setting));
    }

    /** A duration; empty when the setting has no value. */
    public Optional<Duration> duration(CloudSetting setting) {
        return Optional.ofNullable((Duration) raw(setting));
    }

    /** A switch; empty when the setting has no value. */
    public Optional<Boolean> flag(CloudSetting setting) {
        return Optional.ofNullable((Boolean) raw(setting));
    }

    private <T> T given(CloudSetting setting, Class<T> type) {
        return type.cast(requireNonNull(raw(setting), setting.key()));
    }

    private @Nullable Object raw(CloudSetting setting) {
        Settled.Value value = settled.values().get(setting);
        return value == null ? null : value.value();
    }

    /** The tokens that were given: not to be shown. */
    Secrets secrets() {
        return Secrets.of(entries);
    }

    /** A text without the secrets in it: tokens of this configuration, what looks like one, users and passwords of URLs. */
    public String masked(String text) {
        return secrets().masked(text);
    }

    /** A token as it may be shown: all stars under 12 characters, else the first and last four stay. */
    public static String mask(String token) {
        return Secrets.mask(token);
    }

    /** Every value and where it came from; tokens masked. */
    @Override
    public String toString() {
        Secrets secrets = secrets();
        return settled.values().entrySet().stream()
                .map(one -> one.getKey().key() + "="
                        + one.getKey().show(one.getValue().value(), secrets) + " ("
                        + one.getValue().source() + ")")
                .collect(Collectors.joining(", ", "CloudConfig[", "]"));
    }

    /** Makes a {@link CloudConfig}. Not thread-safe. */
    public static final class Builder {
        /** What the keys of configuration parameters begin with. */
        public static final String PARAMETER_PREFIX = "stampede.cloud.";

        /** What is taken of the options' {@code cloud}; the rest is for runs on the service's own machines. */
        private static final Set<CloudSetting> OF_OPTIONS =
                EnumSet.of(CloudSetting.PROJECT_ID, CloudSetting.NAME, CloudSetting.TOKEN, CloudSetting.STACK_ID);

        private final List<Entry> entries = new ArrayList<>();

        private Builder() {}

        /** Lays {@code collectors.cloud} of k6's own config file over it. */
        public Builder file(Map<String, String> cloud, String source) {
            return lay(cloud, key -> source, Entry.Place.FILE);
        }

        /**
         * Lays {@code cloud} of the options over it, of which project, name, token and stack count. A project of 0 or less takes
         * back the one below. (k6: {@code cloudapi/config.go}.)
         */
        public Builder options(Map<String, String> cloud, String source) {
            Map<String, String> taken = new LinkedHashMap<>(cloud);
            taken.keySet().removeIf(key -> {
                CloudSetting setting = CloudSetting.find(key);
                return setting == null || !OF_OPTIONS.contains(setting);
            });
            return lay(taken, key -> source, Entry.Place.OPTIONS);
        }

        /**
         * Lays values over those that are there. Empty ones count as not given, keys that are not known are passed over;
         * what cannot be read becomes one of the {@link CloudConfig#problems}.
         *
         * @param layer values as one would write them, by JSON key (case does not matter)
         * @param source where the value of a key came from, for people
         */
        public Builder apply(Map<String, String> layer, Function<String, String> source) {
            return lay(layer, source, Entry.Place.GIVEN);
        }

        /** Lays configuration parameters {@code stampede.cloud.<key>} over it; the look-up answers null for none. */
        public Builder parameters(Function<String, @Nullable String> lookup) {
            for (CloudSetting setting : CloudSetting.values()) {
                String name = PARAMETER_PREFIX + setting.key();
                add(setting, lookup.apply(name), "configuration parameter '" + name + "'", Entry.Place.GIVEN);
            }
            return this;
        }

        /** Lays environment variables {@code K6_CLOUD_*} over it. */
        public Builder environment(Map<String, String> environment) {
            for (CloudSetting setting : CloudSetting.values()) {
                String variable = setting.variable();
                if (variable != null) {
                    String source = "environment variable " + variable;
                    add(setting, environment.get(variable), source, Entry.Place.GIVEN);
                }
            }
            return this;
        }

        private Builder lay(Map<String, String> layer, Function<String, String> source, Entry.Place place) {
            layer.forEach((key, text) -> {
                CloudSetting setting = CloudSetting.find(key);
                if (setting != null) {
                    add(setting, text, source.apply(key), place);
                }
            });
            return this;
        }

        private void add(CloudSetting setting, @Nullable String text, String source, Entry.Place place) {
            if (text != null && !text.isEmpty()) {
                Entry entry = new Entry(setting, text, source, place);
                entries.add(place == Entry.Place.PROVISIONED ? aboveTheFile() : entries.size(), entry);
            }
        }

        private int aboveTheFile() {
            int index = 0;
            while (index < entries.size() && entries.get(index).place().compareTo(Entry.Place.PROVISIONED) <= 0) {
                index++;
            }
            return index;
        }

        /** The configuration, sound or not: see {@link CloudConfig#problems}. */
        public CloudConfig build() {
            return new CloudConfig(entries);
        }
    }
}
