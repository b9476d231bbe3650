package dev.stampede.http;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import okhttp3.TlsVersion;
import org.jspecify.annotations.Nullable;

/** What this JVM can do of what TLS options ask for. */
public final class TlsSupport {
    private TlsSupport() {}

    /** Why handshakes with these versions cannot be; null when they can. */
    public static @Nullable String problem(TlsOptions.Versions versions) {
        Set<String> able = Set.of(enabled().getProtocols());
        List<TlsVersion> wanted = versions.all();
        if (wanted.isEmpty()) {
            return "the lowest TLS version is above the highest: " + versions;
        }
        return wanted.stream().anyMatch(one -> able.contains(one.javaName()))
                ? null
                : "this JVM does not do " + versions + " (security property jdk.tls.disabledAlgorithms)";
    }

    /** Why handshakes with these suites cannot be; null when they can. */
    public static @Nullable String problem(List<String> cipherSuites) {
        Set<String> able = Set.of(enabled().getCipherSuites());
        return cipherSuites.isEmpty() || cipherSuites.stream().anyMatch(able::contains)
                ? null
                : "this JVM does none of the cipher suites " + String.join(", ", cipherSuites)
                        + " (security property jdk.tls.disabledAlgorithms)";
    }

    private static SSLParameters enabled() {
        try {
            return SSLContext.getDefault().getDefaultSSLParameters();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }
}
