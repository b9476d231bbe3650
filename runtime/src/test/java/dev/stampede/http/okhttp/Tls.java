package dev.stampede.http.okhttp;

import dev.stampede.http.HttpOptions;
import java.time.Duration;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Certificates of a server for a host, and a client that trusts it. */
record Tls(HandshakeCertificates server, HandshakeCertificates client) {
    static Tls of(String... hosts) {
        HeldCertificate.Builder certificate = new HeldCertificate.Builder();
        for (String host : hosts) {
            certificate.addSubjectAlternativeName(host);
        }
        HeldCertificate held = certificate.build();
        return new Tls(
                new HandshakeCertificates.Builder().heldCertificate(held).build(),
                new HandshakeCertificates.Builder()
                        .addTrustedCertificate(held.certificate())
                        .build());
    }

    /** A certificate for this machine that expired in 1970, by an authority that is trusted. */
    static Tls expired() {
        HeldCertificate authority =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        HeldCertificate held = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .signedBy(authority)
                .validityInterval(0, Duration.ofDays(1).toMillis())
                .build();
        return new Tls(
                new HandshakeCertificates.Builder().heldCertificate(held).build(),
                new HandshakeCertificates.Builder()
                        .addTrustedCertificate(authority.certificate())
                        .build());
    }

    HttpOptions.Builder trusting() {
        return HttpOptions.builder().tls(client.sslSocketFactory(), client.trustManager());
    }
}
