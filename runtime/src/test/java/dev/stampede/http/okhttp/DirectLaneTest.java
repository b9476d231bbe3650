package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.HttpResponse;
import dev.stampede.http.HttpOptions;
import dev.stampede.http.TlsOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockWebServer;
import okhttp3.TlsVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done by ourselves when no OkHttp is between us and the sockets. */
class DirectLaneTest {
    private static final Tls TLS = Tls.of("localhost");
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final AtomicInteger connections = new AtomicInteger();
    /** Numbers of the connections over which requests came. */
    private final Queue<Integer> requests = new ConcurrentLinkedQueue<>();

    private RawServer.Script answering(String answer) {
        return connection -> {
            int number = connections.incrementAndGet();
            while (connection.readRequest(0)) {
                requests.add(number);
                connection.write(answer);
            }
        };
    }

    private static VirtualUser direct() {
        return new VirtualUser(HttpOptions.DEFAULTS, true);
    }

    @Test
    void shortTimeLimit_holdsBetweenLongOnes() throws Exception {
        RawServer.Script second = connection -> {
            int number = connections.incrementAndGet();
            while (connection.readRequest(0)) {
                requests.add(number);
                if (requests.size() != 2) {
                    connection.write(OK);
                }
            }
        };
        try (RawServer server = new RawServer(second);
                VirtualUser vu = direct()) {
            assertThat(vu.http().get(server.url()).body()).isEqualTo("ok");
            HttpResponse late =
                    vu.http().request("GET", server.url()).timeout("200ms").send();
            assertThat(late.error()).isEqualTo("request timeout");
            assertThat(late.errorCode()).isEqualTo(1050);
            assertThat(vu.http().get(server.url()).body()).isEqualTo("ok");
            assertThat(requests).containsExactly(1, 1, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void timeLimit_holdsForTheHandshake(boolean direct) throws Exception {
        RawServer.Script silent = connection -> connection.readRequest(0); // until the client goes
        try (RawServer server = new RawServer(silent);
                VirtualUser vu =
                        new VirtualUser(HttpOptions.builder().http2(false).build(), direct)) {
            HttpResponse late = vu.http()
                    .request("GET", server.url().replace("http:", "https:"))
                    .timeout("200ms")
                    .send();
            assertThat(late.error()).isEqualTo("request timeout");
            assertThat(vu.recorded().request()).containsEntry("error_code", "1050");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerToARequestThatCannotBeSentWhole_isTaken(boolean direct) throws Exception {
        RawServer.Script refusing = connection -> {
            connection.readRequest(0);
            connection.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 413 Too Much\r\nContent-Length: 2\r\n\r\nno");
        };
        try (RawServer server = new RawServer(refusing);
                VirtualUser vu = new VirtualUser(HttpOptions.DEFAULTS, direct)) {
            HttpResponse response = vu.http()
                    .request("POST", server.url())
                    .header("Expect", "100-continue")
                    .body(new byte[16 << 20])
                    .send();
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.body()).isEqualTo("no");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bodyThatTheServerDoesNotWant_isNotSent(boolean direct) throws Exception {
        RawServer.Script refusing = connection -> {
            requests.add(connections.incrementAndGet());
            connection.readRequest(0);
            connection.write("HTTP/1.1 417 No\r\nContent-Length: 2\r\n\r\nno");
            connection.readRequest(0);
        };
        try (RawServer server = new RawServer(refusing);
                VirtualUser vu = new VirtualUser(HttpOptions.DEFAULTS, direct)) {
            for (int i = 0; i < 2; i++) {
                assertThat(vu.http()
                                .request("POST", server.url())
                                .header("Expect", "100-continue")
                                .body("much")
                                .send()
                                .status())
                        .isEqualTo(417);
            }
            assertThat(requests).containsExactly(1, 2); // nobody knows what the server takes for the next request
        }
    }

    @Test
    void moreThanTheAnswer_endsTheConnection() throws Exception {
        try (RawServer server = new RawServer(answering(OK + "and more"));
                VirtualUser vu = direct()) {
            assertThat(vu.http().get(server.url()).body()).isEqualTo("ok");
            assertThat(vu.http().get(server.url()).body()).isEqualTo("ok");
            assertThat(requests).containsExactly(1, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http:", "https:"})
    void whatAServerSaysUnasked_isNoAnswer(String scheme) throws Exception {
        CountDownLatch said = new CountDownLatch(1);
        RawServer.Script impatient = connection -> {
            int number = connections.incrementAndGet();
            try (Socket socket = scheme.equals("http:") ? connection.socket : secure(connection.socket)) {
                readHead(socket);
                requests.add(number);
                socket.getOutputStream().write(OK.getBytes(StandardCharsets.US_ASCII));
                if (number == 1) {
                    Thread.sleep(100); // only a connection that rested is looked at
                    String late = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
                    socket.getOutputStream().write(late.getBytes(StandardCharsets.US_ASCII));
                    said.countDown();
                }
                readHead(socket); // until the client goes
            }
        };
        HttpOptions options =
                HttpOptions.builder().insecureSkipTlsVerify(true).http2(false).build();
        try (RawServer server = new RawServer(impatient);
                VirtualUser vu = new VirtualUser(options, true)) {
            String url = server.url().replace("http:", scheme);
            assertThat(vu.http().get(url).status()).isEqualTo(200);
            assertThat(said.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(vu.http().get(url).status()).isEqualTo(200);
            assertThat(requests).containsExactly(1, 2);
        }
    }

    private static Socket secure(Socket accepted) throws IOException {
        return TLS.server().sslSocketFactory().createSocket(accepted, InputStream.nullInputStream(), true);
    }

    private static void readHead(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        int b = 0;
        while (b >= 0 && head.indexOf("\r\n\r\n") < 0) {
            b = in.read();
            head.append((char) b);
        }
    }

    @Test
    void lengthOfWhatWasNotModified_isNotWaitedFor() throws Exception {
        try (RawServer server = new RawServer(answering("HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n"));
                VirtualUser vu = direct()) {
            assertThat(vu.http().get(server.url()).status()).isEqualTo(304);
            assertThat(vu.http().get(server.url()).status()).isEqualTo(304);
            assertThat(requests).containsExactly(1, 1);
        }
    }

    @Test
    void head_mayBeAsLongAsInGo() throws Exception {
        String line = "X: " + "x".repeat(1 << 20) + "\r\n";
        String rest = "Content-Length: 2\r\n\r\nok";
        try (RawServer nine = new RawServer(answering("HTTP/1.1 200 OK\r\n" + line.repeat(9) + rest));
                RawServer eleven = new RawServer(answering("HTTP/1.1 200 OK\r\n" + line.repeat(11) + rest));
                VirtualUser vu = direct()) {
            assertThat(vu.http().get(nine.url()).body()).isEqualTo("ok");
            HttpResponse response = vu.http().get(eleven.url());
            assertThat(response.error()).isEqualTo("server response headers exceeded 10485760 bytes; aborted");
            assertThat(response.errorCode()).isEqualTo(1000);
        }
    }

    @Test
    void connectionUsedLast_isUsedNext() throws Exception {
        try (RawServer server = new RawServer(answering(OK));
                VirtualUser vu = direct()) {
            List<HttpResponse> batch = vu.http().batch(server.url(), server.url());
            assertThat(batch)
                    .allSatisfy(response -> assertThat(response.status()).isEqualTo(200));
            int opened = connections.get();
            vu.http().get(server.url());
            int first = List.copyOf(requests).getLast();
            vu.http().get(server.url());
            assertThat(List.copyOf(requests).getLast()).isEqualTo(first);
            assertThat(connections.get()).isEqualTo(opened);
        }
    }

    private static void sameError(HttpOptions.Builder options, Tls tls, int code) throws Exception {
        try (MockWebServer server = new MockWebServer()) {
            server.useHttps(tls.server().sslSocketFactory());
            server.start();
            String url = "https://localhost:" + server.getPort() + "/";
            try (VirtualUser direct = new VirtualUser(options.http2(false).build(), true);
                    VirtualUser whole = new VirtualUser(options.build(), false)) {
                HttpResponse one = direct.http().get(url);
                HttpResponse other = whole.http().get(url);
                assertThat(one.errorCode()).isEqualTo(code).isEqualTo(other.errorCode());
                assertThat(one.error()).isEqualTo(other.error());
                assertThat(direct.recorded().request())
                        .isEqualTo(whole.recorded().request());
            }
        }
    }

    @Test
    void handshakeThatFails_isTheSameErrorAsOverOkHttp() throws Exception {
        sameError(HttpOptions.builder(), TLS, 1310);
        Tls elsewhere = Tls.of("elsewhere.test");
        sameError(elsewhere.trusting(), elsewhere, 1311);
        Tls expired = Tls.expired();
        sameError(expired.trusting(), expired, 1300);
        TlsOptions.Versions old = new TlsOptions.Versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2);
        List<String> ofAnotherKey = List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        sameError(TLS.trusting().handshake(new TlsOptions(old, ofAnotherKey, List.of())), TLS, 1300);
    }
}
