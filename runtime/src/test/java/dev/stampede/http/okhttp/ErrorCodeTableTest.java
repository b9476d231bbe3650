package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.HttpResponse;
import dev.stampede.http.AddressBlock;
import dev.stampede.http.HttpOptions;
import dev.stampede.http.LocalIps;
import dev.stampede.http.TlsOptions;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.TlsVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The table of {@code error_code}: each code that can be provoked on one machine, with its text, in the response and in the
 * tags.
 *
 * <p>Not here: 1010, as nothing but TCP is spoken; 1202 and 1213, as Java does not tell numbers of errors; 1211, which takes
 * the 30 s of a dial and a network that swallows packets (its mapping: {@code TransportErrorTest}); 1610 to 1624, as OkHttp
 * does not tell of a GOAWAY: it takes the request to another connection, once, and after that calls it refused, which is 1638,
 * or, when the connection closes just as the request is about to be written, 1610;
 * 1630, as to OkHttp an unknown code breaks the protocol, which is 1652.
 */
class ErrorCodeTableTest {
    private static final Tls TLS = Tls.of("localhost");

    /** Provokes an error. */
    @FunctionalInterface
    private interface Provocation {
        HttpResponse response(Users users) throws Exception;
    }

    /** Makes the virtual user of a row. */
    private static final class Users implements AutoCloseable {
        private VirtualUser vu = new VirtualUser();

        VirtualUser with(HttpOptions.Builder options) {
            vu.close();
            vu = new VirtualUser(options.build());
            return vu;
        }

        VirtualUser findingNames(Resolver.Source names) {
            vu.close();
            vu = new VirtualUser(HttpOptions.DEFAULTS, names, VirtualUser.noProxies(), 1);
            return vu;
        }

        @Override
        public void close() {
            vu.close();
        }
    }

    private static Arguments row(int code, String text, Provocation provocation) {
        return Arguments.of(code, text, provocation);
    }

    private static Provocation raw(RawServer.Script script) {
        return users -> {
            try (RawServer server = new RawServer(script)) {
                return users.vu.http().get(server.url());
            }
        };
    }

    private static Provocation frames(byte[] frame) {
        return users -> {
            try (FrameServer server = new FrameServer(TLS, frame)) {
                return users.with(TLS.trusting()).http().get(server.url());
            }
        };
    }

    private static Provocation https(HttpOptions.Builder options, Tls tls) {
        return users -> {
            try (MockWebServer server = new MockWebServer()) {
                server.useHttps(tls.server().sslSocketFactory());
                server.start();
                return users.with(options).http().get("https://localhost:" + server.getPort() + "/");
            }
        };
    }

