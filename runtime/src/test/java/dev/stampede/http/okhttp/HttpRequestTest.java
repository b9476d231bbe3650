package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.Http;
import dev.stampede.http.HttpOptions;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HttpRequestTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    private VirtualUser vu;
    private String url;

    @BeforeEach
    void begin() {
        vu = new VirtualUser();
        url = "http://127.0.0.1:" + server.getPort() + "/x?y=1";
        server.enqueue(new MockResponse.Builder().build());
    }

    @AfterEach
    void end() {
        vu.close();
    }

    static Stream<Arguments> verbs() {
        return Stream.of(
                verb("GET", Http::get, "", null),
                verb("HEAD", Http::head, "", null),
                verb("OPTIONS", Http::options, "", null),
                verb("DELETE", Http::delete, "", null),
                verb("POST", Http::post, "", "0"),
                verb("PUT", Http::put, "", "0"),
                verb("PATCH", Http::patch, "", "0"),
                verb("POST", (http, to) -> http.post(to, "\u00fc"), "\u00fc", "2"),
                verb("PUT", (http, to) -> http.put(to, "b"), "b", "1"),
                verb("PATCH", (http, to) -> http.patch(to, "b"), "b", "1"),
                verb("DELETE", (http, to) -> http.delete(to, "b"), "b", "1"));
    }

    private static Arguments verb(
            String method, BiFunction<Http, String, Object> call, String body, @Nullable String length) {
        return Arguments.of(method, call, body, length);
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void verb_sendsExactlyWhatK6Sends(
            String method, BiFunction<Http, String, Object> call, String body, @Nullable String length)
            throws Exception {
        assertThat(call.apply(vu.http(), url)).isNotNull();
        RecordedRequest request = server.takeRequest();
        assertThat(request.getRequestLine()).isEqualTo(method + " /x?y=1 HTTP/1.1");
        Map<String, String> headers = new TreeMap<>();
        request.getHeaders().forEach(header -> headers.put(header.getFirst(), header.getSecond()));
        Map<String, String> wanted =
                new TreeMap<>(Map.of("Host", "127.0.0.1:" + server.getPort(), "User-Agent", "Stampede/0.1.0"));
        if (length != null) {
            wanted.put("Content-Length", length);
        }
        assertThat(headers).isEqualTo(wanted);
        ByteString sent = request.getBody();
        assertThat(sent == null ? "" : sent.utf8()).isEqualTo(body);
        assertThat(vu.recorded().request()).containsEntry("method", method);
    }

    @Test
    void bodyOfGet_isIgnored() throws Exception {
        vu.http().request("get", url).body("ignored").send();
        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo("GET");
        assertThat(request.getBodySize()).isZero();
    }

    @Test
    void header_replacesOneOfTheSameName_whateverItsCase() throws Exception {
        vu.http()
                .request("POST", url)
                .header("X-A", "1")
                .header("x-a", "2")
                .header("User-Agent", "mine")
                .header("Host", "shop.example")
                .header("Accept-Encoding", "br")
                .header("Content-Length", "99")
                .header("Content-Type", "text/plain")
                .body("b")
                .send();
        RecordedRequest request = server.takeRequest();
        assertThat(request.getHeaders().values("X-A")).containsExactly("2");
        assertThat(request.getHeaders().values("User-Agent")).containsExactly("mine");
        assertThat(request.getHeaders().values("Host")).containsExactly("shop.example");
        assertThat(request.getHeaders().values("Accept-Encoding")).containsExactly("br");
        assertThat(request.getHeaders().values("Content-Length")).containsExactly("1");
        assertThat(request.getHeaders().values("Content-Type")).containsExactly("text/plain");
    }

    @Test
    void form_isSortedAndEncoded() throws Exception {
        vu.http()
                .request("POST", url)
                .form(Map.of("b", "1 2", "a", "\u00fc&*~"))
                .send();
        RecordedRequest request = server.takeRequest();
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.getBody()).isEqualTo(ByteString.encodeUtf8("a=%C3%BC%26%2A~&b=1+2"));
    }

    @Test
    void emptyUserAgent_sendsNone() throws Exception {
        try (VirtualUser silent =
                new VirtualUser(HttpOptions.builder().userAgent("").build())) {
            silent.http().get(url);
            assertThat(server.takeRequest().getHeaders().get("User-Agent")).isNull();
        }
    }

    @Test
    void malformedInput_isRefusedBeforeItIsSent() {
        assertThatThrownBy(() -> vu.http().request("G T", url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("invalid method 'G T'");
        assertThatThrownBy(() -> vu.http().request("GET", url).header("X A", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("invalid header name 'X A'");
        assertThatThrownBy(() -> vu.http().request("GET", url).header("X", "secret\r\nY: 1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the value of header 'X' has a line break or a zero character at position 6");
        assertThatThrownBy(() -> vu.http().request("GET", url).redirects(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("redirects must not be negative but was -1");
    }

    @Test
    void statusesOkHttpWouldActOn_comeBackAsTheyAre() {
        for (int status : new int[] {401, 407, 408, 421}) {
            server.enqueue(new MockResponse.Builder().code(status).build());
        }
        server.enqueue(new MockResponse.Builder()
                .code(503)
                .addHeader("Retry-After", "0")
                .build());
        vu.http().get(url);
        for (int status : new int[] {401, 407, 408, 421, 503}) {
            assertThat(vu.http().get(url).status()).isEqualTo(status);
        }
        assertThat(server.getRequestCount()).isEqualTo(6);
    }
}
