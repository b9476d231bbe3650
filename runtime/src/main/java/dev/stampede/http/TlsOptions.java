package dev.stampede.http;

import java.util.List;
import okhttp3.TlsVersion;
import org.jspecify.annotations.Nullable;

/**
 * What TLS handshakes offer. Immutable.
 *
 * @param versions which versions of TLS; null for 1.2 and 1.3
 * @param cipherSuites which suites up to TLS 1.2, by their IANA names; those of TLS 1.3 are always offered. Empty for the
 *     usual ones
 * @param certificates what the client shows of itself to servers that ask for it
 */
public record TlsOptions(@Nullable Versions versions, List<String> cipherSuites, List<ClientCertificate> certificates) {
    /** Nothing but what is usual. */
    public static final TlsOptions DEFAULTS = new TlsOptions(null, List.of(), List.of());

    public TlsOptions {
        cipherSuites = List.copyOf(cipherSuites);
        certificates = List.copyOf(certificates);
    }

    /**
     * Versions of TLS from one to another. (k6: {@code tlsVersion}.)
     *
     * @param min the lowest
     * @param max the highest
     */
    public record Versions(TlsVersion min, TlsVersion max) {
        /** All of these, the highest first. */
        public List<TlsVersion> all() {
            return List.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2, TlsVersion.TLS_1_1, TlsVersion.TLS_1_0).stream()
                    // the enum begins with the highest
                    .filter(one -> one.compareTo(max) >= 0 && one.compareTo(min) <= 0)
                    .toList();
        }

        /**
         * The version of k6's name, {@code tls1.0} to {@code tls1.3}.
         *
         * @throws IllegalArgumentException if there is none; the message is k6's
         */
        public static TlsVersion version(String name) {
            return switch (name) {
                case "tls1.0" -> TlsVersion.TLS_1_0;
                case "tls1.1" -> TlsVersion.TLS_1_1;
                case "tls1.2" -> TlsVersion.TLS_1_2;
                case "tls1.3" -> TlsVersion.TLS_1_3;
                default -> throw new IllegalArgumentException("unknown TLS version: " + name);
            };
        }

        /** k6's name of a version. */
        public static String name(TlsVersion version) {
            return switch (version) {
                case TLS_1_0 -> "tls1.0";
                case TLS_1_1 -> "tls1.1";
                case TLS_1_2 -> "tls1.2";
                case TLS_1_3 -> "tls1.3";
                case SSL_3_0 -> "ssl3.0";
            };
        }

        /** As k6 writes it. */
        @Override
        public String toString() {
            return min == max ? name(min) : name(min) + " to " + name(max);
        }
    }
}
