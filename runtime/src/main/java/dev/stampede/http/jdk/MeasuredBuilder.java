package dev.stampede.http.jdk;

import dev.stampede.http.ClientScope;
import dev.stampede.http.RequestNames;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's builder, but the client it builds is measured. Redirects are kept from the JDK's client, as it would follow them
 * unseen. Not thread-safe.
 */
final class MeasuredBuilder implements HttpClient.Builder {
    private final HttpClient.Builder builder = HttpClient.newBuilder();
    private final ClientScope scope;
    private final RequestNames names;
    private HttpClient.Redirect redirects = HttpClient.Redirect.NEVER;
    private @Nullable Executor executor;

    MeasuredBuilder(ClientScope scope, RequestNames names) {
        this.scope = scope;
        this.names = names;
    }

    @Override
    public HttpClient.Builder cookieHandler(CookieHandler cookieHandler) {
        builder.cookieHandler(cookieHandler);
        return this;
    }

    @Override
    public HttpClient.Builder connectTimeout(Duration duration) {
        builder.connectTimeout(duration);
        return this;
    }

    @Override
    public HttpClient.Builder sslContext(SSLContext sslContext) {
        builder.sslContext(sslContext);
        return this;
    }

    @Override
    public HttpClient.Builder sslParameters(SSLParameters sslParameters) {
        builder.sslParameters(sslParameters);
        return this;
    }

    @Override
    public HttpClient.Builder executor(Executor given) {
        builder.executor(given);
        executor = given;
        return this;
    }

    @Override
    public HttpClient.Builder followRedirects(HttpClient.Redirect policy) {
        redirects = policy;
        return this;
    }

    @Override
    public HttpClient.Builder version(HttpClient.Version version) {
        builder.version(version);
        return this;
    }

    @Override
    public HttpClient.Builder priority(int priority) {
        builder.priority(priority);
        return this;
    }

    @Override
    public HttpClient.Builder proxy(ProxySelector proxySelector) {
        builder.proxy(proxySelector);
        return this;
    }

    @Override
    public HttpClient.Builder authenticator(Authenticator authenticator) {
        builder.authenticator(authenticator);
        return this;
    }

    @Override
    public HttpClient.Builder localAddress(InetAddress localAddress) {
        builder.localAddress(localAddress);
        return this;
    }

    @Override
    public HttpClient build() {
        if (executor == null) {
            // the JDK's own would be a pool of platform threads for each virtual user
            builder.executor(Executors.newVirtualThreadPerTaskExecutor());
        }
        HttpClient client = builder.followRedirects(HttpClient.Redirect.NEVER).build();
        return new MeasuredClient(client, scope, names, redirects, executor);
    }
}
