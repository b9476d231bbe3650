package dev.stampede.output.cloud.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What wins over what, where the order of the layers is not all. */
class OverridesTest {
    private static final Map<String, String> FILE =
            Map.of("token", "file-token", "stackID", "12", "stackURL", "https://one.grafana.net");

    private static CloudConfig.Builder file() {
        return CloudConfig.builder().file(FILE, "the file");
    }

    @Test
    void replyOfTheStreamFlow_winsOverTheEnvironment() {
        CloudConfig.Overridden result = file().environment(Map.of("K6_CLOUD_AGGREGATION_PERIOD", "5s"))
                .build()
                .overriddenBy(Map.of("aggregationPeriod", "9s", "NOCOMPRESS", "true", "unheardOf", "1"), "the reply");

        assertThat(result.config().aggregationPeriod()).isEqualTo(Duration.ofSeconds(9));
        assertThat(result.config().source("aggregationPeriod")).contains("the reply");
        assertThat(result.config().noCompress()).isTrue();
        assertThat(result.unused()).isEmpty();
    }

    @Test
    void provisioning_winsOverTheFileButNotOverWhatWasAskedFor() {
        CloudConfig config = CloudConfig.builder()
                .file(Map.of("token", "t", "metricPushInterval", "7s", "name", "of the file"), "the file")
                .options(Map.of("name", "of the options"), "options.json")
                .apply(Map.of("host", "https://of.code"), key -> "@CloudOutput")
                .environment(Map.of("K6_CLOUD_AGGREGATION_PERIOD", "5s"))
                .build();

        CloudConfig tuned = config.tunedBy(
                        Map.of(
                                "metricPushInterval", "2s",
                                "name", "of the service",
                                "host", "https://of.service",
                                "aggregationPeriod", "9s"),
                        "the reply")
                .config()
                .tunedBy(Map.of("metricPushInterval", "3s"), "a later reply")
                .config();

        assertThat(tuned.metricPushInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(tuned.source("metricPushInterval")).contains("a later reply");
        assertThat(tuned.name()).contains("of the options");
        assertThat(tuned.host()).isEqualTo("https://of.code");
        assertThat(tuned.aggregationPeriod()).isEqualTo(Duration.ofSeconds(5));
        assertThat(tuned.source("aggregationPeriod")).contains("environment variable K6_CLOUD_AGGREGATION_PERIOD");
    }

    @Test
    void pushUrlAndRunTokenOfProvisioning_countWhateverTheEnvironmentSays() {
        CloudConfig config = file().environment(Map.of(
                        "K6_CLOUD_METRICS_PUSH_URL", "https://env/push", "K6_CLOUD_TEST_RUN_TOKEN", "env-run-token"))
                .build();
        assertThat(config.text(CloudSetting.METRICS_PUSH_URL))
                .as("no run of others")
                .isEmpty();

        CloudConfig tuned = config.tunedBy(
                        Map.of("metricsPushURL", "https://service/push", "testRunToken", "run-token"), "the reply")
                .config();

        assertThat(tuned.text(CloudSetting.METRICS_PUSH_URL)).contains("https://service/push");
        assertThat(tuned.text(CloudSetting.TEST_RUN_TOKEN)).contains("run-token");
    }

    @Test
    void valueOfAReplyThatCannotBeUsed_isLeftOutAndTold() {
        Map<String, String> reply = new LinkedHashMap<>();
        reply.put("aggregationPeriod", "soon");
        reply.put("aggregationWaitPeriod", "2s");
        reply.put("metricPushConcurrency", "0");

        for (CloudConfig.Overridden result : new CloudConfig.Overridden[] {
            file().build().tunedBy(reply, "the reply"), file().build().overriddenBy(reply, "the reply")
        }) {
            assertThat(result.config().aggregationPeriod()).isEqualTo(Duration.ofSeconds(3));
            assertThat(result.config().aggregationWaitPeriod()).isEqualTo(Duration.ofSeconds(2));
            assertThat(result.config().problems()).isEmpty();
            assertThat(result.unused())
                    .containsExactly(
                            "aggregationPeriod must be a duration such as 3s, 1m30s or 500ms but was 'soon' (from the"
                                    + " reply). Correct it, or remove it to use 3s (default).",
                            "metrics push concurrency must be a positive number but is 0\nmetricPushConcurrency is from"
                                    + " the reply. Use 1 or more.");
        }
    }

    @Test
    void stackUrl_isThatOfTheFirstLayerThatHasOne() {
        assertThat(file().environment(Map.of("K6_CLOUD_STACK_URL", "https://two.grafana.net"))
                        .build()
                        .text(CloudSetting.STACK_URL))
                .contains("https://one.grafana.net");
        assertThat(CloudConfig.builder()
                        .environment(Map.of("K6_CLOUD_STACK_URL", "https://two.grafana.net"))
                        .build()
                        .text(CloudSetting.STACK_URL))
                .contains("https://two.grafana.net");
    }

    @Test
    void ofTheOptions_onlyFourKeysAreTaken() {
        CloudConfig config = CloudConfig.builder()
                .options(
                        Map.of(
                                "PROJECTID", "7",
                                "name", "n",
                                "token", "t",
                                "stackID", "3",
                                "host", "https://other",
                                "noCompress", "true",
                                "distribution", "{}"),
                        "options.json")
                .build();

        assertThat(config.projectId()).isEqualTo(7);
        assertThat(config.name()).contains("n");
        assertThat(config.token()).contains("t");
        assertThat(config.stackId()).contains(3L);
        assertThat(config.host()).isEqualTo("https://ingest.k6.io");
        assertThat(config.noCompress()).isFalse();
    }

    @Test
    void projectBelowOne_countsInTheOptionsOnly() {
        CloudConfig.Builder seven = CloudConfig.builder().file(Map.of("projectID", "7"), "the file");

        assertThat(seven.build().toBuilder()
                        .environment(Map.of("K6_CLOUD_PROJECT_ID", "0"))
                        .build()
                        .projectId())
                .isEqualTo(7);
        assertThat(seven.options(Map.of("projectID", "0"), "options.json")
                        .build()
                        .projectId())
                .isZero();
    }

    @Test
    void defaultProject_isThatOfTheStackThatLoginWasFor() {
        CloudConfig.Builder file = file().file(Map.of("defaultProjectID", "99"), "the file");
        assertThat(file.build().projectOrDefault()).hasValue(99);
        assertThat(file.build().defaultProjectNote())
                .contains("No projectID specified, using default project of the https://one.grafana.net stack");

        CloudConfig given = file.build().toBuilder()
                .environment(Map.of("K6_CLOUD_PROJECT_ID", "5"))
                .build();
        assertThat(given.projectOrDefault()).hasValue(5);
        assertThat(given.defaultProjectNote()).isEmpty();

        CloudConfig otherStack = file.build().toBuilder()
                .environment(Map.of("K6_CLOUD_STACK_ID", "13"))
                .build();
        assertThat(otherStack.projectOrDefault()).isEmpty();
        assertThat(otherStack.defaultProjectNote()).isEmpty();

        assertThat(CloudConfig.builder()
                        .file(Map.of("stackID", "8", "defaultProjectID", "99"), "the file")
                        .build()
                        .defaultProjectNote())
                .contains("No projectID specified, using default project of the stack-8 stack");
    }

    @Test
    void dash_isANameAsInK6() {
        assertThat(CloudConfig.builder()
                        .environment(Map.of("K6_CLOUD_NAME", "-"))
                        .build()
                        .name())
                .contains("k6 test");
    }
}
