package dev.stampede.http.apache;

import dev.stampede.http.ClientCall;
import dev.stampede.http.ClientScope;
import dev.stampede.http.RoundTripTrace;
import dev.stampede.http.SocketInstants;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * One round trip: told by the chain and by the connections what happens, recorded when its response's body was read or given
 * up, or when it failed. Confined to the thread that makes the request.
 */
final class RoundTrip {
    private static final String ROUND_TRIP = "dev.stampede.round-trip";

    private final ClientScope scope;
    private final ClientCall call;
    private final String method;
    private final URI url;
    private final HttpClientContext context;
    private final RoundTripTrace trace = new RoundTripTrace();
    private long connectStart;
    private boolean handshaken;
    private boolean ended;

    /** Begins: a connection is looked for. */
    RoundTrip(ClientScope scope, ClientCall call, String method, URI url, HttpClientContext context) {
        this.scope = scope;
        this.call = call;
        this.method = method;
        this.url = url;
        this.context = context;
        context.setAttribute(ROUND_TRIP, this);
        trace.begin(System.nanoTime());
    }

    /** The one that a connection is opened for; null when it is nobody's who is measured. */
    static @Nullable RoundTrip of(@Nullable HttpContext context) {
        return context == null ? null : (RoundTrip) context.getAttribute(ROUND_TRIP);
    }

    boolean isOf(ClientCall asked) {
        return call == asked;
    }

    void connecting() {
        connectStart = System.nanoTime();
        trace.connecting(connectStart);
    }

    void connected() {
        trace.connected(connectStart, System.nanoTime());
    }

    void tlsStarted() {
        trace.tlsStarted(System.nanoTime());
    }

    void tlsDone() {
        trace.tlsDone(System.nanoTime());
        handshaken = true;
    }

    /** There is a connection; the request will be written now. */
    void gotConnection() {
        trace.gotConnection(System.nanoTime(), null);
    }

    /** The request was written, and the response's headers were read unless that failed. */
    void exchanged(@Nullable ClassicHttpResponse response) {
        long headersRead = response == null ? 0 : System.nanoTime();
        SSLSession session = context.getSSLSession();
        EndpointDetails ends = context.getEndpointDetails();
        SocketInstants socket = ends == null ? null : socket(ends.getLocalAddress(), ends.getRemoteAddress());
        if (socket == null) {
            trace.sent(trace.gotConnection());
            trace.firstByte(headersRead);
        } else if (socket.lastWrite() - trace.gotConnection() > 0) {
            trace.sent(socket.lastWrite());
            // after a TLS 1.3 handshake the server's session tickets come first, and are no part of the response
            boolean tickets =
                    handshaken && session != null && session.getProtocol().equals("TLSv1.3");
            trace.firstByte(tickets ? headersRead : socket.firstRead());
        }
        if (response != null) {
            ProtocolVersion version = response.getVersion();
            trace.answered(
                    response.getCode(),
                    version == null ? "HTTP/1.1" : version.toString(),
                    ClientCall.tlsVersion(session));
            call.answered(method, url, response.getCode());
        }
    }

    private @Nullable SocketInstants socket(@Nullable SocketAddress local, @Nullable SocketAddress remote) {
        if (!(local instanceof InetSocketAddress from) || !(remote instanceof InetSocketAddress to)) {
            return null;
        }
        trace.gotConnection(trace.gotConnection(), to.getAddress());
        return scope.socket(from, to);
    }

    /** The connection was closed: after the headers came, by who does not want the body; else what failed is told yet. */
    void givenUp() {
        if (trace.status() != 0) {
            ended(null);
        }
    }

    /** @throws IOException if the calling thread is not the one that made the request */
    void requireThread() throws IOException {
        call.requireThread();
    }

    /** Whether the calling thread is the one that made the request. */
    boolean isOfThread() {
        return call.isOfThread();
    }

    /** It is over, once. What was interrupted is not recorded. */
    void ended(@Nullable Exception thrown) {
        if (!ended) {
            ended = true;
            if (!Thread.currentThread().isInterrupted()) {
                call.ended(trace, method, url, thrown == null ? null : translate(thrown));
            }
        }
    }

    /** In the words of the JDK's sockets. */
    private static Exception translate(Exception thrown) {
        return switch (thrown) {
            case HttpHostConnectException connect -> new ConnectException(reason(connect));
            case NoHttpResponseException none -> new EOFException(none.getMessage());
            case ConnectionClosedException cut -> new EOFException(cut.getMessage());
            default -> thrown;
        };
    }

    /** Of "Connect to http://localhost:1 [localhost/127.0.0.1] failed: Connection refused" the end. */
    private static String reason(HttpHostConnectException thrown) {
        String message = String.valueOf(thrown.getMessage());
        int reason = message.lastIndexOf("failed: ");
        return reason < 0 ? message : message.substring(reason + "failed: ".length());
    }
}
