package dev.stampede.output.cloud.config;

import static java.util.Objects.requireNonNull;

import dev.stampede.metrics.Printable;
import dev.stampede.output.cloud.CloudStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the cloud output, each with where it came from. Keys, environment variables, defaults and meanings are k6's
 * (k6: {@code cloudapi/config.go}). Immutable; made by {@link #builder()}.
 *
 * <p>A configuration may hold {@link #problems}; {@link CloudStream#start} refuses it then, naming all of them.
 */
public final class CloudConfig {
    private final Map<CloudSetting, Value> values;
    private final Map<CloudSetting, String> unreadable;

    private CloudConfig(Map<CloudSetting, Value> values, Map<CloudSetting, String> unreadable) {
        this.values = new EnumMap<>(values);
        this.unreadable = new EnumMap<>(unreadable);
    }

    /** The defaults, to be refined layer by layer: what is applied later wins. */
    public static Builder builder() {
        return new Builder();
    }

    /** These settings, to be refined. */
    public Builder toBuilder() {
        Builder copy = new Builder();
        copy.values.putAll(values);
        copy.unreadable.putAll(unreadable);
        return copy;
    }

    /** Everything that is wrong with it: what, from where, and what to do. Empty when it can be used. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(unreadable.values());
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

    /** Name of the run in the cloud, when it is not the test's own. */
    public Optional<String> name() {
        return text(CloudSetting.NAME);
    }

    /** Base URL of the service. Default {@code https://ingest.k6.io}. */
    public String host() {
        return given(CloudSetting.HOST, String.class);
    }

    /** The same for people: user and password in it are masked. */
    public String hostForPeople() {
        return Printable.withoutUserInfo(host());
    }

    /** Whether the service is on this machine; it then needs no token. */
    public boolean isLoopback() {
        return ConfigChecks.isLoopback(host());
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

    /** Values that must not be seen anywhere: the tokens. */
    public Set<String> secrets() {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().isSecret())
                .map(entry -> (String) entry.getValue().value)
                .collect(Collectors.toUnmodifiableSet());
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
                .anyMatch(setting -> !source(setting).equals(Builder.DEFAULT));
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

    /**
     * Where a setting came from, for people.
     *
     * @param key its JSON key, such as {@code projectID}
     * @return empty when it has no value
     */
    public Optional<String> source(String key) {
        Value value = values.get(requireNonNull(Builder.find(key), key));
        return value == null ? Optional.empty() : Optional.of(value.source);
    }

    /** Where a setting came from; {@code default} when it has no value. */
    public String source(CloudSetting setting) {
        Value value = values.get(setting);
        return value == null ? Builder.DEFAULT : value.source;
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
        Value value = values.get(setting);
        return value == null ? null : value.value;
    }

    /** Every value and where it came from; the token masked. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("CloudConfig[");
        values.forEach((setting, value) -> text.append(text.length() == 12 ? "" : ", ")
                .append(setting.key())
                .append('=')
                .append(setting.show(value.value))
                .append(" (")
                .append(value.source)
                .append(')'));
        return text.append(']').toString();
    }

    private record Value(Object value, String source) {}

    /** Makes a {@link CloudConfig}. Not thread-safe. */
    public static final class Builder {
        /** What the keys of configuration parameters begin with. */
        public static final String PARAMETER_PREFIX = "stampede.cloud.";

        private static final String DEFAULT = "default";

        private final Map<CloudSetting, Value> values = new EnumMap<>(CloudSetting.class);
        private final Map<CloudSetting, String> unreadable = new EnumMap<>(CloudSetting.class);

        private Builder() {
            for (CloudSetting setting : CloudSetting.values()) {
                String standard = setting.standard();
                if (standard != null) {
                    values.put(setting, new Value(setting.parse(standard), DEFAULT));
                }
            }
        }

        /**
         * Lays values over those that are there. Empty ones count as not given, keys that are not known are passed over;
         * what cannot be read becomes one of the {@link CloudConfig#problems}.
         *
         * @param layer values as one would write them, by JSON key (case does not matter)
         * @param source where the value of a key came from, for people
         */
        public Builder apply(Map<String, String> layer, Function<String, String> source) {
            layer.forEach((key, text) -> {
                CloudSetting setting = find(key);
                if (setting != null) {
                    set(setting, text, source.apply(key));
                }
            });
            return this;
        }

        /** Lays configuration parameters {@code stampede.cloud.<key>} over it; the look-up answers null for none. */
        public Builder parameters(Function<String, @Nullable String> lookup) {
            for (CloudSetting setting : CloudSetting.values()) {
                String name = PARAMETER_PREFIX + setting.key();
                set(setting, lookup.apply(name), "configuration parameter '" + name + "'");
            }
            return this;
        }

        /** Lays environment variables {@code K6_CLOUD_*} over it. */
        public Builder environment(Map<String, String> environment) {
            for (CloudSetting setting : CloudSetting.values()) {
                String variable = setting.variable();
                if (variable != null) {
                    set(setting, environment.get(variable), "environment variable " + variable);
                }
            }
            return this;
        }

        private void set(CloudSetting setting, @Nullable String text, String source) {
            if (text == null || text.isEmpty()) {
                return;
            }
            try {
                Object value = setting.parse(text);
                if (!setting.isIgnored(value)) {
                    values.put(setting, new Value(value, source));
                }
                unreadable.remove(setting);
            } catch (IllegalArgumentException e) {
                Value before = values.get(setting);
                unreadable.put(
                        setting,
                        setting.key() + " must be " + setting.expected() + " but was '" + text + "' (from " + source
                                + "). Correct it, or remove it to use "
                                + (before == null ? "none" : setting.show(before.value) + " (" + before.source + ")")
                                + ".");
            }
        }

        private static @Nullable CloudSetting find(String key) {
            for (CloudSetting setting : CloudSetting.values()) {
                if (setting.key().toLowerCase(Locale.ROOT).equals(key.toLowerCase(Locale.ROOT))) {
                    return setting;
                }
            }
            return null;
        }

        /** The configuration, sound or not: see {@link CloudConfig#problems}. */
        public CloudConfig build() {
            return new CloudConfig(values, unreadable);
        }
    }
}
