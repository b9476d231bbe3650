package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.HttpResponse;
import dev.stampede.http.HttpOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

/** Where connections go, and whom they trust. */
class ConnectionOptionsTest {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @StartStop
    private final MockWebServer server = new MockWebServer();

    @Test
    void hosts_areNotLookedUpAndKeepTheirName() throws Exception {
        server.enqueue(new MockResponse.Builder().body("one").build());
        server.enqueue(new MockResponse.Builder().body("two").build());
        HttpOptions options = HttpOptions.builder()
                .hosts(Map.of("shop.invalid", LOOPBACK, "*.cdn.invalid", LOOPBACK))
                .build();
        try (VirtualUser vu = new VirtualUser(options)) {
            HttpResponse named = vu.http().get("http://Shop.invalid:" + server.getPort() + "/");
            HttpResponse matched = vu.http().get("http://a.b.cdn.invalid:" + server.getPort() + "/");

            assertThat(named.body()).isEqualTo("one");
            assertThat(matched.body()).isEqualTo("two");
        }
        assertThat(server.takeRequest().getHeaders().get("Host")).isEqualTo("shop.invalid:" + server.getPort());
    }

    @Test
    void insecureSkipTlsVerify_takesAnyCertificateForAnyHost() throws Exception {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("elsewhere.invalid")
                .build();
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslSocketFactory());
        server.enqueue(new MockResponse.Builder().body("hello").build());
        try (VirtualUser vu = new VirtualUser(
                HttpOptions.builder().insecureSkipTlsVerify(true).build())) {
            HttpResponse response = vu.http().get("https://127.0.0.1:" + server.getPort() + "/");

            assertThat(response.error()).isEmpty();
            assertThat(response.body()).isEqualTo("hello");
        }
    }
}
