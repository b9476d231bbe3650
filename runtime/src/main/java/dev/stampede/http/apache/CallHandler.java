package dev.stampede.http.apache;

import dev.stampede.http.ClientCall;
import dev.stampede.http.ClientScope;
import dev.stampede.http.RequestNames;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.protocol.HttpContext;

/** The outermost in the client's chain: begins what all round trips of a call share. */
final class CallHandler implements ExecChainHandler {
    private static final String CALL = "dev.stampede.call";

    private final ClientScope scope;
    private final RequestNames names;

    CallHandler(ClientScope scope, RequestNames names) {
        this.scope = scope;
        this.names = names;
    }

    /** The call that a round trip belongs to. */
    static ClientCall of(HttpContext context) {
        return (ClientCall) context.getAttribute(CALL);
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope chainScope, ExecChain chain)
            throws IOException, HttpException {
        ClientCall call = new ClientCall(scope, names.name(request.getMethod(), uri(request)), name -> {
            Header header = request.getFirstHeader(name);
            return header == null ? null : header.getValue();
        });
        chainScope.clientContext.setAttribute(CALL, call);
        return chain.proceed(request, chainScope);
    }

    static URI uri(HttpRequest request) throws ProtocolException {
        try {
            return request.getUri();
        } catch (URISyntaxException e) {
            throw new ProtocolException("invalid URL: " + e.getMessage(), e);
        }
    }
}
