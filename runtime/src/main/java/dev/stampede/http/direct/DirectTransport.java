package dev.stampede.http.direct;

import dev.stampede.http.Payload;
import dev.stampede.http.RoundTripTrace;
import dev.stampede.http.Transport;
import dev.stampede.http.TransportRequest;
import dev.stampede.http.TransportResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.util.concurrent.CancellationException;

/**
 * Round trips of HTTP/1.1 over sockets, written and read by the thread that makes them. Confined to one thread of a virtual
 * user, except {@link #another} and {@link #close}.
 *
 * <p>A request whose connection was kept and breaks is sent again over another one if nothing of it was written, or if it has
 * no effect and no answer began to come. (k6 leaves this to Go: {@code net/http/transport.go}, {@code shouldRetryRequest}.)
 */
public final class DirectTransport implements Transport {
    private static final byte[] NOTHING = {};

    private final Dialer dialer;
    private final KeptConnections kept;
    private final boolean closing;
    private final Deadline deadline;
    private final RequestWriter writer;
    private final ResponseReader reader = new ResponseReader();

    /**
     * A transport.
     *
     * @param kept where connections are between round trips
     * @param closing whether each request has a connection of its own
     */
    public DirectTransport(Dialer dialer, KeptConnections kept, boolean closing) {
        this(dialer, kept, closing, new Deadline(true));
    }

    private DirectTransport(Dialer dialer, KeptConnections kept, boolean closing, Deadline deadline) {
        this.deadline = deadline;
        this.dialer = dialer;
        this.kept = kept;
        this.closing = closing;
        this.writer = new RequestWriter(closing);
    }

    @Override
    public Transport another() {
        return new DirectTransport(dialer, kept, closing, new Deadline(false)); // that thread lives for a few at most
    }

