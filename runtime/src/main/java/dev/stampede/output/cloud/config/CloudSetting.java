package dev.stampede.output.cloud.config;

import dev.stampede.clock.Durations;
import dev.stampede.metrics.Printable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings of the cloud output, by their JSON keys and environment variables. (k6: {@code cloudapi/config.go}.) */
public enum CloudSetting {
    TOKEN("token", "K6_CLOUD_TOKEN", Kind.TEXT, null),
    PROJECT_ID("projectID", "K6_CLOUD_PROJECT_ID", Kind.NUMBER, null),
    NAME("name", "K6_CLOUD_NAME", Kind.TEXT, null),
    HOST("host", "K6_CLOUD_HOST", Kind.TEXT, "https://ingest.k6.io"),
    TIMEOUT("timeout", "K6_CLOUD_TIMEOUT", Kind.DURATION, "1m"),
    WEB_APP_URL("webAppURL", "K6_CLOUD_WEB_APP_URL", Kind.TEXT, "https://app.k6.io"),
    TEST_RUN_DETAILS("testRunDetails", "K6_CLOUD_TEST_RUN_DETAILS", Kind.TEXT, null),
    NO_COMPRESS("noCompress", "K6_CLOUD_NO_COMPRESS", Kind.FLAG, "false"),
    STOP_ON_ERROR("stopOnError", "K6_CLOUD_STOP_ON_ERROR", Kind.FLAG, "false"),
    API_VERSION("apiVersion", "K6_CLOUD_API_VERSION", Kind.NUMBER, "2"),
    PUSH_REF_ID("pushRefID", "K6_CLOUD_PUSH_REF_ID", Kind.TEXT, null),
    MAX_TIME_SERIES_IN_BATCH("maxTimeSeriesInBatch", "K6_CLOUD_MAX_TIME_SERIES_IN_BATCH", Kind.NUMBER, "1000"),
    METRIC_PUSH_INTERVAL("metricPushInterval", "K6_CLOUD_METRIC_PUSH_INTERVAL", Kind.DURATION, "1s"),
    METRIC_PUSH_CONCURRENCY("metricPushConcurrency", "K6_CLOUD_METRIC_PUSH_CONCURRENCY", Kind.NUMBER, "1"),
    AGGREGATION_PERIOD("aggregationPeriod", "K6_CLOUD_AGGREGATION_PERIOD", Kind.DURATION, "3s"),
    AGGREGATION_WAIT_PERIOD("aggregationWaitPeriod", "K6_CLOUD_AGGREGATION_WAIT_PERIOD", Kind.DURATION, "8s");

    private final String key;
    private final String variable;
    private final Kind kind;
    private final @Nullable String standard;

    CloudSetting(String key, String variable, Kind kind, @Nullable String standard) {
        this.key = key;
        this.variable = variable;
        this.kind = kind;
        this.standard = standard;
    }

    /** Key in JSON, and behind {@code stampede.cloud.} in configuration parameters. */
    public String key() {
        return key;
    }

    /** Environment variable. */
    public String variable() {
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
            case FLAG ->
                switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("invalid input:" + text);
                };
            case DURATION -> Durations.parse(text);
        };
    }

    /** Whether a value counts as not given. (k6: {@code Config.Apply} skips such projects.) */
    boolean isIgnored(Object value) {
        return this == PROJECT_ID && (Long) value <= 0;
    }

    /** A value as one would write it; secrets masked. */
    String show(Object value) {
        if (this == TOKEN) {
            return mask((String) value);
        }
        return value instanceof Duration duration
                ? Durations.format(duration)
                : Printable.withoutUserInfo(value.toString());
    }

    /** All stars under 12 characters, else the first and last four stay. */
    private static String mask(String secret) {
        int length = secret.length();
        return length < 12
                ? "*".repeat(length)
                : secret.substring(0, 4) + "*".repeat(length - 8) + secret.substring(length - 4);
    }

    private enum Kind {
        TEXT,
        NUMBER,
        FLAG,
        DURATION
    }
}
