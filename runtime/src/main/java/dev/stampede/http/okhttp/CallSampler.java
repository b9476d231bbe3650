package dev.stampede.http.okhttp;

import dev.stampede.http.HopSampler;
import dev.stampede.http.RoundTripTrace;
import dev.stampede.http.TransportError;
import dev.stampede.metrics.TagSet;
import dev.stampede.traces.TraceContext;
import dev.stampede.traces.Tracer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.function.IntPredicate;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Records each round trip of one call of an instrumented client, whoever caused it: the call itself, a redirect, an
 * authenticator, an interceptor that tries again. A round trip ends when the next one begins, the body was read or closed,
 * or the call failed. What never reached the network is not recorded.
 *
 * <p>Confined to the thread that makes the call, and then to the one that reads the body.
 */
final class CallSampler extends TracingListener {
    private final HopSampler sampler;
    private final TagSet tags;
    private final @Nullable IntPredicate expected;
    private final @Nullable Tracer tracer;
    private final double[] values = new double[HopSampler.VALUES];
    private @Nullable TraceContext context;
    private Request request;
    private boolean onNetwork;
    private @Nullable IOException failure;

    /** Listens to a call that is about to begin. */
    CallSampler(
            HopSampler sampler,
            Wire wire,
            TagSet tags,
            @Nullable IntPredicate expected,
            @Nullable Tracer tracer,
            @Nullable TraceContext context,
            Request request) {
        super(wire, new RoundTripTrace());
        this.sampler = sampler;
        this.tags = tags;
        this.expected = expected;
        this.tracer = tracer;
        this.context = context;
        this.request = request;
        trace().begin(System.nanoTime());
    }

    /** Something happens that needs a connection: ends the round trip before, if there was one. */
    private void wantConnection() {
        if (trace().status() != 0 || failure != null) {
            finish(failure);
            begin(trace(), System.nanoTime());
        }
        onNetwork = true;
    }

    private void finish(@Nullable IOException thrown) {
        // what was interrupted is not recorded
        if (onNetwork && !(thrown != null && Thread.currentThread().isInterrupted())) {
            settle();
            TransportError error =
                    thrown == null ? null : TransportError.of(OkHttpTransport.translate(thrown), trace());
            sampler.record(tags, request.method(), masked(request.url()), context, trace(), error, expected, values);
        }
        onNetwork = false;
        failure = null;
    }

    /** With user information masked. */
    static String masked(HttpUrl url) {
        if (url.username().isEmpty() && url.password().isEmpty()) {
            return url.toString();
        }
        String password = url.password().isEmpty() ? "" : "****";
        return url.newBuilder().username("****").password(password).build().toString();
    }

    @Override
    public void dnsStart(Call call, String host) {
        wantConnection();
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        wantConnection();
        super.connectStart(call, address, proxy);
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        wantConnection();
        super.connectionAcquired(call, connection);
    }

    @Override
    public void requestHeadersStart(Call call) {
        wantConnection();
        super.requestHeadersStart(call);
    }

    @Override
    public void followUpDecision(Call call, Response networkResponse, @Nullable Request next) {
        if (next != null) {
            finish(failure);
            begin(trace(), System.nanoTime());
            request = next;
        }
    }

    @Override
    public void retryDecision(Call call, IOException exception, boolean retry) {
        super.retryDecision(call, exception, retry);
        if (!retry) {
            failure = exception;
        }
    }

    @Override
    public void requestHeadersEnd(Call call, Request asSent) {
        super.requestHeadersEnd(call, asSent);
        request = asSent;
        if (tracer != null) {
            adoptTrace(tracer, asSent.header(tracer.header()));
        }
    }

    /** An interceptor of the test's own, such as that of a tracing library, has the last word. */
    private void adoptTrace(Tracer adopting, @Nullable String sent) {
        if (sent == null) {
            context = null;
        } else if (context == null || !context.header().equals(sent)) {
            context = adopting.context(sent);
        }
    }

    @Override
    public void responseHeadersEnd(Call call, Response headers) {
        super.responseHeadersEnd(call, headers);
        // the test sees the status before the body is read or closed
        sampler.answered(request.method(), masked(request.url()), headers.code());
    }

    @Override
    public void callEnd(Call call) {
        finish(failure);
    }

    @Override
    public void callFailed(Call call, IOException exception) {
        Lifetime lifetime = request.tag(Lifetime.class);
        finish(lifetime != null && lifetime.isOver(exception) ? failure : exception);
    }
}
