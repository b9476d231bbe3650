package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.HttpRequest;
import dev.stampede.HttpResponse;
import dev.stampede.http.HttpOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bytes from a server are the same response, samples and connections, whichever way the request went. */
class LanesAgreeTest {
    /** What came of two requests, one after the other. */
    private record Outcome(
            int status,
            String statusText,
            String proto,
            Map<String, List<String>> headers,
            String body,
            String error,
            int code,
            List<Map<String, String>> samples,
            List<Integer> connections) {}

    private static Outcome outcome(boolean direct, String method, String answer) throws Exception {
        AtomicInteger count = new AtomicInteger();
        List<Integer> connections = new ArrayList<>();
        boolean closes = answer.endsWith("!");
        RawServer.Script script = connection -> {
            int number = count.incrementAndGet();
            while (connection.readRequest(0)) {
                synchronized (connections) {
                    connections.add(number);
                }
                connection.write(closes ? answer.substring(0, answer.length() - 1) : answer);
                if (closes) {
                    return;
                }
            }
        };
        try (RawServer server = new RawServer(script);
                VirtualUser vu = new VirtualUser(HttpOptions.DEFAULTS, direct)) {
            String url = server.url();
            HttpResponse first = vu.http().request(method, url).timeout("5s").send();
            String body = first.error().isEmpty() ? new String(first.bytes(), StandardCharsets.ISO_8859_1) : "";
            Map<String, List<String>> headers = first.headers();
            HttpResponse second = vu.http().request(method, url).timeout("5s").send();
            assertThat(second.error()).isEqualTo(first.error());
            List<Map<String, String>> samples = vu.recorded().requests();
            samples.forEach(tags -> tags.keySet().removeAll(List.of("url", "name"))); // which have the port
            return new Outcome(
                    first.status(),
                    first.statusText(),
                    first.proto(),
                    headers,
                    body,
                    first.error(),
                    first.errorCode(),
                    samples,
                    List.copyOf(connections));
        }
    }

    /** An exclamation mark at the end stands for the end of the connection. */
    private static Stream<String> answers() {
        return Stream.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\ncontent-length:2\nX-Tab:\t a b \t\n\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 299 Quite  Fine\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno",
                "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 2\r\n\r\nno",
                "HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 408 Slow\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: 2\r\nEmpty:\r\nno colon\r\n: no name\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX-A: \u00c3\u00bc\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(20_000) + "\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + "0123456789".repeat(10_000),
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n1;a=b\r\no\r\n01 ; x\r\nk\r\n0\r\nT: 1\r\nU: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFfF\r\n" + "x".repeat(0xfff) + "\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\nuntil the end!",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nuntil the end!",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok!",
                "HTTP/1.0 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok!",
                "HTTP/1.0 200 OK\r\n\r\nold!",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n!",
                // what is not as it should be
                "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok!",
                "HTTP/1.1 205 Reset Content\r\nContent-Length: 2\r\n\r\nok!",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok!",
                "HTTP/1.1 200 OK\r\nContent-Le!",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nok!",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n!",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n!",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2 bytes\r\nok\r\n!",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n!",
                "HTTP/1.1\r\n\r\n!",
                "HTTP/1.1 20\r\n\r\n!",
                "HTTP/1.1 2x0 OK\r\n\r\n!",
                "HTTP/1.1 200OK\r\n\r\n!",
                "HTTP/1.7 200 OK\r\n\r\n!",
                "HTTP/2.0 200 OK\r\n\r\n!",
                "nonsense\r\n\r\n!",
                "\r\n!",
                "!");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answer_isTheSame(String answer) throws Exception {
        assertThat(outcome(true, "GET", answer)).isEqualTo(outcome(false, "GET", answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n"
            })
    void answerToHead_isTheSame(String answer) throws Exception {
        assertThat(outcome(true, "HEAD", answer)).isEqualTo(outcome(false, "HEAD", answer));
    }

    /** All that a server reads of one request, which has a body of so many bytes. */
    private static String sent(boolean direct, HttpOptions options, String target, Consumer<HttpRequest> more, int body)
            throws IOException {
        StringBuilder heads = new StringBuilder();
        RawServer.Script script = connection -> {
            String head = connection.readHead();
            heads.append(head);
            heads.append(connection.readBody(body));
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        };
        try (RawServer server = new RawServer(script);
                VirtualUser vu = new VirtualUser(options, direct)) {
            String method = body > 0 ? "POST" : "GET";
            HttpRequest request = vu.http().request(method, server.url() + target);
            more.accept(request);
            assertThat(request.send().error()).isEmpty();
            return heads.toString().replaceFirst("127\\.0\\.0\\.1:\\d+", "HOST");
        }
    }

    private static void sameBytes(HttpOptions options, String target, Consumer<HttpRequest> more, int body)
            throws IOException {
        String direct = sent(true, options, target, more, body);
        assertThat(direct).isEqualTo(sent(false, options, target, more, body)).contains(" HTTP/1.1\r\nHost: ");
    }

    @Test
    void request_isTheSameToTheByte() throws Exception {
        HttpOptions usual = HttpOptions.DEFAULTS;
        sameBytes(usual, "", request -> {}, 0);
        sameBytes(usual, "a%20b/\u00fc?q=1&r=/#fragment", request -> {}, 0);
        sameBytes(usual, "?", request -> {}, 0);
        sameBytes(usual, "x", request -> request.header("b", "1").header("A", "\u00fc \u4e16"), 0);
        sameBytes(HttpOptions.builder().userAgent("").build(), "", request -> {}, 0);
        sameBytes(HttpOptions.builder().noConnectionReuse(true).build(), "", request -> {}, 0);
        HttpOptions closing = HttpOptions.builder().noConnectionReuse(true).build();
        sameBytes(closing, "", request -> request.header("Connection", "keep-alive"), 0);
        sameBytes(closing, "", request -> request.header("Connection", "close"), 0);
        sameBytes(usual, "", request -> request.header("Connection", "close"), 0);
        sameBytes(usual, "", request -> request.cookie("a", "b").header("Cookie", "c=d"), 0);
        sameBytes(usual, "", request -> request.form(Map.of("a", "\u00fc")), 8);
        sameBytes(usual, "", request -> request.body("x".repeat(50_000)), 50_000);
        sameBytes(usual, "", request -> request.header("X", "y".repeat(20_000)), 0);
        // over OkHttp, which writes the chunks
        sameBytes(
                usual,
                "",
                request -> request.header("Transfer-Encoding", "chunked").body("x"),
                11);
    }
}
