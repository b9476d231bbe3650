package dev.stampede.http.jdk;

import dev.stampede.http.ClientCall;
import dev.stampede.http.RoundTripTrace;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;

/**
 * One round trip of a measured client. Confined to the virtual user's thread, except for what the client's own threads tell of
 * the response: {@link #headersCame} and {@link #streamed}.
 */
final class RoundTrip<T> {
    private final MeasuredClient owner;
    private final ClientCall call;
    private final HttpRequest request;
    private final int followed;
    private final RoundTripTrace trace = new RoundTripTrace();
    private long start;
    private volatile long firstByte;
    private volatile int status;
    private volatile @Nullable URI redirect;
    private volatile @Nullable MeasuredStream stream;

    /** @param followed how many redirects led to it */
    RoundTrip(MeasuredClient owner, ClientCall call, HttpRequest request, int followed) {
        this.owner = owner;
        this.call = call;
        this.request = request;
        this.followed = followed;
    }

    /** Sends the request; it is recorded when the response is complete. */
    HttpResponse<T> send(HttpClient client, HttpRequest completed, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        start = System.nanoTime();
        trace.begin(start);
        HttpResponse<T> response;
        try {
            response = client.send(completed, new MeasuredHandler<>(this, handler));
        } catch (IOException e) {
            failed(e);
            throw e;
        }
        reached();
        trace.answered(
                response.statusCode(),
                response.version() == HttpClient.Version.HTTP_2 ? "HTTP/2.0" : "HTTP/1.1",
                ClientCall.tlsVersion(response.sslSession().orElse(null)));
        MeasuredStream streamed = stream;
        if (streamed == null) {
            call.ended(trace, request.method(), request.uri(), null);
        } else {
            call.answered(request.method(), request.uri(), response.statusCode());
            streamed.begin();
        }
        return response;
    }

    /** A connection was there, the request was sent, and, unless it failed before, the headers came. */
    private void reached() {
        trace.gotConnection(start, null);
        trace.sent(start);
        trace.firstByte(firstByte);
    }

    private void failed(IOException thrown) {
        IOException known = translate(thrown);
        if (known instanceof SocketTimeoutException) {
            trace.connecting(start);
        } else if (!(known instanceof ConnectException || known instanceof UnknownHostException)) {
            reached();
            trace.answered(status, "", "");
        }
        call.ended(trace, request.method(), request.uri(), known);
    }

    /** In the words of the JDK's sockets. */
    private static IOException translate(IOException thrown) {
        return switch (thrown) {
            case HttpConnectTimeoutException timeout -> new SocketTimeoutException(timeout.getMessage());
            case HttpTimeoutException timeout -> new InterruptedIOException(timeout.getMessage());
            case ConnectException connect -> connect(connect);
            default -> isCut(thrown) ? new EOFException(thrown.getMessage()) : thrown;
        };
    }

    /** The client's channels throw the same for all that went wrong; it is their causes that tell. */
    private static IOException connect(ConnectException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return new UnknownHostException(thrown.getMessage());
            }
            if (cause instanceof ClosedChannelException) {
                return new ConnectException("Connection refused"); // a second try on the channel of the first
            }
        }
        return thrown;
    }

    private static boolean isCut(IOException thrown) {
        String message = String.valueOf(thrown.getMessage());
        return message.contains("received no bytes")
                || message.startsWith("fixed content-length")
                || message.startsWith("chunked transfer encoding")
                || message.startsWith("EOF reached");
    }

    /** The response's headers came. By a thread of the client. */
    boolean headersCame(HttpResponse.ResponseInfo info) {
        firstByte = System.nanoTime();
        status = info.statusCode();
        redirect =
                Redirection.target(owner.followRedirects(), request.uri(), info.statusCode(), info.headers(), followed);
        return redirect != null;
    }

    /** The body is read as a stream. By a thread of the client. */
    InputStream streamed(InputStream body) {
        MeasuredStream measured = new MeasuredStream(body, this);
        stream = measured;
        return measured;
    }

    /** @throws IOException if the calling thread is not the one that sent the request */
    void requireThread() throws IOException {
        call.requireThread();
    }

    /** The streamed body is over. */
    void streamEnded(@Nullable IOException thrown) {
        call.ended(trace, request.method(), request.uri(), thrown == null ? null : translate(thrown));
    }

    /** Where the response leads that is to be followed; null if it is the answer. */
    @Nullable
    URI redirect() {
        return redirect;
    }
}
