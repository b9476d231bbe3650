package dev.stampede.output.cloud.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.SystemTag;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudConfigTest {

    private static CloudConfig.Builder withToken() {
        return CloudConfig.builder().environment(Map.of("K6_CLOUD_TOKEN", "tok"));
    }

    private static CloudConfig env(String variable, String value) {
        return withToken().environment(Map.of(variable, value)).build();
    }

    @Test
    void defaults_areK6s() {
        CloudConfig config = CloudConfig.builder().build();

        assertThat(config.host()).isEqualTo("https://ingest.k6.io");
        assertThat(config.webAppUrl()).isEqualTo("https://app.k6.io");
        assertThat(config.timeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.aggregationPeriod()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.aggregationWaitPeriod()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.metricPushInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.metricPushConcurrency()).isEqualTo(1);
        assertThat(config.maxTimeSeriesInBatch()).isEqualTo(1000);
        assertThat(config.apiVersion()).isEqualTo(2);
        assertThat(config.projectId()).isZero();
        assertThat(config.noCompress()).isFalse();
        assertThat(config.stopOnError()).isFalse();
        assertThat(config.token()).isEmpty();
        assertThat(config.name()).isEmpty();
        assertThat(config.pushRefId()).isEmpty();
        assertThat(config.testRunDetails()).isEmpty();
        assertThat(config.source("host")).contains("default");
        assertThat(config.source("token")).isEmpty();
    }

    @Test
    void laterLayers_winAndAreNamed() {
        CloudConfig.Builder builder = CloudConfig.builder()
                .apply(Map.of("name", "a", "PROJECTID", "1", "host", "http://a"), key -> "@CloudOutput on ShopTest");
        assertThat(builder.build().source("projectID")).contains("@CloudOutput on ShopTest");

        builder.parameters(Map.of("stampede.cloud.name", "b", "stampede.cloud.host", "http://b")::get);
        assertThat(builder.build().projectId()).isEqualTo(1);
        assertThat(builder.build().name()).contains("b");
        assertThat(builder.build().source("name")).contains("configuration parameter 'stampede.cloud.name'");

        CloudConfig config =
                builder.environment(Map.of("K6_CLOUD_HOST", "http://c")).build();
        assertThat(config.name()).contains("b");
        assertThat(config.host()).isEqualTo("http://c");
        assertThat(config.source("host")).contains("environment variable K6_CLOUD_HOST");
    }

    @ParameterizedTest
    @CsvSource({
        "K6_CLOUD_TOKEN, abc, token",
        "K6_CLOUD_PROJECT_ID, 7, projectID",
        "K6_CLOUD_NAME, n, name",
        "K6_CLOUD_HOST, http://h, host",
        "K6_CLOUD_TIMEOUT, 5s, timeout",
        "K6_CLOUD_WEB_APP_URL, http://w, webAppURL",
        "K6_CLOUD_TEST_RUN_DETAILS, http://d, testRunDetails",
        "K6_CLOUD_NO_COMPRESS, true, noCompress",
        "K6_CLOUD_STOP_ON_ERROR, true, stopOnError",
        "K6_CLOUD_API_VERSION, 2, apiVersion",
        "K6_CLOUD_PUSH_REF_ID, 9, pushRefID",
        "K6_CLOUD_MAX_TIME_SERIES_IN_BATCH, 3, maxTimeSeriesInBatch",
        "K6_CLOUD_METRIC_PUSH_INTERVAL, 250, metricPushInterval",
        "K6_CLOUD_METRIC_PUSH_CONCURRENCY, 4, metricPushConcurrency",
        "K6_CLOUD_AGGREGATION_PERIOD, 1m, aggregationPeriod",
        "K6_CLOUD_AGGREGATION_WAIT_PERIOD, 0s, aggregationWaitPeriod",
        "K6_CLOUD_STACK_ID, 12, stackID",
        "K6_CLOUD_STACK_URL, https://s, stackURL",
        "K6_CLOUD_HOST_V6, http://h, hostv6",
        "K6_CLOUD_LOGS_TAIL_URL, ws://h/tail, logsTailURL",
        "K6_CLOUD_TRACES_ENABLED, false, tracesEnabled",
        "K6_CLOUD_TRACES_HOST, h:4317, traceHost",
        "K6_CLOUD_TRACES_PUSH_CONCURRENCY, 2, tracesPushConcurrency",
        "K6_CLOUD_TRACES_PUSH_INTERVAL, 2s, tracesPushInterval",
    })
    void everySetting_isReadFromItsVariable(String variable, String value, String key) {
        CloudConfig config = env(variable, value);

        assertThat(config.source(key)).contains("environment variable " + variable);
        assertThat(config.problems()).isEmpty();
        assertThat(config.toString()).containsPattern(key + "=\\S+ \\(environment variable " + variable + "\\)");
    }

    @Test
    void bareNumber_isMilliseconds() {
        assertThat(env("K6_CLOUD_METRIC_PUSH_INTERVAL", "250").metricPushInterval())
                .isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void emptyNameAndProjectsBelowOne_areNotGiven() {
        CloudConfig config = CloudConfig.builder()
                .apply(Map.of("name", "a", "projectID", "5"), key -> "code")
                .environment(Map.of("K6_CLOUD_NAME", "", "K6_CLOUD_PROJECT_ID", "0"))
                .parameters(Map.of("stampede.cloud.projectID", "-1")::get)
                .build();

        assertThat(config.name()).contains("a");
        assertThat(config.projectId()).isEqualTo(5);
        assertThat(config.source("projectID")).contains("code");
    }

    @Test
    void unreadableValues_areAllNamedWithSourceAndAdvice() {
        CloudConfig config = withToken()
                .environment(Map.of(
                        "K6_CLOUD_PROJECT_ID", "abc",
                        "K6_CLOUD_STOP_ON_ERROR", "1",
                        "K6_CLOUD_AGGREGATION_PERIOD", "soon"))
                .build();

        assertThat(config.problems())
                .containsExactly(
                        "projectID must be a whole number but was 'abc' (from environment variable K6_CLOUD_PROJECT_ID)."
                                + " Correct it, or remove it to use none.",
                        "stopOnError must be true or false but was '1' (from environment variable"
                                + " K6_CLOUD_STOP_ON_ERROR). Correct it, or remove it to use false (default).",
                        "aggregationPeriod must be a duration such as 3s, 1m30s or 500ms but was 'soon' (from"
                                + " environment variable K6_CLOUD_AGGREGATION_PERIOD). Correct it, or remove it to use"
                                + " 3s (default).");
    }

    @Test
    void unreadableValue_isNoProblemOnceALaterLayerIsSound() {
        CloudConfig config = withToken()
                .apply(Map.of("timeout", "soon"), key -> "code")
                .environment(Map.of("K6_CLOUD_TIMEOUT", "9s"))
                .build();

        assertThat(config.problems()).isEmpty();
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void missingToken_isAProblemForAHostElsewhere() {
        assertThat(CloudConfig.builder().build().problems())
                .containsExactly("Running cloud tests requires auth settings: access token not configured.\n"
                        + "Run `k6 cloud login` to authenticate, or check the docs for other options at"
                        + " https://grafana.com/docs/grafana-cloud/testing/k6/author-run/tokens-and-cli-authentication\n"
                        + "Here: set the environment variable K6_CLOUD_TOKEN (or the configuration parameter"
                        + " 'stampede.cloud.token') to an access token for https://ingest.k6.io, or run `stampede cloud"
                        + " login`; only a service on this machine needs none. To keep runs on this machine, add"
                        + " dev.stampede:stampede-results to the test dependencies and name no host.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8080",
                "http://127.1.2.3",
                "http://[::1]:80",
                "http://localhost",
                "http://LocalHost:1"
            })
    void missingToken_isFineForThisMachine(String host) {
        CloudConfig config =
                CloudConfig.builder().environment(Map.of("K6_CLOUD_HOST", host)).build();

        assertThat(config.isLoopback()).isTrue();
        assertThat(config.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://128.0.0.1", "http://localhost.example.com", "http://127.example.com", "http://[::2]"})
    void otherHosts_areNotThisMachine(String host) {
        assertThat(env("K6_CLOUD_HOST", host).isLoopback()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "K6_CLOUD_METRIC_PUSH_CONCURRENCY|0|metrics push concurrency must be a positive number but is 0"
                        + "|metricPushConcurrency|Use 1 or more.",
                "K6_CLOUD_MAX_TIME_SERIES_IN_BATCH|-1|max allowed number of time series in a single batch must be a"
                        + " positive number but is -1|maxTimeSeriesInBatch|Use 1 or more.",
                "K6_CLOUD_AGGREGATION_PERIOD|0s|the aggregation period must be a whole number of seconds, at least 1s,"
                        + " but is 0s|aggregationPeriod|Use such as 3s.",
                "K6_CLOUD_AGGREGATION_PERIOD|1500ms|the aggregation period must be a whole number of seconds, at least"
                        + " 1s, but is 1.5s|aggregationPeriod|Use such as 3s.",
                "K6_CLOUD_AGGREGATION_WAIT_PERIOD|-1s|the aggregation wait period must not be negative but is -1s"
                        + "|aggregationWaitPeriod|Use such as 8s.",
                "K6_CLOUD_METRIC_PUSH_INTERVAL|0s|the metric push interval must be positive but is 0s"
                        + "|metricPushInterval|Use such as 1s.",
                "K6_CLOUD_TIMEOUT|-1s|the timeout of calls must be positive but is -1s|timeout|Use such as 1m.",
                "K6_CLOUD_API_VERSION|1|the metrics protocol must be of version 2 but is 1|apiVersion|Version 1 is no"
                        + " longer spoken by the service.",
                "K6_CLOUD_HOST|ingest.k6.io|the host must be an http or https URL but is 'ingest.k6.io'|host|Use such"
                        + " as https://ingest.k6.io or http://localhost:8080.",
                "K6_CLOUD_HOST|ftp://me:secret@x|the host must be an http or https URL but is 'ftp://****@x'|host|Use such as"
                        + " https://ingest.k6.io or http://localhost:8080.",
                "K6_CLOUD_AGGREGATION_PERIOD|2000000h|the aggregation period must be at most 24h0m0s but is"
                        + " 2000000h0m0s|aggregationPeriod|Use such as 3s.",
                "K6_CLOUD_TIMEOUT|30d|the timeout of calls must be at most 24h0m0s but is 720h0m0s|timeout|Use such as"
                        + " 1m.",
                "K6_CLOUD_METRIC_PUSH_CONCURRENCY|1001|metrics push concurrency must be at most 1000 but is 1001"
                        + "|metricPushConcurrency|Use less.",
                "K6_CLOUD_TRACES_PUSH_CONCURRENCY|0|traces push concurrency must be a positive number but is 0"
                        + "|tracesPushConcurrency|Use 1 or more.",
                "K6_CLOUD_TRACES_PUSH_INTERVAL|0|the traces push interval must be positive but is 0s"
                        + "|tracesPushInterval|Use such as 1s.",
                "K6_CLOUD_TRACES_HOST|https://h|the host for traces must be a host and a port but is 'https://h'"
                        + "|traceHost|Use such as traces.example.com:443; http://localhost:4317, without TLS, only on this machine.",
                "K6_CLOUD_HOST_V6|api|the API host must be an http or https URL but is 'api'|hostv6|Use such as"
                        + " https://api.k6.io or http://localhost:8080.",
                "K6_CLOUD_WEB_APP_URL|app|the base of the runs' pages must be an http or https URL but is"
                        + " 'app'|webAppURL|Use such as https://app.k6.io.",
                "K6_CLOUD_TEST_RUN_DETAILS|x|the run's page must be an http or https URL but is 'x'|testRunDetails"
                        + "|Use such as https://app.k6.io/runs/1.",
                "K6_CLOUD_STACK_URL|slug|the stack's URL must be an http or https URL but is 'slug'|stackURL"
                        + "|Use such as https://my-team.grafana.net.",
                "K6_CLOUD_STACK_ID|3000000000|the stack ID must be at most 2147483647 but is 3000000000|stackID"
                        + "|Use the stack's number.",
                "K6_CLOUD_LOGS_TAIL_URL|x|the URL to read logs from must be a ws or wss URL but is 'x'|logsTailURL"
                        + "|Use such as wss://cloudlogs.k6.io/api/v1/tail.",
                "K6_CLOUD_HOST|ftp://x|the host must be an http or https URL but is 'ftp://x'|host|Use such as"
                        + " https://ingest.k6.io or http://localhost:8080.",
            })
    void valueOutOfRange_isNamedWithSourceAndAdvice(
            String variable, String value, String what, String key, String advice) {
        assertThat(env(variable, value).problems())
                .containsExactly("could not create the cloud test run: " + what + "\n" + key
                        + " is from environment variable " + variable + ". " + advice);
    }

    @ParameterizedTest
    @CsvSource({
        "K6_CLOUD_METRICS_PUSH_URL, http://h/push, metricsPushURL",
        "K6_CLOUD_TEST_RUN_TOKEN, tok2, testRunToken",
        "K6_CLOUD_LOGS_PUSH_URL, http://h/logs, logsPushURL",
        "K6_CLOUD_LOGS_LEVEL, debug, logsLevel",
        "K6_CLOUD_LOGS_LIMIT, 100, logsLimit",
        "K6_CLOUD_LOGS_PUSH_PERIOD, 2s, logsPushPeriod",
        "K6_CLOUD_LOGS_MESSAGE_MAX_SIZE, 100, logsMessageMaxSize",
        "K6_CLOUD_LOGS_ALLOWED_LABELS, 'a,b', logsAllowedLabels",
        "K6_CLOUD_SECRETS_TOKEN, tok3, secretsToken",
        "K6_CLOUD_SECRETS_ENDPOINT, 'http://h/secrets/{key}', secretsEndpoint",
        "K6_CLOUD_SECRETS_RESPONSE_PATH, data.value, secretsResponsePath",
    })
    void settingOfARunOfOthers_isReadBesideItsIdOnly(String variable, String value, String key) {
        Map<String, String> both = Map.of("K6_CLOUD_METRICS_PUSH_URL", "http://p", "K6_CLOUD_TEST_RUN_TOKEN", "r");
        CloudConfig.Builder builder = withToken().environment(both).environment(Map.of(variable, value));
        assertThat(builder.build().source(key)).isEmpty();

        CloudConfig config =
                builder.environment(Map.of("K6_CLOUD_PUSH_REF_ID", "9")).build();
        assertThat(config.source(key)).contains("environment variable " + variable);
        assertThat(config.problems()).isEmpty();
    }

    @Test
    void externallyProvisionedRun_needsNoAccessToken() {
        assertThat(CloudConfig.builder()
                        .environment(Map.of(
                                "K6_CLOUD_PUSH_REF_ID",
                                "9",
                                "K6_CLOUD_METRICS_PUSH_URL",
                                "https://h/push",
                                "K6_CLOUD_TEST_RUN_TOKEN",
                                "r"))
                        .build()
                        .problems())
                .isEmpty();
    }

    @Test
    void pushUrlWithoutRunToken_isAProblem() {
        CloudConfig.Builder builder = withToken().environment(Map.of("K6_CLOUD_PUSH_REF_ID", "9"));
        String together = "could not create the cloud test run: both K6_CLOUD_METRICS_PUSH_URL and"
                + " K6_CLOUD_TEST_RUN_TOKEN must be set together\n%s is from environment variable %s. Set the other one"
                + " too, or neither.";

        assertThat(builder.build().toBuilder()
                        .environment(
                                Map.of("K6_CLOUD_METRICS_PUSH_URL", "http://h", "K6_CLOUD_LOGS_PUSH_URL", "http://l"))
                        .build()
                        .problems())
                .containsExactly(
                        together.formatted("metricsPushURL", "K6_CLOUD_METRICS_PUSH_URL"),
                        "K6_CLOUD_LOGS_PUSH_URL requires K6_CLOUD_TEST_RUN_TOKEN\nlogsPushURL is from environment"
                                + " variable K6_CLOUD_LOGS_PUSH_URL. Set the token too, or remove it.");
        assertThat(builder.build().toBuilder()
                        .environment(Map.of("K6_CLOUD_TEST_RUN_TOKEN", "r"))
                        .build()
                        .problems())
                .containsExactly(together.formatted("testRunToken", "K6_CLOUD_TEST_RUN_TOKEN"));
    }

    @Test
    void stackBelowOne_isNoStack() {
        assertThat(env("K6_CLOUD_STACK_ID", "0").problems())
                .containsExactly("Running cloud tests requires auth settings: stack ID not configured.\n"
                        + "Run `k6 cloud login` to authenticate, or check the docs for other options at"
                        + " https://grafana.com/docs/grafana-cloud/testing/k6/author-run/tokens-and-cli-authentication\n"
                        + "It is 0: stackID is from environment variable K6_CLOUD_STACK_ID. Use the stack's number, or"
                        + " remove it.");
    }

    @Test
    void runWithoutNameOrEnd_isAProblem() {
        CloudConfig config = withToken().build();

        assertThat(ConfigChecks.problems(config, " ", Duration.ZERO))
                .containsExactly(
                        "could not create the cloud test run: script name not set, please specify K6_CLOUD_NAME or"
                                + " options.cloud.name",
                        "could not create the cloud test run: tests with unspecified duration are not allowed when"
                                + " outputting data to k6 cloud");
        assertThat(ConfigChecks.problems(config, "shop", Duration.ofSeconds(1))).isEmpty();
        assertThat(ConfigChecks.problems(env("K6_CLOUD_NAME", "n"), "", Duration.ofSeconds(1)))
                .isEmpty();
    }

    @Test
    void stackWithoutAHostOfOnesOwn_isProvisioned() {
        CloudConfig.Builder stack = withToken().file(Map.of("stackID", "5"), "the file");
        assertThat(withToken().build().isProvisioned()).isFalse();
        assertThat(stack.build().isProvisioned()).isTrue();
        assertThat(stack.build().toBuilder()
                        .environment(Map.of("K6_CLOUD_PUSH_REF_ID", "9"))
                        .build()
                        .isProvisioned())
                .isFalse();

        stack.environment(Map.of("K6_CLOUD_HOST", "http://127.0.0.1:1"));
        assertThat(stack.build().isProvisioned()).isFalse();
        assertThat(stack.build().isLoopback()).isTrue();

        stack.environment(Map.of("K6_CLOUD_HOST_V6", "https://elsewhere"));
        assertThat(stack.build().isProvisioned()).isTrue();
        assertThat(stack.build().isLoopback()).isFalse();
    }

    @Test
    void tokenInPlaceOfSomethingElse_isMasked() {
        String token = "glc_eyJvIjoiMTIzNDU2Nzg5MCIsIm4iOiJ0b2tlbiJ9";
        for (String variable : new String[] {
            "K6_CLOUD_HOST",
            "K6_CLOUD_HOST_V6",
            "K6_CLOUD_PROJECT_ID",
            "K6_CLOUD_TIMEOUT",
            "K6_CLOUD_NO_COMPRESS",
            "K6_CLOUD_TEST_RUN_DETAILS"
        }) {
            CloudConfig config = env(variable, token);
            assertThat(config.problems())
                    .as(variable)
                    .hasSize(1)
                    .allSatisfy(problem -> assertThat(problem).contains("glc_").doesNotContain(token.substring(0, 12)));
            assertThat(config.toString()).doesNotContain(token.substring(0, 12));
        }
        assertThat(CloudConfig.builder()
                        .environment(Map.of("K6_CLOUD_TOKEN", "short1", "K6_CLOUD_HOST", "ftp://x?token=short1"))
                        .build()
                        .problems())
                .containsExactly("could not create the cloud test run: the host must be an http or https URL but is"
                        + " 'ftp://x?****'\nhost is from environment variable K6_CLOUD_HOST. Use such as"
                        + " https://ingest.k6.io or http://localhost:8080.");
    }

    @Test
    void tokenThatNoHeaderCanHold_isAProblemThatDoesNotShowIt() {
        assertThat(env("K6_CLOUD_TOKEN", "secret\n").problems())
                .containsExactly("could not create the cloud test run: character 7 of the access token is a blank, a"
                        + " line break or not ASCII\ntoken is from environment variable K6_CLOUD_TOKEN. Copy the token"
                        + " anew, without what stands around it.");
    }

    @Test
    void missingSystemTags_areNamedInK6sOrder() {
        Set<SystemTag> tags = EnumSet.copyOf(SystemTag.DEFAULTS);
        assertThat(ConfigChecks.problems(tags)).isEmpty();

        assertThat(ConfigChecks.problems(EnumSet.of(SystemTag.METHOD, SystemTag.CHECK)))
                .containsExactly("could not create the cloud test run: the cloud output needs the following system tags"
                        + " enabled: name, status, error, group\n"
                        + "Add them to the run's system tags, or leave these at their default.");
    }

    @Test
    void token_isNeverPrintedInFull() {
        assertThat(env("K6_CLOUD_TOKEN", "abcdefghijklmnop").toString()).contains("token=abcd********mnop (");
        assertThat(env("K6_CLOUD_TOKEN", "abcdefghijk").toString()).contains("token=*********** (");
    }
}