    @Override
    public TransportResponse roundTrip(TransportRequest request, RoundTripTrace trace) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted");
        }
        deadline.begin(request.deadlineNanos());
        try {
            return send(request, trace);
        } catch (IOException e) {
            throw ended(e);
        } finally {
            boolean unused = deadline.end();
        }
    }

    /** What an exception is, if it came because the socket was closed under it. */
    private IOException ended(IOException e) {
        if (Thread.currentThread().isInterrupted()) {
            CancellationException interrupted = new CancellationException("interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
        if (!deadline.end()) {
            return e;
        }
        InterruptedIOException timeout = new InterruptedIOException("timeout");
        timeout.initCause(e);
        return timeout;
    }

    private TransportResponse send(TransportRequest request, RoundTripTrace trace) throws IOException {
        while (true) {
            Connection connection = connection(request, trace);
            long lastWrite = connection.instants().lastWrite();
            boolean done = false;
            try {
                TransportResponse response = over(connection, request, trace);
                done = true;
                return response;
            } catch (IOException e) {
                boolean untouched = connection.instants().lastWrite() == lastWrite;
                if (connection.isFresh() || !(untouched || (isHarmless(request) && !reader.hasBegun())) || isFinal(e)) {
                    throw e;
                }
                trace.again(System.nanoTime());
            } finally {
                if (!done) {
                    connection.close();
                }
            }
        }
    }

    private boolean isFinal(IOException e) {
        return e instanceof ProtocolException
                || deadline.isPast()
                || Thread.currentThread().isInterrupted();
    }

    /** Whether it may be sent twice. */
    private static boolean isHarmless(TransportRequest request) {
        return switch (request.method()) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default ->
                request.headers().get("Idempotency-Key") != null
                        || request.headers().get("X-Idempotency-Key") != null;
        };
    }

    /**
     * A kept connection, or a new one. One that rested is looked at: whether something came over it since, and before it is
     * given what may not be sent twice also whether it is open still.
     */
    private Connection connection(TransportRequest request, RoundTripTrace trace) throws IOException {
        while (true) {
            Connection known = kept.take(request.url());
            long now = System.nanoTime();
            if (request.deadlineNanos() != TransportRequest.NO_DEADLINE && request.deadlineNanos() - now <= 0) {
                if (known != null) {
                    kept.keep(known);
                }
                throw new InterruptedIOException("timeout");
            }
            if (known == null) {
                Connection made = new Connection(request.url(), dialer.dial(request.url(), trace, deadline));
                made.acquired(System.nanoTime(), trace);
                return made;
            }
            deadline.over(known.tcp());
            if (!known.hasRested(now)) {
                known.acquired(now, trace);
                return known;
            }
            boolean open = isHarmless(request) ? !known.hasUnasked() : known.isOpen();
            long looked = System.nanoTime();
            if (open) {
                trace.paused(looked - now);
                known.acquired(looked, trace);
                return known;
            }
            known.close();
            trace.again(looked);
        }
    }

    private TransportResponse over(Connection connection, TransportRequest request, RoundTripTrace trace)
            throws IOException {
        byte[] buffer = Buffers.SHARED.take();
        try {
            boolean whole = exchange(connection, request, trace, buffer);
            boolean ended = reader.status() != 101;
            byte[] body = NOTHING;
            if (ended && hasBody(request)) {
                BodyReader bodyReader = new BodyReader(reader, request.keepBody());
                long length = reader.contentLength();
                if (reader.isChunked()) {
                    body = bodyReader.chunked();
                } else if (length >= 0) {
                    body = bodyReader.ofLength(length);
                } else {
                    body = bodyReader.untilTheEnd();
                    ended = false;
                }
            }
            if (deadline.end()) {
                throw new InterruptedIOException("timeout");
            }
            if (whole && ended && reader.isKeptOpen() && !reader.hasMore() && !writer.asksToClose()) {
                connection.used();
                kept.keep(connection);
            } else {
                connection.close();
            }
            return new TransportResponse(reader.status(), reader.reason(), reader.headers(), body);
        } finally {
            writer.release();
            reader.release();
            Buffers.SHARED.give(buffer);
        }
    }

    private boolean hasBody(TransportRequest request) throws ProtocolException {
        int status = reader.status();
        long length = reader.contentLength();
        if ((status == 204 || status == 205) && length > 0) {
            throw new ProtocolException("HTTP " + status + " had non-zero Content-Length: " + length);
        }
        return switch (status) {
            case 304 -> false; // it tells the length of what it does not send
            case 204 -> !request.method().equals("HEAD") && reader.isChunked();
            default -> !request.method().equals("HEAD");
        };
    }

    /**
     * Writes a request and reads the head of what comes back.
     *
     * @return whether all of the request was written
     */
    private boolean exchange(Connection connection, TransportRequest request, RoundTripTrace trace, byte[] buffer)
            throws IOException {
        Payload body = RequestWriter.body(request);
        writer.head(request, body, buffer);
        long lastWrite = connection.instants().lastWrite();
        IOException unwritten = null;
        boolean refused = false;
        try {
            if (body == null) {
                reader.begin(connection.in(), buffer);
                writer.flush(connection.out());
            } else if (!"100-continue".equalsIgnoreCase(request.headers().get("Expect"))) {
                reader.begin(connection.in(), buffer);
                writer.flush(connection.out(), body);
            } else {
                reader.begin(connection.in(), new byte[Buffers.SIZE]);
                refused = isRefused(connection, body, trace);
            }
            trace.sent(connection.instants().lastWrite());
        } catch (RequestWriter.SocketFailure e) {
            if (!connection.isFresh() && connection.instants().lastWrite() == lastWrite) {
                throw e.failure(); // nothing was asked, so that nothing it says is an answer
            }
            unwritten = e.failure(); // the server may have said why it takes no more
        }
        try {
            if (!refused) {
                reader.head();
            }
            while (isInterim(reader.status())) {
                reader.head();
            }
        } catch (IOException e) {
            if (unwritten != null) {
                unwritten.addSuppressed(e);
                throw unwritten;
            }
            trace.firstByte(
                    connection.hasTicketsAhead() ? 0 : connection.instants().firstRead());
            throw e;
        }
        if (unwritten != null) {
            trace.sent(connection.instants().lastWrite());
        }
        trace.firstByte(
                connection.hasTicketsAhead()
                        ? System.nanoTime()
                        : connection.instants().firstRead());
        connection.answered(reader.status(), reader.protocol(), trace);
        return unwritten == null && !refused;
    }

    /** Writes the body once the server says so. Whether it answered something else instead, which was read. */
    private boolean isRefused(Connection connection, Payload body, RoundTripTrace trace) throws IOException {
        writer.flush(connection.out());
        trace.sent(connection.instants().lastWrite());
        reader.head();
        if (reader.status() != 100) {
            return true;
        }
        writer.flush(connection.out(), body);
        return false;
    }

    private static boolean isInterim(int status) {
        return status >= 100 && status < 200 && status != 101;
    }

    /** Closes the connections that are kept. */
    @Override
    public void close() {
        deadline.cancel();
        kept.closeAll();
    }
}
