package dev.stampede.http.jdk;

import dev.stampede.http.ClientCall;
import dev.stampede.http.ClientScope;
import dev.stampede.http.RequestNames;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A client of the JDK whose round trips are recorded. For the virtual user's threads, each of which has calls of its own. */
final class MeasuredClient extends HttpClient {
    private final HttpClient client;
    private final ClientScope scope;
    private final RequestNames names;
    private final Redirect redirects;
    private final @Nullable Executor executor;
    /** Known to the scope for as long as this client is held. */
    private final Runnable ending;

    /** @param client follows no redirects */
    MeasuredClient(
            HttpClient client, ClientScope scope, RequestNames names, Redirect redirects, @Nullable Executor executor) {
        this.client = client;
        this.scope = scope;
        this.names = names;
        this.redirects = redirects;
        this.executor = executor;
        this.ending = client::shutdownNow;
        scope.whenClosed(ending);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        ClientCall call = new ClientCall(
                scope,
                names.name(request.method(), request.uri()),
                name -> request.headers().firstValue(name).orElse(null));
        Duration limit = request.timeout().orElse(scope.options().timeout());
        long start = System.nanoTime();
        HttpRequest next = request;
        HttpResponse<T> previous = null;
        for (int followed = 0; ; followed++) {
            RoundTrip<T> roundTrip = new RoundTrip<>(this, call, next, followed);
            HttpResponse<T> response = roundTrip.send(client, completed(next, call, left(limit, start)), handler);
            HttpResponse<T> linked = previous == null ? response : new FollowedResponse<>(response, previous);
            URI to = roundTrip.redirect();
            if (to == null) {
                return linked;
            }
            next = Redirection.next(next, to, response.statusCode());
            previous = linked;
        }
    }

    /** What is left of a call's time; zero stands for no limit. */
    private static Duration left(Duration limit, long start) throws HttpTimeoutException {
        if (limit.isZero()) {
            return limit;
        }
        Duration left = limit.minusNanos(System.nanoTime() - start);
        if (left.isNegative() || left.isZero()) {
            throw new HttpTimeoutException("request timed out");
        }
        return left;
    }

    private static HttpRequest completed(HttpRequest request, ClientCall call, Duration limit) {
        HttpRequest.Builder completed = HttpRequest.newBuilder(request, (name, value) -> true);
        if (!limit.isZero()) {
            completed.timeout(limit);
        }
        String trace = call.traceHeader();
        if (trace != null && request.headers().firstValue(trace).isEmpty()) {
            completed.header(trace, call.traceValue());
        }
        return completed.build();
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return CompletableFuture.completedFuture(send(request, handler));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(e);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            HttpResponse.BodyHandler<T> handler,
            HttpResponse.@Nullable PushPromiseHandler<T> pushes) {
        if (pushes != null) {
            throw new UnsupportedOperationException(
                    "The virtual user's java.net.http.HttpClient takes no pushed responses: nobody asked for them, so"
                            + " they cannot be measured. Pass no PushPromiseHandler.");
        }
        return sendAsync(request, handler);
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        throw new UnsupportedOperationException(
                "The virtual user's java.net.http.HttpClient opens no WebSockets: their listener would run on threads of"
                        + " its own. Take a parameter of type dev.stampede.websocket.WebSockets, and open them with it.");
    }

    @Override
    public Redirect followRedirects() {
        return redirects;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public void shutdown() {
        client.shutdown();
    }

    @Override
    public boolean awaitTermination(Duration duration) throws InterruptedException {
        return client.awaitTermination(duration);
    }

    @Override
    public boolean isTerminated() {
        return client.isTerminated();
    }

    @Override
    public void shutdownNow() {
        client.shutdownNow();
    }

    @Override
    public void close() {
        client.close();
    }
}
