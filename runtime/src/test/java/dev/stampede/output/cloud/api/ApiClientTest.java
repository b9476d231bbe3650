package dev.stampede.output.cloud.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stampede.output.cloud.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiClientTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    private final ManualClock clock = new ManualClock(1000);
    private final ApiClient client = new ApiClient("Token tok", Duration.ofSeconds(10), clock, clock::sleepUntil);

    @AfterEach
    void close() {
        client.close();
    }

    private ApiRequest post() {
        return ApiRequest.json(server.url("/v1/tests"), "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    }

    private void answer(int code, String body) {
        server.enqueue(new MockResponse.Builder().code(code).body(body).build());
    }

    private String refusal() {
        return ((Reply.Refused) client.send(post())).text();
    }

    @Test
    void request_carriesWhatTheServiceWants() throws Exception {
        answer(200, "{}");

        assertThat(client.send(post())).isEqualTo(new Reply.Accepted("{}"));

        RecordedRequest request = server.takeRequest();
        assertThat(request.getRequestLine()).isEqualTo("POST /v1/tests HTTP/1.1");
        assertThat(request.getHeaders().get("User-Agent")).isEqualTo("k6cloud/2.2.0");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Token tok");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("K6-Idempotency-Key")).matches("[0-9a-f]{16}");
        assertThat(request.getHeaders().get("Content-Encoding")).isNull();
        assertThat(requireNonNull(request.getBody()).utf8()).isEqualTo("{\"a\":1}");
    }

    @Test
    void withoutToken_thereIsNoAuthorization() throws Exception {
        answer(200, "");
        try (ApiClient anonymous = new ApiClient(null, Duration.ofSeconds(10), clock, clock::sleepUntil)) {
            anonymous.send(post());
        }
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429})
    void serviceAtFault_isAskedAgainWithTheSameBodyAndKey(int code) throws Exception {
        answer(code, "");
        answer(code, "");
        answer(200, "done");
        AtomicInteger retries = new AtomicInteger();

        Reply reply = client.send(post(), () -> ApiClient.NO_DEADLINE, retries::incrementAndGet);

        assertThat(reply).isEqualTo(new Reply.Accepted("done"));
        assertThat(retries).hasValue(2);
        assertThat(clock.sleeps()).containsExactly(Duration.ofMillis(500), Duration.ofMillis(500));
        RecordedRequest first = server.takeRequest();
        for (int i = 0; i < 2; i++) {
            RecordedRequest again = server.takeRequest();
            assertThat(again.getBody()).isEqualTo(first.getBody());
            assertThat(again.getHeaders().get("K6-Idempotency-Key"))
                    .isEqualTo(first.getHeaders().get("K6-Idempotency-Key"));
        }
    }

    @Test
    void differentRequests_haveDifferentKeys() throws Exception {
        answer(200, "");
        answer(200, "");
        client.send(post());
        client.send(post());

        assertThat(server.takeRequest().getHeaders().get("K6-Idempotency-Key"))
                .isNotEqualTo(server.takeRequest().getHeaders().get("K6-Idempotency-Key"));
    }

    @Test
    void resetConnection_isTriedThreeTimes() {
        for (int i = 0; i < 3; i++) {
            server.enqueue(new MockResponse.Builder()
                    .onResponseStart(new SocketEffect.CloseSocket())
                    .build());
        }

        assertThat(client.send(post()))
                .asInstanceOf(type(Reply.Unanswered.class))
                .extracting(Reply.Unanswered::cause)
                .isInstanceOf(IOException.class);
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void thirdFailure_isFinal() {
        for (int i = 0; i < 3; i++) {
            answer(503, "{\"error\":{\"message\":\"busy\"}}");
        }

        assertThat(client.send(post())).isEqualTo(new Reply.Refused(503, 0, "(503) busy"));
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 422})
    void otherRefusals_areFinal(int code) {
        answer(code, "{\"error\":{\"code\":4,\"message\":\"no\"}}");

        assertThat(client.send(post())).isEqualTo(new Reply.Refused(code, 4, "(" + code + "/E4) no"));
        assertThat(clock.sleeps()).isEmpty();
    }

    @Test
    void deadlineBeforeTheNextAttempt_endsThem() {
        answer(503, "");
        AtomicInteger asked = new AtomicInteger();

        // set while the first attempt is under way
        Reply reply = client.send(
                post(),
                () -> asked.getAndIncrement() == 0
                        ? ApiClient.NO_DEADLINE
                        : clock.nanoTime() + Duration.ofMillis(400).toNanos(),
                () -> {});

        assertThat(reply).isInstanceOf(Reply.Refused.class);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void deadlineThatIsOver_allowsNoAttempt() {
        assertThat(client.send(post(), clock::nanoTime, () -> {}))
                .asInstanceOf(type(Reply.Unanswered.class))
                .extracting(unanswered -> unanswered.cause().getMessage())
                .isEqualTo("out of time");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void details_areIndentedLinesAndSaidOnce() {
        answer(422, """
                {"error": {"code": 9, "message": "wrong", "errors": ["wrong", "also this"],
                 "details": {"vus": ["too many", "no quota"], "name": ["empty"]},
                 "field_errors": {"vus": ["too many", "no quota"], "zone": ["far"]}}}""");

        assertThat(refusal())
                .isEqualTo("(422/E9) wrong\n also this\n name: empty\n vus: too many, no quota\n zone: far");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|<html>|failed to authenticate with k6 Cloud",
                "403|<html>|not allowed to upload result to k6 Cloud",
                "403|{}|not allowed to upload result to k6 Cloud",
                "401|{\"error\": null}|failed to authenticate with k6 Cloud",
                "418|[]|unexpected HTTP error from URL: 418 Client Error",
            })
    void unreadableBody_isSaidInOurWords(int code, String body, String text) {
        answer(code, body);

        assertThat(refusal())
                .isEqualTo(text.replace("URL", server.url("/v1/tests").toString()));
    }
}
