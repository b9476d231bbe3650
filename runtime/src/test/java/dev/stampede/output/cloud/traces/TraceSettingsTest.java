package dev.stampede.output.cloud.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.config.CloudConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceSettingsTest {
    private static CloudConfig config(Map<String, String> environment) {
        return CloudConfig.builder().environment(environment).build();
    }

    private static Optional<TraceSettings> settings(Map<String, String> environment) {
        return TraceSettings.of("17", config(environment));
    }

    @Test
    void defaults_areThoseOfK6() {
        assertThat(settings(Map.of("K6_CLOUD_TOKEN", "secret")))
                .contains(new TraceSettings(
                        HttpUrl.get("https://grpc-k6-api-prod-prod-us-east-0.grafana.net:443"),
                        17,
                        "secret",
                        Duration.ofSeconds(1),
                        1));
    }

    @Test
    void everySetting_isTaken() {
        assertThat(settings(Map.of(
                        "K6_CLOUD_TRACES_HOST", "traces.example.com:8443",
                        "K6_CLOUD_TRACES_PUSH_INTERVAL", "3s",
                        "K6_CLOUD_TRACES_PUSH_CONCURRENCY", "4")))
                .contains(new TraceSettings(
                        HttpUrl.get("https://traces.example.com:8443"), 17, null, Duration.ofSeconds(3), 4));
    }

    @Test
    void switchedOff_tellsNobody() {
        assertThat(settings(Map.of("K6_CLOUD_TRACES_ENABLED", "false"))).isEmpty();
    }

    @Test
    void runWhoseIdIsNoNumber_tellsNobody() {
        assertThat(TraceSettings.of("a-run", config(Map.of()))).isEmpty();
    }

    @Test
    void hostOfOnesOwn_needsATracesHostOfOnesOwn() {
        assertThat(settings(Map.of("K6_CLOUD_HOST", "http://localhost:8080"))).isEmpty();
        assertThat(settings(Map.of(
                        "K6_CLOUD_HOST", "http://localhost:8080", "K6_CLOUD_TRACES_HOST", "http://localhost:4317")))
                .map(TraceSettings::host)
                .contains(HttpUrl.get("http://localhost:4317"));
    }

    @Test
    void provisionedRunOnAHostOfOnesOwn_needsATracesHostOfOnesOwn() {
        assertThat(settings(Map.of("K6_CLOUD_STACK_ID", "1", "K6_CLOUD_HOST_V6", "http://localhost:8080")))
                .isEmpty();
        assertThat(settings(Map.of("K6_CLOUD_STACK_ID", "1"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://traces.example.com",
                "https://localhost:1",
                "traces.example.com/path",
                "not a host",
                "http://localhost/x"
            })
    void hostThatCannotBe_isAProblem(String host) {
        assertThat(config(Map.of("K6_CLOUD_TRACES_HOST", host)).problems())
                .anySatisfy(
                        problem -> assertThat(problem)
                                .contains("the host for traces must be a host and a port but is '" + host + "'")
                                .contains("K6_CLOUD_TRACES_HOST")
                                .contains(
                                        "Use such as traces.example.com:443; http://localhost:4317, without TLS, only on this machine."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:4317", "http://localhost:4317", "traces.example.com:443", "[::1]:4317"})
    void hostThatCanBe_isNoProblem(String host) {
        assertThat(config(Map.of("K6_CLOUD_TRACES_HOST", host)).problems())
                .noneSatisfy(problem -> assertThat(problem).contains("the host for traces"));
    }
}
