package dev.stampede.http.okhttp;

import dev.stampede.http.HttpOptions;
import dev.stampede.http.TlsOptions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.TlsVersion;
import org.jspecify.annotations.Nullable;

/** The TLS of a run: made once, and shared by the clients of all virtual users. Immutable. */
final class TlsSetup {
    private static final List<String> OF_TLS_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private final boolean anyone;
    private final @Nullable SSLSocketFactory sockets;
    private final @Nullable X509TrustManager trust;
    private final @Nullable ConnectionSpec spec;

    TlsSetup(HttpOptions options) {
        HttpOptions.Tls given = options.tls();
        TlsOptions handshake = options.handshake();
        anyone = options.insecureSkipTlsVerify();
        spec = spec(handshake);
        if (handshake.certificates().isEmpty() && !anyone) {
            sockets = given == null ? null : given.socketFactory();
            trust = given == null ? null : given.trustManager();
            return;
        }
        try {
            trust = anyone ? TrustAnyone.INSTANCE : given == null ? javas() : given.trustManager();
            KeyManager[] keys = {new ClientKeys(handshake.certificates())};
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(handshake.certificates().isEmpty() ? null : keys, new TrustManager[] {trust}, null);
            sockets = context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    private static @Nullable ConnectionSpec spec(TlsOptions handshake) {
        TlsOptions.Versions versions = handshake.versions();
        if (versions == null && handshake.cipherSuites().isEmpty()) {
            return null;
        }
        ConnectionSpec.Builder spec = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS);
        if (versions != null) {
            spec.tlsVersions(versions.all().toArray(TlsVersion[]::new));
        }
        if (!handshake.cipherSuites().isEmpty()) {
            List<String> suites = new ArrayList<>(OF_TLS_1_3);
            suites.addAll(handshake.cipherSuites());
            spec.cipherSuites(suites.toArray(String[]::new));
        }
        return spec.build();
    }

    private static X509TrustManager javas() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("there is nobody to trust"));
    }

    /** Sets a client up. */
    void in(OkHttpClient.Builder client) {
        if (sockets != null && trust != null) {
            client.sslSocketFactory(sockets, trust);
        }
        if (anyone) {
            client.hostnameVerifier((host, session) -> true);
        }
        if (spec != null) {
            client.connectionSpecs(List.of(spec, ConnectionSpec.CLEARTEXT));
        }
    }
}
