package dev.stampede.http.okhttp;

import dev.stampede.metrics.SampleContext;
import dev.stampede.traces.TraceContext;
import dev.stampede.traces.Tracer;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/**
 * Sets a {@link CallSampler} on each call of an instrumented client. An interceptor rather than the client's event listener,
 * so that a client derived by {@code newBuilder()} with a listener of its own is still measured.
 */
final class InstrumentingInterceptor implements Interceptor {
    private final HttpSession session;

    InstrumentingInterceptor(HttpSession session) {
        this.session = session;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        SampleContext here = session.requireThread();
        Request request = chain.request();
        if ("websocket".equalsIgnoreCase(request.header("Upgrade"))) {
            throw new IOException("The virtual user's OkHttpClient opens no WebSockets: their reader would be a thread"
                    + " of its own. Take a parameter of type dev.stampede.websocket.WebSockets, and open "
                    + CallSampler.masked(request.url()) + " with it.");
        }
        awaitTurn(chain.call());
        Tracer tracer = session.tracer();
        String given = tracer == null ? null : request.header(tracer.header());
        TraceContext context = tracer == null ? null : tracer.context(given);
        chain.call().addEventListener(session.sampler(here, request, context));
        return chain.proceed(completed(request, given == null ? context : null));
    }

    /** The limit of the call's time begins anew after the wait, which is no part of it. */
    private void awaitTurn(Call call) throws IOException {
        boolean limited = session.isPaced() && call.timeout() instanceof AsyncTimeout;
        if (limited) {
            boolean unused = ((AsyncTimeout) call.timeout()).exit();
        }
        try {
            session.awaitTurn();
        } finally {
            if (limited) {
                ((AsyncTimeout) call.timeout()).enter();
            }
        }
    }

    /** The request with the headers that the run gives each, unless the test has set them. */
    private Request completed(Request request, @Nullable TraceContext trace) {
        String userAgent = session.options().userAgent();
        boolean named = request.header("User-Agent") != null || userAgent.isEmpty();
        Tracer tracer = session.tracer();
        boolean closing = session.options().noConnectionReuse() && request.header("Connection") == null;
        if (named && !closing && (trace == null || tracer == null)) {
            return request;
        }
        Request.Builder completed = request.newBuilder();
        if (!named) {
            completed.header("User-Agent", userAgent);
        }
        if (closing) {
            completed.header("Connection", "close");
        }
        if (trace != null && tracer != null) {
            completed.header(tracer.header(), trace.header());
        }
        return completed.build();
    }
}
