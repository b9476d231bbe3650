package dev.stampede.output.cloud.runs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.SystemTag;
import dev.stampede.output.RunDescription;
import dev.stampede.output.cloud.ManualClock;
import dev.stampede.output.cloud.ProvisionedCloud;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.config.CloudConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the parts of a run go, and with which settings, as each flow has it from its source. */
public class TargetsTest {
    @TempDir
    Path folder = Path.of("unset");

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final ManualClock clock = new ManualClock(1000);
    private final ApiClient client = new ApiClient(null, Duration.ofSeconds(10), clock, clock::sleepUntil);

    @AfterEach
    void close() {
        client.close();
    }

    private OpenedRun open(CloudConfig config) {
        return Flow.of(config, client, clock)
                .begin(
                        new RunDescription("shop", 1, Duration.ofSeconds(1), Map.of(), SystemTag.DEFAULTS, folder),
                        () -> ApiClient.NO_DEADLINE)
                .run();
    }

    private static CloudConfig environment(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of("K6_CLOUD_TOKEN", "tok", "K6_CLOUD_PROJECT_ID", "42"));
        all.putAll(more);
        return CloudConfig.builder().environment(all).build();
    }

    private OpenedRun provisioned(String metrics, Map<String, String> more) {
        ProvisionedCloud cloud = new ProvisionedCloud();
        server.setDispatcher(cloud);
        cloud.answer("start", """
                {"test_run_id": "1001", "runtime_config": {"test_run_token": "of-the-run",
                 "metrics": {"push_url": "http://127.0.0.1:1/push", %s},
                 "secrets": {"endpoint": "https://api.test/secrets/{key}", "response_path": "a.b"},
                 "logs": {"push_url": "https://logs.test/push", "level": "debug", "limit": 7,
                  "push_period_seconds": "2s", "message_max_size": 90, "allowed_labels": ["level", "lz"]}}}
                """.formatted(metrics));
        Map<String, String> all = new HashMap<>(Map.of(
                "K6_CLOUD_STACK_ID", "7", "K6_CLOUD_HOST_V6", server.url("/").toString()));
        all.putAll(more);
        return open(environment(all));
    }

    @Test
    void provisionedRun_isTunedByTheService_whereNobodyAskedOtherwise() {
        CloudConfig settings = provisioned(
                        "\"push_interval\": \"2s\", \"push_concurrency\": 3, \"aggregation_period\": \"6s\","
                                + " \"aggregation_wait_period\": \"1m\", \"max_samples_per_package\": 500",
                        Map.of("K6_CLOUD_METRIC_PUSH_CONCURRENCY", "2", "K6_CLOUD_AGGREGATION_PERIOD", "4s"))
                .settings();

        assertThat(settings.metricPushInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.metricPushConcurrency()).isEqualTo(2);
        assertThat(settings.aggregationPeriod()).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.aggregationWaitPeriod()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.maxTimeSeriesInBatch()).isEqualTo(500);
    }

    @Test
    void malformedTuning_leavesTheDefaults() {
        CloudConfig settings = provisioned(
                        "\"push_interval\": \"soon\", \"push_concurrency\": -1, \"aggregation_period\": {},"
                                + " \"max_samples_per_package\": \"many\"",
                        Map.of())
                .settings();

        assertThat(settings.metricPushInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.metricPushConcurrency()).isEqualTo(1);
        assertThat(settings.aggregationPeriod()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.maxTimeSeriesInBatch()).isEqualTo(1000);
    }

    @Test
    void provisionedRun_hasLogsAndSecretsOfTheService_andShowsNoToken() {
        OpenedRun run = provisioned("\"x\": 1", Map.of());

        assertThat(run.metrics())
                .isEqualTo(new OpenedRun.MetricsTarget(
                        HttpUrl.get("http://127.0.0.1:1/push"), "Bearer of-the-run", false));
        assertThat(run.logs())
                .contains(new OpenedRun.LogsTarget(
                        HttpUrl.get("https://logs.test/push"),
                        "Bearer of-the-run",
                        "debug",
                        7,
                        Duration.ofSeconds(2),
                        90,
                        Set.of("level", "lz")));
        assertThat(run.secrets())
                .contains(new OpenedRun.SecretsTarget("https://api.test/secrets/{key}", "Bearer of-the-run", "a.b"));
        assertThat(run.toString()).doesNotContain("of-the-run").contains("logs at https://logs.test/");
    }

    @Test
    void joinedRun_hasThemOfTheEnvironment() {
        OpenedRun run = open(environment(Map.of(
                "K6_CLOUD_PUSH_REF_ID", "77",
                "K6_CLOUD_METRICS_PUSH_URL", "https://push.test/77",
                "K6_CLOUD_TEST_RUN_TOKEN", "of-the-run",
                "K6_CLOUD_LOGS_PUSH_URL", "https://logs.test/push",
                "K6_CLOUD_LOGS_LIMIT", "9",
                "K6_CLOUD_LOGS_ALLOWED_LABELS", "lz, level,",
                "K6_CLOUD_SECRETS_TOKEN", "for-secrets",
                "K6_CLOUD_SECRETS_ENDPOINT", "https://api.test/{key}",
                "K6_CLOUD_SECRETS_RESPONSE_PATH", "plaintext")));

        assertThat(run.metrics().authorization()).isEqualTo("Bearer of-the-run");
        assertThat(run.logs())
                .contains(new OpenedRun.LogsTarget(
                        HttpUrl.get("https://logs.test/push"),
                        "Bearer of-the-run",
                        "info",
                        9,
                        Duration.ofSeconds(1),
                        1000,
                        Set.of("lz", "level")));
        assertThat(run.secrets())
                .contains(new OpenedRun.SecretsTarget("https://api.test/{key}", "Bearer for-secrets", "plaintext"));
        assertThat(run.page()).isEqualTo("https://app.k6.io/runs/77");
    }

    @Test
    void streamedRun_mayHaveSecrets() {
        server.enqueue(new MockResponse.Builder()
                .body("{\"reference_id\":\"5\",\"test_run_token\":\"of-the-run\",\"secrets_config\":"
                        + "{\"endpoint\":\"https://api.test/{key}\",\"response_path\":\"a\"}}")
                .build());

        OpenedRun run = open(environment(Map.of("K6_CLOUD_HOST", server.url("/").toString())));

        assertThat(run.secrets())
                .contains(new OpenedRun.SecretsTarget("https://api.test/{key}", "Bearer of-the-run", "a"));
        assertThat(run.metrics().authorization()).isEqualTo("Token tok");
        assertThat(run.logs()).isEmpty();
    }

    @Test
    void uselessLogsAndSecrets_areNone() {
        RunToken token = new RunToken("t", "", "");
        for (String config :
                new String[] {"{}", "{\"push_url\":\"ftp://a\"}", "{\"push_url\":[1]}", "{\"push_url\":\"\"}"}) {
            assertThat(Targets.logs(requireNonNull(Json.object(config)), token)).isEmpty();
            assertThat(Targets.secrets(requireNonNull(Json.object(config)), "t"))
                    .isEmpty();
        }
        assertThat(Targets.logs("text", token)).isEmpty();
        assertThat(Targets.secrets(Map.of("endpoint", "https://api.test/{key}"), "line\nbreak"))
                .isEmpty();
        OpenedRun.LogsTarget logs = Targets.logs(
                        Map.of("push_url", "https://logs.test/", "limit", "-3", "push_period_seconds", "never"), token)
                .orElseThrow();
        assertThat(logs.limit()).isEqualTo(100);
        assertThat(logs.pushPeriod()).isEqualTo(Duration.ofSeconds(1));
        assertThat(logs.allowedLabels()).containsExactlyInAnyOrder("level", "test_run_id");
    }
}
