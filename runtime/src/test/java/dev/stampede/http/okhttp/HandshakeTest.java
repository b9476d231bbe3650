package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.HttpResponse;
import dev.stampede.http.ClientCertificate;
import dev.stampede.http.HttpOptions;
import dev.stampede.http.TlsOptions;
import dev.stampede.http.TlsOptions.Versions;
import java.security.Principal;
import java.util.List;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Handshake;
import okhttp3.TlsVersion;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What handshakes offer: versions, cipher suites, client certificates. */
class HandshakeTest {
    private static final HeldCertificate SERVER = new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .rsa2048()
            .build();
    private static final HeldCertificate ONE = authority("one");
    private static final HeldCertificate TWO = authority("two");

    @StartStop
    private final MockWebServer server = new MockWebServer();

    private static HeldCertificate authority(String name) {
        return new HeldCertificate.Builder()
                .commonName(name)
                .certificateAuthority(0)
                .build();
    }

    private static ClientCertificate by(HeldCertificate authority, String name, String... domains) {
        HeldCertificate held = new HeldCertificate.Builder()
                .commonName(name)
                .signedBy(authority)
                .build();
        return ClientCertificate.parse(held.certificatePem(), held.privateKeyPkcs8Pem(), "", List.of(domains));
    }

    private Handshake handshake(TlsOptions options, HeldCertificate... trusted) throws InterruptedException {
        HandshakeCertificates.Builder serverSide = new HandshakeCertificates.Builder().heldCertificate(SERVER);
        for (HeldCertificate authority : trusted) {
            serverSide.addTrustedCertificate(authority.certificate());
        }
        server.useHttps(serverSide.build().sslSocketFactory());
        server.enqueue(new MockResponse.Builder().body("ok").build());
        HandshakeCertificates client = new HandshakeCertificates.Builder()
                .addTrustedCertificate(SERVER.certificate())
                .build();
        HttpOptions http = HttpOptions.builder()
                .tls(client.sslSocketFactory(), client.trustManager())
                .handshake(options)
                .build();
        try (VirtualUser vu = new VirtualUser(http)) {
            HttpResponse response = vu.http().get("https://localhost:" + server.getPort() + "/");
            assertThat(response.error()).isEmpty();
            RecordedRequest request = server.takeRequest();
            return Objects.requireNonNull(request.getHandshake());
        }
    }

    private static TlsOptions versions(TlsVersion min, TlsVersion max) {
        return new TlsOptions(new Versions(min, max), List.of(), List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_1_2, TLS_1_2, TLS_1_2",
        "TLS_1_3, TLS_1_3, TLS_1_3",
        "TLS_1_0, TLS_1_2, TLS_1_2",
        "TLS_1_2, TLS_1_3, TLS_1_3"
    })
    void versions_areThoseThatAreOffered(TlsVersion min, TlsVersion max, TlsVersion taken) throws Exception {
        assertThat(handshake(versions(min, max)).tlsVersion()).isEqualTo(taken);
    }

    @Test
    void cipherSuites_areThoseUpToTls12() throws Exception {
        String suite = "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384".replace("384", "");
        TlsOptions old =
                new TlsOptions(new Versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2), List.of(suite), List.of());
        assertThat(handshake(old).cipherSuite().javaName()).isEqualTo(suite);

        TlsOptions both = new TlsOptions(null, List.of(suite), List.of());
        assertThat(handshake(both).tlsVersion()).isEqualTo(TlsVersion.TLS_1_3);
    }

    private Principal shown(List<ClientCertificate> certificates, HeldCertificate... trusted) throws Exception {
        server.requireClientAuth();
        return Objects.requireNonNull(handshake(new TlsOptions(null, List.of(), certificates), trusted)
                .peerPrincipal());
    }

    @Test
    void clientCertificate_isOneThatTheServersAuthoritiesVouchFor() throws Exception {
        List<ClientCertificate> both = List.of(by(ONE, "first"), by(TWO, "second"));
        assertThat(shown(both, TWO).getName()).isEqualTo("CN=second");
    }

    @Test
    void clientCertificate_ofTheHostComesFirst_andOfAnotherNever() throws Exception {
        List<ClientCertificate> all =
                List.of(by(ONE, "other", "other.test"), by(ONE, "any"), by(ONE, "mine", "local*", "localhost"));
        assertThat(shown(all, ONE).getName()).isEqualTo("CN=mine");
        assertThat(shown(all.subList(0, 2), ONE).getName()).isEqualTo("CN=any");
    }

    @Test
    void nobodyAsks_nothingIsShown() throws Exception {
        assertThat(handshake(new TlsOptions(null, List.of(), List.of(by(ONE, "first"))))
                        .peerCertificates())
                .isEmpty();
    }
}
