package dev.stampede.output.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallLogTest {
    private static final Logger LOGGER = Logger.getLogger(CallLog.class.getName());

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final OkHttpClient client =
            new OkHttpClient.Builder().addInterceptor(new CallLog()).build();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage().replaceAll("\\d+ ms", "N ms").replaceAll("localhost:\\d+", "HOST"));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stop() {
        LOGGER.removeHandler(handler);
        LOGGER.setLevel(null);
    }

    private void call() throws IOException {
        HttpUrl url = server.url("/v2/metrics/17?X-Signature=sign-me")
                .newBuilder()
                .username("ada")
                .password("pass-word")
                .build();
        Request request = new Request.Builder()
                .url(url)
                .header("Authorization", "Token tok-12345678")
                .header("K6-Idempotency-Key", "abc")
                .post(RequestBody.create(new byte[12]))
                .build();
        try (Response response = client.newCall(request).execute()) {
            assertThat(response.code()).isEqualTo(202);
        }
    }

    @Test
    void call_isLoggedWithoutSecrets() throws Exception {
        LOGGER.setLevel(Level.ALL);
        server.enqueue(new MockResponse.Builder().code(202).build());

        call();

        assertThat(lines.getFirst()).isEqualTo("POST http://HOST/v2/metrics/17 (12 bytes) -> 202 OK after N ms");
        assertThat(lines)
                .hasSize(3)
                .anyMatch(line -> line.startsWith("sent Authorization: ****, K6-Idempotency-Key: abc"));
        assertThat(String.join("\n", lines)).doesNotContain("tok-", "pass-word", "sign-me");
    }

    @Test
    void callWithoutAnswer_isLoggedToo() throws Exception {
        LOGGER.setLevel(Level.FINE);
        server.close();

        assertThatIOException().isThrownBy(this::call);

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("POST http://HOST/v2/metrics/17 (12 bytes) -> java.net.");
    }

    @Test
    void nothingIsLogged_unlessItIsWanted() throws Exception {
        LOGGER.setLevel(Level.INFO);
        server.enqueue(new MockResponse.Builder().code(202).build());

        call();

        assertThat(lines).isEmpty();
    }
}
