package dev.stampede.output.cloud.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.config.CloudConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @ValueSource(strings = {"http://traces.example.com", "traces.example.com/path", "not a host", "ftp://localhost"})
    void hostThatCannotBe_isAProblem(String host) {
        assertThat(TraceSettings.problems(config(Map.of("K6_CLOUD_TRACES_HOST", host))))
                .containsExactly(
                        "could not create the cloud test run: the traces host must be a host and a port but is '"
                                + host + "'\ntraceHost is from environment variable K6_CLOUD_TRACES_HOST. Use such as"
                                + " traces.example.com:443; http://localhost:4317, without TLS, only on this machine.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "K6_CLOUD_TRACES_PUSH_CONCURRENCY | 0 | traces push concurrency must be a positive number but is 0",
                "K6_CLOUD_TRACES_PUSH_INTERVAL | 0 | the traces push interval must be positive but is 0s",
            })
    void numberThatCannotBe_isAProblem(String variable, String value, String text) {
        assertThat(TraceSettings.problems(config(Map.of(variable, value))))
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("could not create the cloud test run: " + text)
                        .contains(variable));
    }
}
