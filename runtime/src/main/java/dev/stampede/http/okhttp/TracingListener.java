package dev.stampede.http.okhttp;

import dev.stampede.http.RoundTripTrace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Locale;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.TlsVersion;
import org.jspecify.annotations.Nullable;

/**
 * Fills a trace from OkHttp's events and, where those come too early or too late, from the socket. {@link #settle} must be
 * called once the round trip is over. Confined to the thread that makes the call.
 */
class TracingListener extends EventListener {
    private final Wire wire;
    private RoundTripTrace trace;
    private @Nullable Connection connection;
    private @Nullable CountingSocket socket;
    private boolean exact;
    private boolean freshTls;
    private boolean writeFailed;
    private long written;
    private long headersRead;
    private @Nullable Response response;

    TracingListener(Wire wire, RoundTripTrace trace) {
        this.wire = wire;
        this.trace = trace;
    }

    /** Begins another round trip. */
    final void begin(RoundTripTrace into, long nanos) {
        trace = into;
        trace.begin(nanos);
        forget();
    }

    private void forget() {
        socket = null;
        exact = false;
        freshTls = false;
        writeFailed = false;
        written = 0;
        headersRead = 0;
        response = null;
    }

    final RoundTripTrace trace() {
        return trace;
    }

    /** The response as it came over the network; null while there is none. */
    final @Nullable Response response() {
        return response;
    }

    /** Completes the trace with what the socket knows. */
    final void settle() {
        CountingSocket from = socket;
        long start = trace.gotConnection();
        if (start == 0 || (writeFailed && headersRead == 0)) {
            return;
        }
        if (from == null || !exact) {
            if (written != 0) {
                trace.sent(written);
            }
            trace.firstByte(headersRead);
            return;
        }
        if (from.lastWrite() - start > 0) {
            trace.sent(from.lastWrite());
            // after a TLS 1.3 handshake the server's session tickets come first, and are no part of the response
            trace.firstByte(freshTls ? headersRead : from.firstRead());
        }
    }

    @Override
    public void retryDecision(Call call, IOException exception, boolean retry) {
        if (retry && !call.isCanceled()) { // a cancelled call says so too, and then does not try again
            trace.again(System.nanoTime());
            forget();
        }
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        trace.connecting(System.nanoTime());
    }

    @Override
    public void secureConnectStart(Call call) {
        takeConnectTimes();
        trace.tlsStarted(System.nanoTime());
    }

    @Override
    public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
        trace.tlsDone(System.nanoTime());
        freshTls = handshake != null && handshake.tlsVersion() == TlsVersion.TLS_1_3;
    }

    @Override
    public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
        takeConnectTimes();
    }

    private void takeConnectTimes() {
        CountingSocket connected = wire.lastConnected();
        if (connected != null) {
            trace.connected(connected.connectStart(), connected.connectDone());
        }
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        acquired(connection);
    }

    private void acquired(Connection got) {
        connection = got;
        InetAddress remote = wire.mayDiffer()
                ? got.socket().getInetAddress()
                : got.route().socketAddress().getAddress();
        trace.gotConnection(System.nanoTime(), remote);
        trace.remotePort(
                wire.mayDiffer()
                        ? got.socket().getPort()
                        : got.route().socketAddress().getPort());
        Protocol protocol = got.protocol();
        exact = protocol == Protocol.HTTP_1_1 || protocol == Protocol.HTTP_1_0;
        socket = exact ? wire.under(got.socket()) : null;
    }

    @Override
    public void requestHeadersStart(Call call) {
        Connection kept = connection;
        if (trace.gotConnection() == 0 && kept != null) {
            acquired(kept); // a follow-up takes the connection its call already has, which is no event
        }
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        written = System.nanoTime();
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        written = System.nanoTime();
    }

    @Override
    public void requestFailed(Call call, IOException exception) {
        writeFailed = true;
    }

    @Override
    public void responseHeadersStart(Call call) {
        headersRead = System.nanoTime();
    }

    @Override
    public void responseHeadersEnd(Call call, Response headers) {
        response = headers;
        Handshake handshake = headers.handshake();
        trace.answered(headers.code(), proto(headers.protocol()), handshake == null ? "" : tls(handshake.tlsVersion()));
        if (handshake != null) {
            trace.cipherSuite(handshake.cipherSuite().javaName());
        }
    }

    private static String proto(Protocol protocol) {
        return switch (protocol) {
            case HTTP_1_0 -> "HTTP/1.0";
            case HTTP_1_1 -> "HTTP/1.1";
            case HTTP_2, H2_PRIOR_KNOWLEDGE -> "HTTP/2.0";
            default -> protocol.toString().toUpperCase(Locale.ROOT);
        };
    }

    static String tls(TlsVersion version) {
        return switch (version) {
            case TLS_1_3 -> "tls1.3";
            case TLS_1_2 -> "tls1.2";
            case TLS_1_1 -> "tls1.1";
            case TLS_1_0 -> "tls1.0";
            case SSL_3_0 -> "ssl3.0";
        };
    }
}
