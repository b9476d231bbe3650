package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stampede.ExpectedStatus;
import dev.stampede.HttpResponse;
import dev.stampede.RequestFailedException;
import dev.stampede.ResponseType;
import dev.stampede.http.HttpLog;
import dev.stampede.http.HttpOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one call may say, but for its body and who it is. */
class CallParametersTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    private VirtualUser vu;
    private String base;

    @BeforeEach
    void begin() {
        vu = new VirtualUser();
        base = "http://127.0.0.1:" + server.getPort() + "/";
    }

    @AfterEach
    void end() {
        vu.close();
    }

    private void answer(int status) {
        server.enqueue(new MockResponse.Builder().code(status).body("hello").build());
    }

    @Test
    void headersAndTags_areTakenFromMaps() throws Exception {
        answer(200);
        vu.http()
                .request("GET", base)
                .headers(Map.of("X-A", "1", "Accept", "text/html"))
                .header("x-a", "2")
                .tags(Map.of("color", "red", "size", "xl"))
                .send();
        RecordedRequest request = server.takeRequest();
        assertThat(request.getHeaders().values("X-A")).containsExactly("2");
        assertThat(request.getHeaders().get("Accept")).isEqualTo("text/html");
        assertThat(vu.recorded().request()).containsEntry("color", "red").containsEntry("size", "xl");
    }

    @Test
    void contentLengthOfTheUser_isDroppedWithAWarningIfItDiffers() {
        answer(200);
        answer(200);
        assertThat(Logged.by(
                        HttpLog.class.getName(),
                        () -> vu.http()
                                .request("POST", base)
                                .header("Content-Length", "4")
                                .body("four")
                                .send()))
                .isEmpty();
        assertThat(Logged.by(
                        HttpLog.class.getName(),
                        () -> vu.http()
                                .request("POST", base)
                                .header("Content-Length", "99")
                                .body("four")
                                .send()))
                .containsExactly("WARNING The specified Content-Length header \"99\" in the POST request for " + base
                        + " doesn't match the actual request body length of 4, so it will be ignored!");
    }

    @Test
    void expectedStatus_isOfCodesAndRanges() {
        answer(404);
        vu.http().request("GET", base).expectStatus(ExpectedStatus.of(404)).send();
        VirtualUser.Recorded expected = vu.recorded();
        assertThat(expected.request())
                .containsEntry("expected_response", "true")
                .containsEntry("error_code", "1404");
        assertThat(expected.sum("http_req_failed")).isZero();
        answer(200);
        vu.http()
                .request("GET", base)
                .expectStatus(ExpectedStatus.of(201, 204).or(300, 399))
                .send();
        VirtualUser.Recorded unexpected = vu.recorded();
        assertThat(unexpected.request()).containsEntry("expected_response", "false");
        assertThat(unexpected.sum("http_req_failed")).isEqualTo(1);
    }

    @Test
    void statusThatIsNotJudged_hasNeitherTagNorMetric() {
        answer(500);
        vu.http().request("GET", base).expectStatus(null).send();
        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.request()).doesNotContainKey("expected_response");
        assertThat(recorded.count("http_req_failed")).isZero();
        assertThat(recorded.count("http_req_duration")).isEqualTo(1);
    }

    @Test
    void bodyThatIsNotWanted_isReadAndDropped() {
        answer(200);
        HttpResponse response =
                vu.http().request("GET", base).responseType(ResponseType.NONE).send();
        assertThat(response.hasBody()).isFalse();
        assertThat(response.body()).isEmpty();
        assertThat(response.status()).isEqualTo(200);
        vu.session.emitData();
        assertThat(vu.recorded().sum("data_received")).isGreaterThan(20);
        assertThatThrownBy(() -> response.json(""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the body is null so we can't transform it to JSON - this likely was because of"
                        + " responseType(NONE) on the request, or the setting discardResponseBodies");
        // the connection is kept, so it was read to its end
        answer(200);
        vu.http().get(base);
        assertThat(vu.recorded().sum("http_req_connecting")).isZero();
    }

    @Test
    void bodyThatIsNotWanted_isNotDecoded() {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Encoding", "gzip")
                .body("not gzip")
                .build());
        HttpResponse response =
                vu.http().request("GET", base).responseType(ResponseType.NONE).send();
        assertThat(response.error()).isEmpty();
    }

    @Test
    void runThatDiscardsBodies_keepsThoseThatAreAskedFor() {
        HttpOptions options = HttpOptions.builder().discardResponseBodies(true).build();
        try (VirtualUser discarding = new VirtualUser(options)) {
            answer(200);
            assertThat(discarding.http().get(base).hasBody()).isFalse();
            answer(200);
            assertThat(discarding
                            .http()
                            .request("GET", base)
                            .responseType(ResponseType.TEXT)
                            .send()
                            .body())
                    .isEqualTo("hello");
            answer(200);
            assertThat(discarding
                            .http()
                            .request("GET", base)
                            .responseType(ResponseType.BINARY)
                            .send()
                            .bytes())
                    .hasSize(5);
        }
    }

    @Test
    void callThatThrows_stillRecordsItsSamples_andIsNotLogged() {
        String nowhere = "http://127.0.0.1:" + free() + "/";
        List<String> said = Logged.by(HttpLog.class.getName(), () -> {
            RequestFailedException thrown = catchThrowableOfType(
                    RequestFailedException.class,
                    () -> vu.http().request("GET", nowhere).throwOnError(true).send());
            assertThat(thrown).hasMessage("dial: connection refused (GET " + nowhere + ")");
            assertThat(thrown.errorCode()).isEqualTo(1212);
            assertThat(thrown.error()).isEqualTo("dial: connection refused");
        });
        assertThat(said).isEmpty();
        assertThat(vu.recorded().request()).containsEntry("error_code", "1212").containsEntry("status", "0");
    }

    @Test
    void runThatThrows_doesSoUnlessTheCallSaysOtherwise() {
        String nowhere = "http://127.0.0.1:" + free() + "/";
        try (VirtualUser throwing =
                new VirtualUser(HttpOptions.builder().throwOnError(true).build())) {
            assertThatThrownBy(() -> throwing.http().get(nowhere)).isInstanceOf(RequestFailedException.class);
            assertThat(throwing.http()
                            .request("GET", nowhere)
                            .throwOnError(false)
                            .send()
                            .errorCode())
                    .isEqualTo(1212);
            assertThatThrownBy(() -> throwing.http().get("nonsense"))
                    .isInstanceOf(RequestFailedException.class)
                    .hasMessageStartingWith("invalid URL: ");
            answer(500);
            assertThat(throwing.http().get(base).status()).isEqualTo(500);
        }
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
