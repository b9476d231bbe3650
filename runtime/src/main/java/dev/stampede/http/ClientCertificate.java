package dev.stampede.http;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a client shows of itself in a TLS handshake. Immutable. (k6: {@code tlsAuth}.)
 *
 * @param chain the certificate, and those that vouch for it
 * @param key of the certificate; never shown
 * @param domains hosts it is for, by name or by pattern such as {@code *.example.com}; empty for all
 */
public record ClientCertificate(List<X509Certificate> chain, PrivateKey key, List<String> domains) {
    public ClientCertificate {
        chain = List.copyOf(chain);
        domains = List.copyOf(domains);
    }

    /**
     * Reads one.
     *
     * @param certificate one or more in PEM
     * @param key its key in PEM: PKCS#8, PKCS#1 (RSA) or SEC 1 (EC)
     * @param password of the key when it is encrypted in the old way, by headers in the PEM; empty for none
     * @throws IllegalArgumentException if they cannot be read, or do not belong together; says nothing of key and password
     */
    public static ClientCertificate parse(String certificate, String key, String password, List<String> domains) {
        List<X509Certificate> chain = chain(certificate);
        PrivateKey secret = PemKey.read(key, password);
        if (!belongs(secret, chain.getFirst().getPublicKey())) {
            throw new IllegalArgumentException("tls: private key does not match public key");
        }
        return new ClientCertificate(chain, secret, domains);
    }

    private static List<X509Certificate> chain(String pem) {
        try {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (chain.isEmpty()) {
                throw new IllegalArgumentException("tls: failed to find any PEM data in certificate input");
            }
            return chain;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("tls: failed to find any PEM data in certificate input", e);
        }
    }

    private static boolean belongs(PrivateKey secret, PublicKey known) {
        String algorithm = switch (known.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> known.getAlgorithm();
        };
        byte[] text = "a text".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(secret);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(known);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return chain.getFirst().getSubjectX500Principal().getName();
    }
}
