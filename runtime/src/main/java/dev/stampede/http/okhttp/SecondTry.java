package dev.stampede.http.okhttp;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.Objects;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.internal.http2.ConnectionShutdownException;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.StreamResetException;

/**
 * Says which requests are sent again when the connection that was kept for them breaks: those of which nothing was written,
 * and those that have no effect, as long as no answer began to come. OkHttp would send any again, so that an order could be
 * placed twice. Over HTTP/2 only what the server says it did not look at is sent again. Thread-safe. (k6 leaves this to Go:
 * {@code net/http/transport.go}, {@code shouldRetryRequest}.)
 */
final class SecondTry implements Interceptor {
    private final Wire wire;

    SecondTry(Wire wire) {
        this.wire = wire;
    }

    /** A failure after which OkHttp does not try again: it is of a kind that OkHttp takes for final. */
    static final class FinalException extends ProtocolException {
        private static final long serialVersionUID = 1L;
        private final IOException failure;

        FinalException(IOException failure) {
            super(failure.getMessage());
            this.failure = failure;
            initCause(failure);
        }

        /** What happened. */
        IOException failure() {
            return failure;
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Connection connection = Objects.requireNonNull(chain.connection(), "a network interceptor has one");
        CountingSocket socket = isHttp1(connection) ? wire.under(connection.socket()) : null;
        long lastWrite = socket == null ? 0 : socket.lastWrite();
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            boolean again = socket == null
                    ? isUntouched(e)
                    : socket.lastWrite() == lastWrite
                            || (isHarmless(chain.request()) && !hasAnswerBegun(connection, socket));
            throw again ? e : new FinalException(e);
        }
    }

    static boolean isHttp1(Connection connection) {
        return switch (connection.protocol()) {
            case HTTP_1_0, HTTP_1_1 -> true;
            default -> false;
        };
    }

    /** What is read last over TLS may be its goodbye, and no answer. */
    private static boolean hasAnswerBegun(Connection connection, CountingSocket socket) {
        return connection.handshake() == null && socket.firstRead() != 0;
    }

    private static boolean isUntouched(IOException failure) {
        return failure instanceof ConnectionShutdownException
                || (failure instanceof StreamResetException reset && reset.errorCode == ErrorCode.REFUSED_STREAM);
    }

    /** Whether it may be sent twice. */
    static boolean isHarmless(Request request) {
        return switch (request.method()) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> request.header("Idempotency-Key") != null || request.header("X-Idempotency-Key") != null;
        };
    }
}
