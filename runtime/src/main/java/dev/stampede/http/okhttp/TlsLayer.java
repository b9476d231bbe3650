package dev.stampede.http.okhttp;

import dev.stampede.http.RoundTripTrace;
import dev.stampede.http.direct.Dialer;
import java.io.IOException;
import java.net.UnknownServiceException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.TlsVersion;
import org.jspecify.annotations.Nullable;

/** Speaks TLS with what an OkHttp client trusts, shows and offers, but for HTTP/2. Thread-safe; one for a run. */
final class TlsLayer {
    private final SSLSocketFactory sockets;
    private final HostnameVerifier verifier;
    private final ConnectionSpec spec;

    TlsLayer(OkHttpClient like) {
        this.sockets = like.sslSocketFactory();
        this.verifier = like.hostnameVerifier();
        this.spec = like.connectionSpecs().stream()
                .filter(ConnectionSpec::isTls)
                .findFirst()
                .orElseThrow();
    }

    /** Shakes hands over a connected socket. */
    Dialer.Line over(CountingSocket tcp, HttpUrl url, RoundTripTrace trace) throws IOException {
        trace.tlsStarted(System.nanoTime());
        SSLSocket socket = (SSLSocket) sockets.createSocket(tcp, url.host(), url.port(), true);
        boolean open = false;
        try {
            offer(socket);
            socket.startHandshake();
            SSLSession session = socket.getSession();
            if (!verifier.verify(url.host(), session)) {
                throw new SSLPeerUnverifiedException("Hostname " + url.host() + " not verified");
            }
            trace.tlsDone(System.nanoTime());
            String version = TracingListener.tls(TlsVersion.forJavaName(session.getProtocol()));
            open = true;
            return new Dialer.Line(socket, tcp, tcp, version, session.getCipherSuite());
        } finally {
            if (!open) {
                socket.close();
            }
        }
    }

    private void offer(SSLSocket socket) throws IOException {
        if (!spec.isCompatible(socket)) {
            throw new UnknownServiceException("Unable to find acceptable protocols");
        }
        SSLParameters parameters = socket.getSSLParameters();
        List<TlsVersion> versions = spec.tlsVersions();
        if (versions != null) {
            parameters.setProtocols(
                    both(parameters.getProtocols(), versions.stream().map(TlsVersion::javaName)));
        }
        List<CipherSuite> suites = spec.cipherSuites();
        if (suites != null) {
            parameters.setCipherSuites(
                    both(parameters.getCipherSuites(), suites.stream().map(CipherSuite::javaName)));
        }
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        socket.setSSLParameters(parameters);
    }

    private static String[] both(String @Nullable [] enabled, Stream<String> wanted) {
        List<String> names = wanted.toList();
        return enabled == null
                ? names.toArray(String[]::new)
                : Stream.of(enabled).filter(names::contains).toArray(String[]::new);
    }
}
