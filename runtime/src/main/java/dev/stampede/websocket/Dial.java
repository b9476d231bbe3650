package dev.stampede.websocket;

import static java.util.Objects.requireNonNull;

import dev.stampede.http.RoundTripTrace;
import dev.stampede.http.TransportError;
import dev.stampede.http.okhttp.HttpSession;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.OkHttp;
import okhttp3.Request;
import okhttp3.Response;
import okio.ByteString;
import okio.Socket;
import org.jspecify.annotations.Nullable;

/** The handshake of a WebSocket. Confined to the virtual user's thread. */
final class Dial implements WebSocketRequest {
    /** What a key is hashed with. (RFC 6455, section 1.3.) */
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final String DEFLATE = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    private static final int SWITCHING_PROTOCOLS = 101;

    private final String url;
    private final SampleContext samples;
    private final HttpSession session;
    private final Request.Builder handshake = new Request.Builder();
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final Random random = new Random();
    private Duration timeout = Duration.ofSeconds(60);

    Dial(String url, SampleContext samples, HttpSession session) {
        this.url = url;
        this.samples = samples;
        this.session = session;
        handshake.url(url);
    }

    @Override
    public WebSocketRequest header(String name, String value) {
        handshake.addHeader(name, value);
        return this;
    }

    @Override
    public WebSocketRequest subprotocols(String... names) {
        handshake.header("Sec-WebSocket-Protocol", String.join(", ", names));
        return this;
    }

    @Override
    public WebSocketRequest name(String name) {
        return tag(SystemTag.NAME.key(), name);
    }

    @Override
    public WebSocketRequest tag(String key, String value) {
        tags.put(key, value);
        return this;
    }

    @Override
    public WebSocketRequest compressed() {
        handshake.header("Sec-WebSocket-Extensions", DEFLATE);
        return this;
    }

    @Override
    public WebSocketRequest timeout(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative: " + limit);
        }
        timeout = limit;
        return this;
    }

    @Override
    public WebSocketSession connect() {
        if (!session.isOwner()) {
            throw new IllegalStateException("The WebSockets of a virtual user belong to its thread ("
                    + session.ownerName() + "), but " + url + " was opened on "
                    + Thread.currentThread().getName() + ".");
        }
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        String key = ByteString.of(nonce).base64();
        Request request = handshake
                .header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", key)
                .build();
        Call call = session.dialer().newCall(request);
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        long epoch = samples.clock().epochNanos();
        long start = samples.clock().nanoTime();
        Remote remote = new Remote();
        call.addEventListener(remote);
        Response response = null;
        boolean opened = false;
        try {
            requireNotInterrupted(null);
            response = call.execute();
            WebSocketSession session = open(response, key, tags(response, remote), start, epoch);
            opened = true;
            return session;
        } catch (IOException e) {
            requireNotInterrupted(e);
            throw failed(response, tags(response, remote), e, start, epoch);
        } finally {
            if (!opened && response != null) {
                abandon(response, call);
            }
        }
    }

    /** Is told whom the call has reached. */
    private static final class Remote extends EventListener {
        private @Nullable InetAddress address;

        @Override
        public void connectionAcquired(Call call, Connection connection) {
            address = connection.socket().getInetAddress();
        }
    }

    private WebSocketSession open(Response response, String key, TagSet all, long start, long epoch)
            throws IOException {
        Socket socket = accepted(response, key);
        Frames frames = frames(socket, response);
        connected(all, start, epoch);
        samples.lastCall().answered("GET", url, SWITCHING_PROTOCOLS);
        return new Conversation(url, response.headers(), frames, samples, all, session, start);
    }

    private static Socket accepted(Response response, String key) throws IOException {
        Socket socket = response.socket();
        if (response.code() != SWITCHING_PROTOCOLS || socket == null) {
            throw new ProtocolException("bad handshake");
        }
        String accept = ByteString.encodeUtf8(key + MAGIC).sha1().base64();
        if (!"websocket".equalsIgnoreCase(response.header("Upgrade"))
                || !accept.equals(response.header("Sec-WebSocket-Accept"))) {
            throw new ProtocolException("bad handshake");
        }
        return socket;
    }

    private static Frames frames(Socket socket, Response response) throws IOException {
        try {
            return new Frames(socket, response.headers());
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "OkHttp " + OkHttp.VERSION + " has other WebSocket frames than Stampede knows; OkHttp 5.5 has them",
                    e);
        }
    }

    private WebSocketException failed(@Nullable Response response, TagSet all, IOException e, long start, long epoch) {
        connected(all, start, epoch);
        int status = response == null ? 0 : response.code();
        String why;
        if (response == null) {
            why = TransportError.of(e, new RoundTripTrace()).text();
            samples.lastCall().failed("GET", url, why);
        } else {
            why = "bad handshake: the server answered " + status
                    + (status == SWITCHING_PROTOCOLS ? ", but not as a WebSocket does" : "");
            samples.lastCall().answered("GET", url, status);
        }
        return new WebSocketException("WebSocket " + url + " was not opened: " + why, status, e);
    }

    private static void abandon(Response response, Call call) {
        call.cancel();
        Socket socket = response.socket();
        if (socket != null) {
            socket.cancel();
        } else {
            response.close();
        }
    }

    private void connected(TagSet all, long start, long epoch) {
        double[] values = {1, (samples.clock().nanoTime() - start) / 1e6};
        samples.add(samples.registry().builtin().wsConnection, all, values, epoch);
    }

    /** (k6: {@code establishConnection}.) */
    private TagSet tags(@Nullable Response response, Remote reached) {
        TagSet all = samples.tags().with(tags);
        InetAddress remote = samples.has(SystemTag.IP) ? reached.address : null;
        if (remote != null) {
            all = all.with(SystemTag.IP.key(), remote.getHostAddress());
        }
        if (response != null) {
            all = samples.with(all, SystemTag.STATUS, Integer.toString(response.code()));
            all = samples.with(all, SystemTag.SUBPROTO, requireNonNull(response.header("Sec-WebSocket-Protocol", "")));
        }
        String name = all.get(SystemTag.NAME.key());
        if (name == null) {
            all = samples.with(all, SystemTag.NAME, url);
        }
        return samples.with(all, SystemTag.URL, name == null ? url : name);
    }

    private static void requireNotInterrupted(@Nullable IOException cause) {
        if (Thread.currentThread().isInterrupted()) {
            CancellationException interrupted = new CancellationException("interrupted");
            if (cause != null) {
                interrupted.initCause(cause);
            }
            throw interrupted;
        }
    }
}
