package dev.stampede.http.okhttp;

import dev.stampede.http.HeaderList;
import dev.stampede.http.Http2Failure;
import dev.stampede.http.Payload;
import dev.stampede.http.RoundTripTrace;
import dev.stampede.http.Transport;
import dev.stampede.http.TransportRequest;
import dev.stampede.http.TransportResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.internal.http2.ConnectionShutdownException;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.StreamResetException;
import okio.BufferedSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** Round trips over OkHttp. Confined to one thread of a virtual user, except {@link #another} and {@link #close}. */
final class OkHttpTransport implements Transport {
    private static final byte[] NOTHING = {};

    private final OkHttpClient client;
    private final Wire wire;
    private final TracingListener listener;
    private final boolean closing;
    /** Whether the client tells the listener of every call; else it is told of each for itself, which costs a little more. */
    private final boolean listens;

    /** Of the threads that the virtual user forks: one client for all, made for the first. */
    private volatile @Nullable OkHttpClient silent;

    private @Nullable HttpUrl lastUrl;
    private String lastHost = "";

    /**
     * A transport.
     *
     * @param base sends requests just as they are made, over the virtual user's pool and sockets; its listener is replaced
     * @param closing whether each request has a connection of its own
     */
    OkHttpTransport(OkHttpClient.Builder base, Wire wire, boolean closing) {
        this.wire = wire;
        this.closing = closing;
        this.listens = true;
        this.listener = new TransportListener(wire);
        this.client = base.followRedirects(false)
                .addNetworkInterceptor(new SecondTry(wire))
                .eventListener(listener)
                .build();
    }

    private OkHttpTransport(OkHttpClient silent, Wire wire, boolean closing, boolean listens) {
        this.wire = wire;
        this.closing = closing;
        this.listens = listens;
        this.listener = new TransportListener(wire);
        this.client = silent;
    }

    @Override
    public Transport another() {
        return new OkHttpTransport(listens ? silent() : client, wire, closing, false);
    }

    /** Two threads may make one each, of which one is kept: they hold nothing of their own. */
    private OkHttpClient silent() {
        OkHttpClient known = silent;
        if (known == null) {
            known = client.newBuilder().eventListener(EventListener.NONE).build();
            silent = known;
        }
        return known;
    }

    @Override
    public TransportResponse roundTrip(TransportRequest request, RoundTripTrace trace) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(null);
        }
        listener.begin(trace, System.nanoTime());
        Call call = client.newCall(request(request));
        if (!listens) {
            call.addEventListener(listener);
        }
        if (request.deadlineNanos() != TransportRequest.NO_DEADLINE) {
            long left = request.deadlineNanos() - System.nanoTime();
            if (left <= 0) {
                throw new InterruptedIOException("timeout");
            }
            call.timeout().timeout(left, TimeUnit.NANOSECONDS);
        }
        try (Response response = call.execute()) {
            Response onWire = listener.response();
            Response asCame = onWire == null ? response : onWire;
            byte[] body = asCame.code() == 101 ? NOTHING : body(response, request.keepBody());
            return new TransportResponse(asCame.code(), asCame.message(), headers(asCame.headers()), body);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(e);
            }
            throw translate(e);
        } finally {
            listener.settle();
        }
    }

    private static byte[] body(Response response, boolean keep) throws IOException {
        if (keep) {
            return response.body().bytes();
        }
        response.body().source().readAll(Okio.blackhole());
        return NOTHING;
    }

    private static CancellationException interrupted(@Nullable IOException cause) {
        CancellationException interrupted = new CancellationException("interrupted");
        if (cause != null) {
            interrupted.initCause(cause);
        }
        return interrupted;
    }

    private Request request(TransportRequest from) throws IOException {
        Headers.Builder headers = new Headers.Builder();
        HeaderList given = from.headers();
        if (given.get("Host") == null) {
            headers.add("Host", host(from.url()));
        }
        for (int i = 0; i < given.size(); i++) {
            headers.addUnsafeNonAscii(given.name(i), given.value(i));
        }
        if (closing && !"close".equalsIgnoreCase(headers.get("Connection"))) {
            headers.add("Connection", "close"); // the last one counts
        }
        RequestBody body = body(from);
        if (body != null) {
            headers.add("Content-Length", Long.toString(body.contentLength()));
        }
        return new Request.Builder()
                .url(from.url())
                .headers(headers.build())
                .method(from.method(), body)
                .build();
    }

    private static @Nullable RequestBody body(TransportRequest from) throws IOException {
        Payload payload = from.body();
        return switch (payload) {
            case null -> wantsBody(from.method()) ? RequestBody.create(NOTHING, null) : null;
            case Payload.Bytes bytes -> RequestBody.create(bytes.bytes(), null);
            default -> new Streamed(payload);
        };
    }

    /** A body that is not in memory. */
    private static final class Streamed extends RequestBody {
        private final Payload payload;

        Streamed(Payload payload) {
            this.payload = payload;
        }

        @Override
        public @Nullable MediaType contentType() {
            return null; // it is among the headers
        }

        @Override
        public long contentLength() {
            return payload.length();
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            payload.writeTo(sink.outputStream());
        }
    }

    /** The site's name in {@code Host}, made anew only when it is another one than last time. */
    private String host(HttpUrl url) {
        HttpUrl last = lastUrl;
        if (last == null
                || last.port() != url.port()
                || !last.host().equals(url.host())
                || last.isHttps() != url.isHttps()) {
            String literal = url.host().indexOf(':') < 0 ? url.host() : "[" + url.host() + "]";
            boolean usual = url.port() == (url.isHttps() ? 443 : 80);
            lastHost = usual ? literal : literal + ":" + url.port();
            lastUrl = url;
        }
        return lastHost;
    }

    /** Methods OkHttp does not send without a body; it is then an empty one. */
    private static boolean wantsBody(String method) {
        return switch (method) {
            case "POST", "PUT", "PATCH", "PROPPATCH", "REPORT", "QUERY" -> true;
            default -> false;
        };
    }

    private static HeaderList headers(Headers from) {
        HeaderList headers = new HeaderList(from.size());
        for (int i = 0; i < from.size(); i++) {
            headers.add(from.name(i), from.value(i));
        }
        return headers;
    }

    /** Says what happened in words that are not OkHttp's. */
    static IOException translate(IOException e) {
        return switch (e) {
            case SecondTry.FinalException last -> translate(last.failure());
            case StreamResetException reset ->
                new Http2Failure(Http2Failure.Scope.STREAM, reset.errorCode.getHttpCode(), reset);
            case ConnectionShutdownException shutdown -> new Http2Failure(Http2Failure.Scope.GO_AWAY, -1, shutdown);
            default -> brokenProtocol(e);
        };
    }

    /** What breaks the rules of HTTP/2 frames is an exception without a type; its text begins with the rule. */
    private static IOException brokenProtocol(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("FRAME_SIZE_ERROR")) {
            return new Http2Failure(Http2Failure.Scope.CONNECTION, ErrorCode.FRAME_SIZE_ERROR.getHttpCode(), e);
        }
        return message.startsWith("PROTOCOL_ERROR") || message.startsWith("TYPE_")
                ? new Http2Failure(Http2Failure.Scope.CONNECTION, ErrorCode.PROTOCOL_ERROR.getHttpCode(), e)
                : e;
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
    }
}