    private static Stream<Arguments> table() {
        return Stream.of(
                row(1000, "Unexpected status line: nonsense", raw(connection -> {
                    connection.readRequest(0);
                    connection.write("nonsense\r\n\r\n");
                })),
                row(1000, "EOF", raw(connection -> connection.readRequest(0))),
                row(
                        1000,
                        "lookup shop.test: no such host",
                        users -> users.findingNames(host -> List.of()).http().get("http://shop.test/")),
                row(1050, "request timeout", users -> {
                    RawServer.Script silent = connection -> {
                        while (connection.readRequest(0)) {
                            // no answer
                        }
                    };
                    try (RawServer server = new RawServer(silent)) {
                        return users.vu
                                .http()
                                .request("GET", server.url())
                                .timeout("200ms")
                                .send();
                    }
                }),
                row(
                        1100,
                        "lookup shop.test: Temporary failure in name resolution",
                        users -> users.findingNames(host -> {
                                    throw new UnknownHostException(host + ": Temporary failure in name resolution");
                                })
                                .http()
                                .get("http://shop.test/")),
                row(
                        1101,
                        "lookup: no such host",
                        users -> users.findingNames(host -> {
                                    throw new UnknownHostException(host + ": Name or service not known");
                                })
                                .http()
                                .get("http://shop.test/")),
                row(
                        1110,
                        "ip is blacklisted",
                        users -> users.with(
                                        HttpOptions.builder().blacklistIps(List.of(AddressBlock.parse("127.0.0.0/8"))))
                                .http()
                                .get("http://127.0.0.1/")),
                row(
                        1111,
                        "hostname is blocked",
                        users -> users.with(HttpOptions.builder().blockHostnames(List.of("*.test")))
                                .http()
                                .get("http://shop.test/")),
                row(1200, "read: socket closed", users -> {
                    RawServer.Script closing = connection -> {
                        connection.readRequest(0);
                        users.vu.session.close();
                        connection.readRequest(0);
                    };
                    try (RawServer server = new RawServer(closing)) {
                        return users.vu.http().get(server.url());
                    }
                }),
                row(1201, "write: broken pipe", users -> {
                    // all that came was read, so that closing is no reset; what is written then breaks the pipe
                    RawServer.Script leaves = connection -> {
                        connection.readRequest(0);
                        connection.write("HTTP/1.1 100 Continue\r\n\r\n");
                    };
                    try (RawServer server = new RawServer(leaves)) {
                        return users.vu
                                .http()
                                .request("POST", server.url())
                                .header("Expect", "100-continue")
                                .body(new byte[16 << 20])
                                .send();
                    }
                }),
                row(
                        1210,
                        "Cannot assign requested address",
                        users -> users.with(HttpOptions.builder().localIps(LocalIps.parse("192.0.2.1")))
                                .http()
                                .get("http://127.0.0.1:9/")),
                row(
                        1212,
                        "dial: connection refused",
                        users -> users.vu.http().get("http://127.0.0.1:" + HttpTagsTest.closedPort() + "/")),
                row(1220, "read: connection reset by peer", raw(connection -> {
                    connection.readRequest(0);
                    connection.reset();
                })),
                // the server's key is of another kind than the suites that are offered
                row(
                        1300,
                        "(handshake_failure) Received fatal alert: handshake_failure",
                        https(
                                TLS.trusting()
                                        .handshake(new TlsOptions(
                                                new TlsOptions.Versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2),
                                                List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
                                                List.of())),
                                TLS)),
                row(
                        1300,
                        "(certificate_expired) PKIX path validation failed:"
                                + " java.security.cert.CertPathValidatorException: validity check failed",
                        users -> {
                            Tls expired = Tls.expired();
                            return https(expired.trusting(), expired).response(users);
                        }),
                row(1301, "Unsupported or unrecognized SSL message", users -> {
                    RawServer.Script plain = connection -> {
                        connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
                        connection.readRequest(0);
                    };
                    try (RawServer server = new RawServer(plain)) {
                        return users.vu.http().get(server.url().replace("http:", "https:"));
                    }
                }),
                row(1310, "x509: unknown authority", https(HttpOptions.builder(), TLS)),
                row(1311, "x509: certificate doesn't match hostname", users -> {
                    Tls elsewhere = Tls.of("elsewhere.test");
                    return https(elsewhere.trusting(), elsewhere).response(users);
                }),
                // of every connection the server says that it takes no requests
                row(
                        1638,
                        "http2: stream error with http2 ErrCode REFUSED_STREAM",
                        frames(FrameServer.frame(FrameServer.GOAWAY, 0, 0, 0, 0, 0, 0, 0, 0, 11))),
                row(
                        1642,
                        "http2: stream error with http2 ErrCode ENHANCE_YOUR_CALM",
                        frames(FrameServer.frame(FrameServer.RST_STREAM, FrameServer.FIRST_STREAM, 0, 0, 0, 11))),
                row(
                        1652,
                        "http2: connection error with http2 ErrCode PROTOCOL_ERROR",
                        frames(FrameServer.frame(FrameServer.SETTINGS, 0, 1, 2, 3))),
                row(1657, "http2: connection error with http2 ErrCode FRAME_SIZE_ERROR", frames(new byte[] {
                    0x7f, 0, 0, 0, 0, 0, 0, 0, FrameServer.FIRST_STREAM
                })));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("table")
    void error_hasItsCodeAndText(int code, String text, Provocation provocation) throws Exception {
        try (Users users = new Users()) {
            HttpResponse response = provocation.response(users);

            assertThat(response.error()).isEqualTo(text);
            assertThat(response.errorCode()).isEqualTo(code);
            assertThat(response.status()).isZero();
            assertThat(users.vu.recorded().request())
                    .containsEntry("error", text)
                    .containsEntry("error_code", Integer.toString(code))
                    .containsEntry("status", "0")
                    .doesNotContainKey("proto");
        }
    }

    @Test
    void invalidUrl_is1020WithoutASample() {
        try (Users users = new Users()) {
            HttpResponse response = users.vu.http().get("ftp://shop.test/");
            assertThat(response.errorCode()).isEqualTo(1020);
            assertThat(response.error()).isEqualTo("invalid URL: Expected URL scheme 'http' or 'https' but was 'ftp'");
            assertThat(users.vu.recorded().series()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 451, 500, 503, 599})
    void statusFrom400_is1000More_andNoError(int status) throws Exception {
        try (MockWebServer server = new MockWebServer();
                Users users = new Users()) {
            server.enqueue(new MockResponse.Builder().code(status).build());
            server.start();
            HttpResponse response = users.vu.http().get(server.url("/").toString());
            assertThat(response.errorCode()).isEqualTo(1000 + status);
            assertThat(response.error()).isEmpty();
            assertThat(users.vu.recorded().request())
                    .containsEntry("error_code", Integer.toString(1000 + status))
                    .doesNotContainKey("error");
        }
    }

    @Test
    void undecodableBody_is1701() throws Exception {
        RawServer.Script broken = connection -> {
            connection.readRequest(0);
            connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope");
        };
        try (RawServer server = new RawServer(broken);
                Users users = new Users()) {
            HttpResponse response = users.vu.http().get(server.url());
            assertThat(response.errorCode()).isEqualTo(1701);
            assertThat(response.error()).startsWith("error decompressing response body (");
            Map<String, String> tags = users.vu.recorded().request();
            assertThat(tags).containsEntry("error_code", "1701").containsEntry("error", response.error());
        }
    }

    @Test
    void blockedAndBlacklisted_haveNoTime() {
        try (Users users = new Users()) {
            HttpResponse response = users.with(
                            HttpOptions.builder().blacklistIps(List.of(AddressBlock.parse("127.0.0.0/8"))))
                    .http()
                    .get("http://127.0.0.1/");
            assertThat(response.timings().blocked()).isZero();
            assertThat(response.timings().connecting()).isZero();
            assertThat(response.timings().duration()).isZero();
        }
    }
}
