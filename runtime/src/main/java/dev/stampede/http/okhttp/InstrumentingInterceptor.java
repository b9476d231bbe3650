package dev.stampede.http.okhttp;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

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
        session.requireOwner();
        Request request = chain.request();
        if ("websocket".equalsIgnoreCase(request.header("Upgrade"))) {
            throw new IOException("The virtual user's OkHttpClient opens no WebSockets: a reader of their"
                    + " own cannot be measured. Open " + request.url() + " with a client of your own.");
        }
        chain.call().addEventListener(session.sampler(request));
        String userAgent = session.options().userAgent();
        boolean given = request.header("User-Agent") != null || userAgent.isEmpty();
        return chain.proceed(
                given
                        ? request
                        : request.newBuilder().header("User-Agent", userAgent).build());
    }
}
