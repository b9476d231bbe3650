package dev.stampede.output.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.runs.OpenedRun.SecretsTarget;
import java.io.IOException;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudSecretsTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    private final ManualClock clock = new ManualClock(1000);
    private final ApiClient client = new ApiClient("Token tok", Duration.ofSeconds(10), clock, clock::sleepUntil);

    @AfterEach
    void close() {
        client.close();
    }

    private CloudSecrets secrets(String path) {
        return new CloudSecrets(
                new SecretsTarget(server.url("/secrets/").toString() + "{key}/decrypt", "Bearer run", path), client);
    }

    private void answer(int code, String body) {
        server.enqueue(new MockResponse.Builder().code(code).body(body).build());
    }

    @Test
    void secret_isAskedForByItsName() throws Exception {
        answer(200, "{\"plaintext\": \"value\"}");

        assertThat(secrets("plaintext").secret("shop/pass word")).isEqualTo("value");

        RecordedRequest request = server.takeRequest();
        assertThat(request.getRequestLine()).isEqualTo("GET /secrets/shop%2Fpass%20word/decrypt HTTP/1.1");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer run");
    }

    @Test
    void value_isWhereThePathLeads() throws Exception {
        answer(200, "{\"data\": {\"value\": \"deep\"}}");

        assertThat(secrets("data.value").secret("a")).isEqualTo("deep");
    }

    @Test
    void serviceAtFault_isAskedThreeTimes() {
        answer(503, "");
        answer(503, "");
        answer(503, "");

        assertThatThrownBy(() -> secrets("plaintext").secret("a")).isInstanceOf(IOException.class);
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | {} | there is no secret of this name",
                "401 | {} | failed to authenticate with k6 Cloud",
                "200 | {\"other\": \"hidden\"} | the reply has no text at 'plaintext'",
                "200 | hidden | the reply has no text at 'plaintext'"
            })
    void whatIsNoValue_isAnErrorThatTellsNoReply(int code, String body, String message) {
        answer(code, body);

        assertThatThrownBy(() -> secrets("plaintext").secret("a")).hasMessage(message);
    }
}
