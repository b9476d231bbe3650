package dev.stampede.http.apache;

import dev.stampede.http.ClientCall;
import dev.stampede.http.ClientScope;
import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/** Just before a connection is looked for, so below redirects, second tries and challenges: one round trip each. */
final class RoundTripHandler implements ExecChainHandler {
    private final ClientScope scope;

    RoundTripHandler(ClientScope scope) {
        this.scope = scope;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope chainScope, ExecChain chain)
            throws IOException, HttpException {
        HttpClientContext context = chainScope.clientContext;
        ClientCall call = CallHandler.of(context);
        RoundTrip before = RoundTrip.of(context);
        if (before != null && before.isOf(call)) {
            before.ended(null); // a challenge whose connection was closed above
        }
        String trace = call.traceHeader();
        if (trace != null && !request.containsHeader(trace)) {
            request.setHeader(trace, call.traceValue());
        }
        RoundTrip roundTrip = new RoundTrip(scope, call, request.getMethod(), CallHandler.uri(request), context);
        try {
            return chain.proceed(
                    request,
                    new ExecChain.Scope(
                            chainScope.exchangeId,
                            chainScope.route,
                            chainScope.originalRequest,
                            new MeasuredRuntime(chainScope.execRuntime, roundTrip),
                            context));
        } catch (IOException | HttpException e) {
            roundTrip.ended(e);
            throw e;
        }
    }
}
