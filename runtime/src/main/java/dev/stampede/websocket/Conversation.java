package dev.stampede.websocket;

import dev.stampede.clock.Durations;
import dev.stampede.http.okhttp.HttpSession;
import dev.stampede.metrics.BuiltinMetrics;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.TagSet;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Headers;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A session. Used by the virtual user's thread; a thread of its own reads, and ends with it. Both record, with the tags of the
 * handshake.
 */
final class Conversation implements WebSocketSession, Frames.Listener {
    private static final int MOST_WAITING = 1024;
    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int LONGEST_REASON = 123;
    private static final Duration LONGEST_UNWINDING = Duration.ofSeconds(1);

    /** Wakes who waits for a message when there will be none. */
    private static final Object END = new Object();

    private final String url;
    private final Headers headers;
    private final Frames frames;
    private final SampleContext samples;
    private final BuiltinMetrics builtin;
    private final TagSet tags;
    private final HttpSession session;
    private final long start;
    final Thread reader;
    private final Runnable atEnd = this::leave;
    private final BlockingQueue<Object> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Map<ByteString, Long> pings = new ConcurrentHashMap<>();
    /** Why it has ended; null while it is open. */
    private final AtomicReference<@Nullable String> ending = new AtomicReference<>();

    private long pingsSent;

    /**
     * A session that is open from now on.
     *
     * @param headers of the server's handshake
     * @param start when connecting began, as the clock's {@code nanoTime}
     */
    @SuppressWarnings("ThisEscapedInObjectConstruction") // the last that happens
    Conversation(
            String url,
            Headers headers,
            Frames frames,
            SampleContext samples,
            TagSet tags,
            HttpSession session,
            long start) {
        this.url = url;
        this.headers = headers;
        this.frames = frames;
        this.samples = samples;
        this.builtin = samples.registry().builtin();
        this.tags = tags;
        this.session = session;
        this.start = start;
        reader = Thread.ofVirtual()
                .name(Thread.currentThread().getName() + "-websocket")
                .unstarted(this::read);
        session.atEnd(atEnd);
        reader.start();
    }

    @Override
    public String subprotocol() {
        return header("Sec-WebSocket-Protocol").orElse("");
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    private interface Writing {
        void run() throws IOException;
    }

    @Override
    public void send(String text) {
        write(() -> frames.text(text));
        record(builtin.wsMsgsSent, 1);
    }

    @Override
    public void send(byte[] bytes) {
        write(() -> frames.binary(bytes));
        record(builtin.wsMsgsSent, 1);
    }

    @Override
    public void ping() {
        ByteString id = ByteString.encodeUtf8(Long.toString(pingsSent++));
        pings.put(id, samples.clock().nanoTime());
        write(() -> frames.ping(id));
    }

    private void write(Writing writing) {
        requireMine();
        String ended = ending.get();
        if (ended != null) {
            throw over(ended);
        }
        try {
            writing.run();
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(e);
            }
            lost(e);
            throw new WebSocketException("WebSocket " + url + ": " + ending.get(), 101, e);
        }
    }

    @Override
    public WebSocketMessage receive(String timeout) {
        return receive(Durations.parse(timeout));
    }

    @Override
    public WebSocketMessage receive(Duration timeout) {
        return poll(timeout).orElseThrow(() -> {
            String ended = ending.get();
            return ended != null
                    ? over(ended)
                    : new WebSocketException(
                            "WebSocket " + url + ": no message came within " + Durations.format(timeout), 101, null);
        });
    }

    @Override
    public Optional<WebSocketMessage> poll(Duration timeout) {
        requireMine();
        try {
            Object next = ending.get() == null
                    ? waiting.poll(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS)
                    : waiting.poll();
            return next instanceof WebSocketMessage message ? Optional.of(message) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    private WebSocketException over(String ended) {
        return new WebSocketException("WebSocket " + url + " has ended: " + ended, 101, null);
    }

    private CancellationException interrupted(Exception cause) {
        leave();
        CancellationException interrupted = new CancellationException("interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }

    private void requireMine() {
        if (!session.isOwner()) {
            throw new IllegalStateException("The WebSocket " + url + " belongs to the thread of its virtual user ("
                    + session.ownerName() + "), but was used on "
                    + Thread.currentThread().getName() + ".");
        }
    }

    @Override
    public boolean isOpen() {
        return ending.get() == null;
    }

    @Override
    public void close() {
        close(NORMAL, "");
    }

    @Override
    public void close(int code, String reason) {
        requireMine();
        if (!Frames.mayClose(code)) {
            throw new IllegalArgumentException("close code must be 1000, 1001, .. or 3000 to 4999, but was " + code);
        }
        if (ByteString.encodeUtf8(reason).size() > LONGEST_REASON) {
            throw new IllegalArgumentException("the reason must have at most 123 bytes, but was: " + reason);
        }
        leave(code, reason);
    }

    private void leave() {
        leave(GOING_AWAY, "");
    }

    private void leave(int code, String reason) {
        session.forgetEnd(atEnd);
        // an interrupt ends the session, but not its goodbye
        boolean interrupted = Thread.interrupted();
        if (end("it was closed")) {
            goodbye(code, reason);
            reader.interrupt();
        }
        awaitReader();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** So that all is recorded, and nothing more, once it is closed; who has ended it may be the reader, and be at it still. */
    private void awaitReader() {
        try {
            boolean unused = reader.join(LONGEST_UNWINDING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether it has not ended before */
    private boolean end(String why) {
        if (!ending.compareAndSet(null, why)) {
            return false;
        }
        record(builtin.wsSessionDuration, (samples.clock().nanoTime() - start) / 1e6);
        return true;
    }

    private void goodbye(int code, String reason) {
        try {
            frames.close(code, reason, LONGEST_UNWINDING);
        } catch (IOException | InterruptedException e) {
            // the other side is not there to hear it
        }
        frames.drop();
    }

    private void lost(Exception e) {
        String why = e.getMessage();
        if (end("the connection was lost" + (why == null ? "" : ": " + why))) {
            frames.drop();
            if (Thread.currentThread() != reader) {
                reader.interrupt(); // it may wait for somebody to take a message
            }
        }
    }

    private void read() {
        try {
            frames.read(this);
        } catch (IOException | RuntimeException e) {
            lost(e);
        } catch (InterruptedException e) {
            // it was closed
        }
        boolean unused = waiting.offer(END);
    }

    @Override
    public void message(WebSocketMessage message) throws InterruptedException {
        if (isOpen()) {
            record(builtin.wsMsgsReceived, 1);
            waiting.put(message);
        }
    }

    @Override
    public void ping(ByteString payload) {
        if (isOpen()) {
            try {
                frames.pong(payload);
            } catch (IOException e) {
                lost(e);
            }
        }
    }

    @Override
    public void pong(ByteString payload) {
        Long sent = pings.remove(payload);
        if (sent != null && isOpen()) {
            record(builtin.wsPing, (samples.clock().nanoTime() - sent) / 1e6);
        }
    }

    @Override
    public void closed(int code, String reason) {
        if (end("the server closed it with " + code + (reason.isEmpty() ? "" : " (" + reason + ")"))) {
            goodbye(Frames.mayClose(code) ? code : NORMAL, "");
        }
    }

    private void record(Metric metric, double value) {
        samples.add(metric, tags, value, samples.clock().epochNanos());
    }
}
