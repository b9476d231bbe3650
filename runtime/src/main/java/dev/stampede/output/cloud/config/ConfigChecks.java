package dev.stampede.output.cloud.config;

import dev.stampede.clock.Durations;
import dev.stampede.metrics.SystemTag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/** What a configuration must be like before a run is opened with it. Texts begin as k6's do. */
public final class ConfigChecks {
    /** What cannot be done while there is a problem. (k6: {@code internal/cmd/outputs_cloud.go}.) */
    public static final String CREATE = "could not create the cloud test run: ";

    /** (k6: {@code internal/cmd/cloud.go}.) */
    public static final String NO_TOKEN = "Running cloud tests requires auth settings: access token not configured.";

    /** In k6's order. (k6: {@code output/cloud/output.go}.) */
    private static final List<SystemTag> NEEDED_TAGS = List.of(
            SystemTag.NAME, SystemTag.METHOD, SystemTag.STATUS, SystemTag.ERROR, SystemTag.CHECK, SystemTag.GROUP);

    private ConfigChecks() {}

    public static List<String> problems(CloudConfig config) {
        List<String> problems = new ArrayList<>();
        host(config, problems);
        token(config, problems);
        if (config.apiVersion() != 2) {
            problems.add(problem(
                    "the metrics protocol must be of version 2 but is " + config.apiVersion(),
                    config,
                    CloudSetting.API_VERSION,
                    "Version 1 is no longer spoken by the service."));
        }
        positive(
                config.metricPushConcurrency(),
                "metrics push concurrency",
                config,
                CloudSetting.METRIC_PUSH_CONCURRENCY,
                problems);
        positive(
                config.maxTimeSeriesInBatch(),
                "max allowed number of time series in a single batch",
                config,
                CloudSetting.MAX_TIME_SERIES_IN_BATCH,
                problems);
        positive(config.archiveLimit(), "archive limit", config, CloudSetting.ARCHIVE_LIMIT, problems);
        Duration period = config.aggregationPeriod();
        if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.toNanosPart() != 0) {
            problems.add(problem(
                    "the aggregation period must be a whole number of seconds, at least 1s, but is "
                            + Durations.format(period),
                    config,
                    CloudSetting.AGGREGATION_PERIOD,
                    "Use such as 3s."));
        }
        if (config.aggregationWaitPeriod().isNegative()) {
            problems.add(problem(
                    "the aggregation wait period must not be negative but is "
                            + Durations.format(config.aggregationWaitPeriod()),
                    config,
                    CloudSetting.AGGREGATION_WAIT_PERIOD,
                    "Use such as 8s."));
        }
        lasting(
                config.metricPushInterval(),
                "metric push interval",
                config,
                CloudSetting.METRIC_PUSH_INTERVAL,
                problems);
        outliers(config, problems);
        lasting(config.timeout(), "timeout of calls", config, CloudSetting.TIMEOUT, problems);
        return problems;
    }

    /** Problems of the run's system tags. */
    public static List<String> problems(Set<SystemTag> systemTags) {
        String missing = NEEDED_TAGS.stream()
                .filter(tag -> !systemTags.contains(tag))
                .map(SystemTag::key)
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? List.of()
                : List.of(CREATE + "the cloud output needs the following system tags enabled: " + missing
                        + "\nAdd them to the run's system tags, or leave these at their default.");
    }

    private static void host(CloudConfig config, List<String> problems) {
        HttpUrl url = HttpUrl.parse(config.host());
        if (url == null || url.query() != null || url.fragment() != null) {
            problems.add(problem(
                    "the host must be an http or https URL but is '" + config.hostForPeople() + "'",
                    config,
                    CloudSetting.HOST,
                    "Use such as https://ingest.k6.io or http://localhost:8080."));
        }
    }

    private static void token(CloudConfig config, List<String> problems) {
        String token = config.token().orElse("");
        if (token.isEmpty()) {
            if (!config.isLoopback()) {
                problems.add(NO_TOKEN + "\n"
                        + "Set the environment variable K6_CLOUD_TOKEN (or the configuration parameter '"
                        + CloudConfig.Builder.PARAMETER_PREFIX + "token') to an access token for "
                        + config.hostForPeople()
                        + "; only a service on this machine needs none.");
            }
            return;
        }
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
                problems.add(problem(
                        "character " + (i + 1) + " of the access token is a blank, a line break or not ASCII",
                        config,
                        CloudSetting.TOKEN,
                        "Copy the token anew, without what stands around it."));
                return;
            }
        }
    }

    private static void outliers(CloudConfig config, List<String> problems) {
        config.aggregationCalcInterval()
                .ifPresent(interval -> lasting(
                        interval,
                        "aggregation calculation interval",
                        config,
                        CloudSetting.AGGREGATION_CALC_INTERVAL,
                        problems));
        positive(
                config.aggregationMinSamples(),
                "smallest number of samples to aggregate",
                config,
                CloudSetting.AGGREGATION_MIN_SAMPLES,
                problems);
        double radius = config.outlierIqrRadius();
        if (radius < 0 || radius > 0.5) {
            problems.add(problem(
                    "the radius of the quartiles must be from 0 to 0.5 but is " + radius,
                    config,
                    CloudSetting.OUTLIER_IQR_RADIUS,
                    "Use such as 0.25."));
        }
        notNegative(config.outlierIqrCoefLower(), config, CloudSetting.OUTLIER_IQR_COEF_LOWER, problems);
        notNegative(config.outlierIqrCoefUpper(), config, CloudSetting.OUTLIER_IQR_COEF_UPPER, problems);
    }

    private static void notNegative(double value, CloudConfig config, CloudSetting setting, List<String> problems) {
        if (value < 0) {
            problems.add(problem(
                    "the coefficient of outliers must not be negative but is " + value,
                    config,
                    setting,
                    "Use such as " + setting.standard() + "."));
        }
    }

    private static void positive(
            long value, String what, CloudConfig config, CloudSetting setting, List<String> problems) {
        if (value <= 0) {
            problems.add(
                    problem(what + " must be a positive number but is " + value, config, setting, "Use 1 or more."));
        }
    }

    private static void lasting(
            Duration value, String what, CloudConfig config, CloudSetting setting, List<String> problems) {
        if (value.isNegative() || value.isZero()) {
            problems.add(problem(
                    "the " + what + " must be positive but is " + Durations.format(value),
                    config,
                    setting,
                    "Use such as " + Objects.requireNonNullElse(setting.standard(), "3s") + "."));
        }
    }

    private static String problem(String what, CloudConfig config, CloudSetting setting, String advice) {
        return CREATE + what + "\n" + setting.key() + " is from " + config.source(setting) + ". " + advice;
    }

    /** Whether a URL's host is this machine: 127/8, ::1 or localhost. */
    public static boolean isLoopback(String url) {
        HttpUrl parsed = HttpUrl.parse(url);
        if (parsed == null) {
            return false;
        }
        String host = parsed.host().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
