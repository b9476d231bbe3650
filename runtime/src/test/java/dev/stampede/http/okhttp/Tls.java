package dev.stampede.http.okhttp;

import dev.stampede.http.HttpOptions;
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

    HttpOptions.Builder trusting() {
        return HttpOptions.builder().tls(client.sslSocketFactory(), client.trustManager());
    }
}
