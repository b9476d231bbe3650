package dev.stampede.http.apache;

import java.io.IOException;
import org.apache.hc.client5.http.EndpointInfo;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one round trip: tells it when the request goes out, and when the connection is given back. What another
 * thread than the one that made the request gives back is not: it was refused what it was about.
 */
final class MeasuredRuntime implements ExecRuntime {
    private final ExecRuntime runtime;
    private final RoundTrip roundTrip;

    MeasuredRuntime(ExecRuntime runtime, RoundTrip roundTrip) {
        this.runtime = runtime;
        this.roundTrip = roundTrip;
    }

    @Override
    public ClassicHttpResponse execute(String id, ClassicHttpRequest request, HttpClientContext context)
            throws IOException, HttpException {
        if (request.getMethod().equals("CONNECT")) {
            return runtime.execute(id, request, context); // of a proxy's tunnel: part of connecting
        }
        return execute(id, request, null, context);
    }

    @Override
    public ClassicHttpResponse execute(
            String id,
            ClassicHttpRequest request,
            @Nullable HttpResponseInformationCallback callback,
            HttpClientContext context)
            throws IOException, HttpException {
        roundTrip.gotConnection();
        ClassicHttpResponse response = null;
        try {
            response = runtime.execute(id, request, callback, context);
        } finally {
            roundTrip.exchanged(response);
        }
        HttpEntity entity = response.getEntity();
        if (entity == null || !entity.isStreaming()) {
            roundTrip.ended(null);
        } else {
            response.setEntity(new MeasuredEntity(entity, roundTrip));
        }
        return response;
    }

    @Override
    public void releaseEndpoint() {
        if (roundTrip.isOfThread()) {
            roundTrip.ended(null);
            runtime.releaseEndpoint();
        }
    }

    @Override
    public void discardEndpoint() {
        if (roundTrip.isOfThread()) {
            roundTrip.givenUp();
            runtime.discardEndpoint();
        }
    }

    @Override
    public void disconnectEndpoint() throws IOException {
        roundTrip.requireThread();
        roundTrip.givenUp();
        runtime.disconnectEndpoint();
    }

    @Override
    public boolean isExecutionAborted() {
        return runtime.isExecutionAborted();
    }

    @Override
    public boolean isEndpointAcquired() {
        return runtime.isEndpointAcquired();
    }

    @Override
    public void acquireEndpoint(String id, HttpRoute route, @Nullable Object state, HttpClientContext context)
            throws IOException {
        runtime.acquireEndpoint(id, route, state, context);
    }

    @Override
    public boolean isEndpointConnected() {
        return runtime.isEndpointConnected();
    }

    @Override
    public void connectEndpoint(HttpClientContext context) throws IOException {
        runtime.connectEndpoint(context);
    }

    @Override
    public void upgradeTls(HttpClientContext context) throws IOException {
        runtime.upgradeTls(context);
    }

    @Override
    public EndpointInfo getEndpointInfo() {
        return runtime.getEndpointInfo();
    }

    @Override
    public boolean isConnectionReusable() {
        return runtime.isConnectionReusable();
    }

    @Override
    public void markConnectionReusable(Object state, TimeValue validity) {
        runtime.markConnectionReusable(state, validity);
    }

    @Override
    public void markConnectionNonReusable() {
        runtime.markConnectionNonReusable();
    }

    @Override
    public ExecRuntime fork(CancellableDependency dependency) {
        return runtime.fork(dependency);
    }
}
