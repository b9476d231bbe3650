package dev.stampede.output.cloud.config;

import dev.stampede.clock.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings of the cloud output, by their JSON keys and environment variables. (k6: {@code cloudapi/config.go}.) */
public enum CloudSetting {
    TOKEN("token", "K6_CLOUD_TOKEN", Kind.TEXT, null),
    STACK_ID("stackID", "K6_CLOUD_STACK_ID", Kind.NUMBER, null),
    STACK_URL("stackURL", "K6_CLOUD_STACK_URL", Kind.TEXT, null),
    DEFAULT_PROJECT_ID("defaultProjectID", null, Kind.NUMBER, null),
    PROJECT_ID("projectID", "K6_CLOUD_PROJECT_ID", Kind.NUMBER, null),
    NAME("name", "K6_CLOUD_NAME", Kind.TEXT, null),
    HOST("host", "K6_CLOUD_HOST", Kind.TEXT, "https://ingest.k6.io"),
    HOST_V6("hostv6", "K6_CLOUD_HOST_V6", Kind.TEXT, "https://api.k6.io"),
    TIMEOUT("timeout", "K6_CLOUD_TIMEOUT", Kind.DURATION, "1m"),
    WEB_APP_URL("webAppURL", "K6_CLOUD_WEB_APP_URL", Kind.TEXT, "https://app.k6.io"),
    TEST_RUN_DETAILS("testRunDetails", "K6_CLOUD_TEST_RUN_DETAILS", Kind.TEXT, null),
    NO_COMPRESS("noCompress", "K6_CLOUD_NO_COMPRESS", Kind.FLAG, "false"),
    NO_ARCHIVE_UPLOAD("noArchiveUpload", "K6_NO_ARCHIVE_UPLOAD", Kind.FLAG, "false"),
    ARCHIVE_LIMIT("archiveLimit", "STAMPEDE_CLOUD_ARCHIVE_LIMIT", Kind.NUMBER, "10485760"),
    STOP_ON_ERROR("stopOnError", "K6_CLOUD_STOP_ON_ERROR", Kind.FLAG, "false"),
    API_VERSION("apiVersion", "K6_CLOUD_API_VERSION", Kind.NUMBER, "2"),
    PUSH_REF_ID("pushRefID", "K6_CLOUD_PUSH_REF_ID", Kind.TEXT, null),
    MAX_TIME_SERIES_IN_BATCH("maxTimeSeriesInBatch", "K6_CLOUD_MAX_TIME_SERIES_IN_BATCH", Kind.NUMBER, "1000"),
    METRIC_PUSH_INTERVAL("metricPushInterval", "K6_CLOUD_METRIC_PUSH_INTERVAL", Kind.DURATION, "1s"),
    METRIC_PUSH_CONCURRENCY("metricPushConcurrency", "K6_CLOUD_METRIC_PUSH_CONCURRENCY", Kind.NUMBER, "1"),
    AGGREGATION_PERIOD("aggregationPeriod", "K6_CLOUD_AGGREGATION_PERIOD", Kind.DURATION, "3s"),
    AGGREGATION_WAIT_PERIOD("aggregationWaitPeriod", "K6_CLOUD_AGGREGATION_WAIT_PERIOD", Kind.DURATION, "8s"),
    AGGREGATION_CALC_INTERVAL("aggregationCalcInterval", "K6_CLOUD_AGGREGATION_CALC_INTERVAL", Kind.DURATION, null),
    AGGREGATION_MIN_SAMPLES("aggregationMinSamples", "K6_CLOUD_AGGREGATION_MIN_SAMPLES", Kind.NUMBER, "100"),
    OUTLIER_IQR_RADIUS("aggregationOutlierIqrRadius", "K6_CLOUD_AGGREGATION_OUTLIER_IQR_RADIUS", Kind.DECIMAL, "0.25"),
    OUTLIER_IQR_COEF_LOWER(
            "aggregationOutlierIqrCoefLower", "K6_CLOUD_AGGREGATION_OUTLIER_IQR_COEF_LOWER", Kind.DECIMAL, "1.5"),
    OUTLIER_IQR_COEF_UPPER(
            "aggregationOutlierIqrCoefUpper", "K6_CLOUD_AGGREGATION_OUTLIER_IQR_COEF_UPPER", Kind.DECIMAL, "1.3"),
    METRICS_PUSH_URL("metricsPushURL", "K6_CLOUD_METRICS_PUSH_URL", Kind.TEXT, null),
    TEST_RUN_TOKEN("testRunToken", "K6_CLOUD_TEST_RUN_TOKEN", Kind.TEXT, null),
    LOGS_TAIL_URL("logsTailURL", "K6_CLOUD_LOGS_TAIL_URL", Kind.TEXT, "wss://cloudlogs.k6.io/api/v1/tail"),
    LOGS_PUSH_URL("logsPushURL", "K6_CLOUD_LOGS_PUSH_URL", Kind.TEXT, null),
    LOGS_LEVEL("logsLevel", "K6_CLOUD_LOGS_LEVEL", Kind.TEXT, null),
    LOGS_LIMIT("logsLimit", "K6_CLOUD_LOGS_LIMIT", Kind.NUMBER, null),
    LOGS_PUSH_PERIOD("logsPushPeriod", "K6_CLOUD_LOGS_PUSH_PERIOD", Kind.DURATION, null),
    LOGS_MESSAGE_MAX_SIZE("logsMessageMaxSize", "K6_CLOUD_LOGS_MESSAGE_MAX_SIZE", Kind.NUMBER, null),
    LOGS_ALLOWED_LABELS("logsAllowedLabels", "K6_CLOUD_LOGS_ALLOWED_LABELS", Kind.TEXT, null),
    SECRETS_TOKEN("secretsToken", "K6_CLOUD_SECRETS_TOKEN", Kind.TEXT, null),
    SECRETS_ENDPOINT("secretsEndpoint", "K6_CLOUD_SECRETS_ENDPOINT", Kind.TEXT, null),
    SECRETS_RESPONSE_PATH("secretsResponsePath", "K6_CLOUD_SECRETS_RESPONSE_PATH", Kind.TEXT, null),
    TRACES_ENABLED("tracesEnabled", "K6_CLOUD_TRACES_ENABLED", Kind.FLAG, "true"),
    TRACES_HOST("traceHost", "K6_CLOUD_TRACES_HOST", Kind.TEXT, "grpc-k6-api-prod-prod-us-east-0.grafana.net:443"),
    TRACES_PUSH_CONCURRENCY("tracesPushConcurrency", "K6_CLOUD_TRACES_PUSH_CONCURRENCY", Kind.NUMBER, "1"),
    TRACES_PUSH_INTERVAL("tracesPushInterval", "K6_CLOUD_TRACES_PUSH_INTERVAL", Kind.DURATION, "1s");

