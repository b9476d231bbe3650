package dev.stampede.http.apache;

import dev.stampede.http.ClientScope;
import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Connections over the virtual user's sockets, which tell the round trip that opens them of each step. */
final class MeasuredConnections extends PoolingHttpClientConnectionManagerBuilder {
    private final ClientScope scope;

    MeasuredConnections(ClientScope scope) {
        this.scope = scope;
    }

    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
            SchemePortResolver ports, DnsResolver dns, TlsSocketStrategy tls) {
        return new Operator(scope, ports, dns, tls);
    }

    private static final class Operator extends DefaultHttpClientConnectionOperator {

        Operator(ClientScope scope, SchemePortResolver ports, DnsResolver dns, TlsSocketStrategy tls) {
            super(
                    proxy -> socket(scope, proxy),
                    ports,
                    dns,
                    RegistryBuilder.<TlsSocketStrategy>create()
                            .register(URIScheme.HTTPS.id, tls)
                            .build());
        }

        private static Socket socket(ClientScope scope, @Nullable Proxy proxy) throws IOException {
            return proxy == null || proxy.type() == Proxy.Type.DIRECT
                    ? scope.sockets().createSocket()
                    : scope.socketThrough(proxy);
        }

        @Override
        protected void onBeforeSocketConnect(HttpContext context, HttpHost host) {
            RoundTrip roundTrip = RoundTrip.of(context);
            if (roundTrip != null) {
                roundTrip.connecting();
            }
        }

        @Override
        protected void onAfterSocketConnect(HttpContext context, HttpHost host) {
            RoundTrip roundTrip = RoundTrip.of(context);
            if (roundTrip != null) {
                roundTrip.connected();
            }
        }

        @Override
        protected void onBeforeTlsHandshake(HttpContext context, HttpHost host) {
            RoundTrip roundTrip = RoundTrip.of(context);
            if (roundTrip != null) {
                roundTrip.tlsStarted();
            }
        }

        @Override
        protected void onAfterTlsHandshake(HttpContext context, HttpHost host) {
            RoundTrip roundTrip = RoundTrip.of(context);
            if (roundTrip != null) {
                roundTrip.tlsDone();
            }
        }
    }
}
