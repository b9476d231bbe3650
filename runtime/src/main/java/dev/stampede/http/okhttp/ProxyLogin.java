package dev.stampede.http.okhttp;

import dev.stampede.proxies.Proxies;
import java.io.IOException;
import java.net.Proxy;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Logs in to the proxy with each request that it sees itself, which are those without TLS. Thread-safe. */
final class ProxyLogin implements Interceptor {
    static final String HEADER = "Proxy-Authorization";

    private final Proxies proxies;

    ProxyLogin(Proxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        String login = request.isHttps() ? null : login(chain.connection());
        return chain.proceed(
                login == null || request.header(HEADER) != null
                        ? request
                        : request.newBuilder().header(HEADER, login).build());
    }

    private @Nullable String login(@Nullable Connection connection) {
        Proxy proxy = connection == null ? Proxy.NO_PROXY : connection.route().proxy();
        return proxy.type() == Proxy.Type.HTTP ? proxies.authorization(proxy) : null;
    }
}