    private final String key;
    private final @Nullable String variable;
    private final Kind kind;
    private final @Nullable String standard;

    CloudSetting(String key, @Nullable String variable, Kind kind, @Nullable String standard) {
        this.key = key;
        this.variable = variable;
        this.kind = kind;
        this.standard = standard;
    }

    /** The setting of a JSON key, whose case does not matter; null when there is none. */
    static @Nullable CloudSetting find(String key) {
        for (CloudSetting setting : values()) {
            if (setting.key.equalsIgnoreCase(key)) {
                return setting;
            }
        }
        return null;
    }

    /** Key in JSON, and behind {@code stampede.cloud.} in configuration parameters. */
    public String key() {
        return key;
    }

    /** Environment variable; null when there is none. */
    public @Nullable String variable() {
        return variable;
    }

    /** Default, as one would write it; null when there is none. */
    @Nullable
    String standard() {
        return standard;
    }

    /** What a value has to be, for people. */
    String expected() {
        return switch (kind) {
            case TEXT -> "a text";
            case NUMBER -> "a whole number";
            case DECIMAL -> "a number such as 1.5";
            case FLAG -> "true or false";
            case DURATION -> "a duration such as 3s, 1m30s or 500ms";
        };
    }

    /**
     * Reads a value: a String, Long, Boolean or Duration.
     *
     * @throws IllegalArgumentException if it is none
     */
    Object parse(String text) {
        return switch (kind) {
            case TEXT -> text;
            case NUMBER -> Long.valueOf(text.strip());
            case DECIMAL -> decimal(text.strip());
            case FLAG ->
                switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("invalid input:" + text);
                };
            case DURATION -> Durations.parse(text);
        };
    }

    private static Double decimal(String text) {
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw new NumberFormatException(text);
        }
        return value;
    }

    /** Whether a value counts as not given. (k6: {@code Config.Apply} skips such projects.) */
    boolean isIgnored(Object value) {
        return this == PROJECT_ID && (Long) value <= 0;
    }

    /** Whether it is a token. */
    public boolean isSecret() {
        return this == TOKEN || this == TEST_RUN_TOKEN || this == SECRETS_TOKEN;
    }

    /** Whether it is read only with a {@code pushRefID}, unless it is the service that sets it. */
    boolean isOfARunOfOthers() {
        return switch (this) {
            case METRICS_PUSH_URL,
                    TEST_RUN_TOKEN,
                    LOGS_PUSH_URL,
                    LOGS_LEVEL,
                    LOGS_LIMIT,
                    LOGS_PUSH_PERIOD,
                    LOGS_MESSAGE_MAX_SIZE,
                    LOGS_ALLOWED_LABELS,
                    SECRETS_TOKEN,
                    SECRETS_ENDPOINT,
                    SECRETS_RESPONSE_PATH -> true;
            default -> false;
        };
    }

    /** A value as one would write it; secrets masked. */
    String show(Object value, Secrets secrets) {
        return switch (value) {
            case Duration duration -> Durations.format(duration);
            case String text -> isSecret() ? Secrets.mask(text) : secrets.masked(text);
            default -> value.toString();
        };
    }

    private enum Kind {
        TEXT,
        NUMBER,
        DECIMAL,
        FLAG,
        DURATION
    }
}
