package dev.stampede.output.cloud.config;

import dev.stampede.clock.Durations;
import dev.stampede.metrics.SystemTag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a configuration must be like before a run is opened with it. Texts begin as k6's do. */
public final class ConfigChecks {
    /** What cannot be done while there is a problem. (k6: {@code internal/cmd/outputs_cloud.go}.) */
    public static final String CREATE = "could not create the cloud test run: ";

    private static final String NO_AUTH = "Running cloud tests requires auth settings: ";

    /** (k6: {@code internal/cmd/cloud.go}.) */
    public static final String NO_TOKEN = NO_AUTH + "access token not configured.";

    /** (k6: {@code internal/cmd/cloud.go}.) */
    public static final String NO_STACK = NO_AUTH + "stack ID not configured.";

    /** The second line of both. (k6: {@code internal/cmd/cloud.go}.) */
    public static final String HELP_WITH_LOGIN =
            "Run `k6 cloud login` to authenticate, or check the docs for other options"
                    + " at https://grafana.com/docs/grafana-cloud/testing/k6/author-run/tokens-and-cli-authentication";

    /** A stack is known, and none of its projects. (k6: {@code internal/cmd/outputs_cloud.go}.) */
    public static final String NO_DEFAULT_PROJECT = CREATE
            + "default stack configured but the default project ID is not available - please run `k6 cloud login` to"
            + " refresh your configuration";

    /** In k6's order. (k6: {@code output/cloud/output.go}.) */
    private static final List<SystemTag> NEEDED_TAGS = List.of(
            SystemTag.NAME, SystemTag.METHOD, SystemTag.STATUS, SystemTag.ERROR, SystemTag.CHECK, SystemTag.GROUP);

    /** What the service reads in a level. (k6: {@code internal/log/}.) */
    private static final Set<String> LEVELS =
            Set.of("trace", "debug", "info", "warn", "warning", "error", "fatal", "panic");

    private ConfigChecks() {}

    public static List<String> problems(CloudConfig config) {
        Findings findings = new Findings(config);
        Urls.check(config, findings);
        access(config, findings);
        aRunOfOthers(config, findings);
        if (config.apiVersion() != 2) {
            findings.add(
                    CloudSetting.API_VERSION,
                    "the metrics protocol must be of version 2 but is " + config.apiVersion(),
                    "Version 1 is no longer spoken by the service.");
        }
        metrics(config, findings);
        findings.lasting(CloudSetting.TIMEOUT, "the timeout of calls");
        findings.lasting(CloudSetting.FINAL_FLUSH_TIMEOUT, "the timeout of the final flush");
        if (config.spoolLimit() < 0) {
            findings.add(
                    CloudSetting.SPOOL_LIMIT,
                    "the limit of the spool must not be negative but is " + config.spoolLimit(),
                    "Use a number of bytes, or 0 to keep nothing on disk.");
        }
        findings.positive(CloudSetting.LOGS_LIMIT, "the limit of log lines", Integer.MAX_VALUE);
        findings.lasting(CloudSetting.LOGS_PUSH_PERIOD, "the logs push period");
        findings.positive(CloudSetting.LOGS_MESSAGE_MAX_SIZE, "the size of a log line", Integer.MAX_VALUE);
        config.text(CloudSetting.LOGS_LEVEL)
                .filter(level -> !LEVELS.contains(level.toLowerCase(Locale.ROOT)))
                .ifPresent(level -> findings.add(
                        CloudSetting.LOGS_LEVEL,
                        "the level of logs must be debug, info, warning or error but is '" + findings.shown(level)
                                + "'",
                        "Use such as info."));
        findings.positive(CloudSetting.TRACES_PUSH_CONCURRENCY, "traces push concurrency", 1000);
        findings.lasting(CloudSetting.TRACES_PUSH_INTERVAL, "the traces push interval");
        return findings.problems();
    }

    private static void metrics(CloudConfig config, Findings findings) {
        findings.positive(CloudSetting.METRIC_PUSH_CONCURRENCY, "metrics push concurrency", 1000);
        findings.positive(
                CloudSetting.MAX_TIME_SERIES_IN_BATCH,
                "max allowed number of time series in a single batch",
                Integer.MAX_VALUE);
        findings.positive(CloudSetting.ARCHIVE_LIMIT, "the archive limit", Long.MAX_VALUE);
        outliers(config, findings);
        Duration period = config.aggregationPeriod();
        if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.toNanosPart() != 0) {
            findings.add(
                    CloudSetting.AGGREGATION_PERIOD,
                    "the aggregation period must be a whole number of seconds, at least 1s, but is "
                            + Durations.format(period),
                    "Use such as 3s.");
        }
        findings.bounded(CloudSetting.AGGREGATION_PERIOD, "the aggregation period", period);
        Duration wait = config.aggregationWaitPeriod();
        if (wait.isNegative()) {
            findings.add(
                    CloudSetting.AGGREGATION_WAIT_PERIOD,
                    "the aggregation wait period must not be negative but is " + Durations.format(wait),
                    "Use such as 8s.");
        }
        findings.bounded(CloudSetting.AGGREGATION_WAIT_PERIOD, "the aggregation wait period", wait);
        findings.lasting(CloudSetting.METRIC_PUSH_INTERVAL, "the metric push interval");
    }

    private static void outliers(CloudConfig config, Findings findings) {
        findings.lasting(CloudSetting.AGGREGATION_CALC_INTERVAL, "the aggregation calculation interval");
        findings.positive(
                CloudSetting.AGGREGATION_MIN_SAMPLES, "the smallest number of samples to aggregate", Integer.MAX_VALUE);
        double radius = config.outlierIqrRadius();
        if (radius < 0 || radius > 0.5) {
            findings.add(
                    CloudSetting.OUTLIER_IQR_RADIUS,
                    "the radius of the quartiles must be from 0 to 0.5 but is " + radius,
                    "Use such as 0.25.");
        }
        notNegative(CloudSetting.OUTLIER_IQR_COEF_LOWER, config.outlierIqrCoefLower(), findings);
        notNegative(CloudSetting.OUTLIER_IQR_COEF_UPPER, config.outlierIqrCoefUpper(), findings);
    }

    private static void notNegative(CloudSetting setting, double value, Findings findings) {
        if (value < 0) {
            findings.add(
                    setting,
                    "the coefficient of outliers must not be negative but is " + value,
                    "Use such as " + setting.standard() + ".");
        }
    }

    private static void access(CloudConfig config, Findings findings) {
        if (config.token().isEmpty() && !config.isLoopback() && !isProvisionedByOthers(config)) {
            findings.add(NO_TOKEN + "\n" + HELP_WITH_LOGIN + "\n"
                    + "Here: set the environment variable K6_CLOUD_TOKEN (or the configuration parameter '"
                    + CloudConfig.Builder.PARAMETER_PREFIX + "token') to an access token for "
                    + config.serviceForPeople()
                    + ", or run `stampede cloud login`; only a service on this machine needs none. To keep runs on this machine,"
                    + " add dev.stampede:stampede-results to the test dependencies and name no host.");
        }
        header(config, findings, CloudSetting.TOKEN, "the access token");
        header(config, findings, CloudSetting.TEST_RUN_TOKEN, "the test run token");
        header(config, findings, CloudSetting.SECRETS_TOKEN, "the token for secrets");
        config.stackId().ifPresent(stack -> {
            if (stack <= 0) {
                findings.add(NO_STACK + "\n" + HELP_WITH_LOGIN + "\n" + "It is " + stack + ": "
                        + findings.origin(CloudSetting.STACK_ID)
                        + " Use the stack's number, or remove it.");
            } else if (stack > Integer.MAX_VALUE) {
                findings.add(
                        CloudSetting.STACK_ID,
                        "the stack ID must be at most " + Integer.MAX_VALUE + " but is " + stack,
                        "Use the stack's number.");
            }
        });
    }

    private static boolean isProvisionedByOthers(CloudConfig config) {
        return config.pushRefId().isPresent()
                && config.text(CloudSetting.METRICS_PUSH_URL).isPresent()
                && config.text(CloudSetting.TEST_RUN_TOKEN).isPresent();
    }

    private static void aRunOfOthers(CloudConfig config, Findings findings) {
        if (config.pushRefId().isEmpty()) {
            return;
        }
        boolean token = config.text(CloudSetting.TEST_RUN_TOKEN).isPresent();
        if (config.text(CloudSetting.METRICS_PUSH_URL).isPresent() != token) {
            CloudSetting there = token ? CloudSetting.TEST_RUN_TOKEN : CloudSetting.METRICS_PUSH_URL;
            findings.add(
                    there,
                    "both K6_CLOUD_METRICS_PUSH_URL and K6_CLOUD_TEST_RUN_TOKEN must be set together",
                    "Set the other one too, or neither.");
        }
        if (config.text(CloudSetting.LOGS_PUSH_URL).isPresent() && !token) {
            findings.add("K6_CLOUD_LOGS_PUSH_URL requires K6_CLOUD_TEST_RUN_TOKEN\n"
                    + findings.origin(CloudSetting.LOGS_PUSH_URL) + " Set the token too, or remove it.");
        }
    }

    private static void header(CloudConfig config, Findings findings, CloudSetting setting, String what) {
        String token = config.text(setting).orElse("");
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
                findings.add(
                        setting,
                        "character " + (i + 1) + " of " + what + " is a blank, a line break or not ASCII",
                        "Copy the token anew, without what stands around it.");
                return;
            }
        }
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

    /**
     * Problems of a run that is to be opened. (k6: {@code output/cloud/output.go}.)
     *
     * @param name the run's own
     * @param duration longest time it may take
     */
    public static List<String> problems(CloudConfig config, String name, Duration duration) {
        List<String> problems = new ArrayList<>();
        if (config.name().orElse(name).isBlank()) {
            problems.add(CREATE + "script name not set, please specify K6_CLOUD_NAME or options.cloud.name");
        }
        if (duration.isNegative() || duration.isZero()) {
            problems.add(CREATE + "tests with unspecified duration are not allowed when outputting data to k6 cloud");
        }
        return problems;
    }

    /** Whether a URL's host is this machine: 127/8, ::1 or localhost. */
    public static boolean isLoopback(String url) {
        return Urls.isLoopback(url);
    }
}
