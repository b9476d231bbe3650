package dev.stampede.http;

import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXReason;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Why a round trip failed, as the tags {@code error_code} and {@code error} say it. Immutable. (k6:
 * {@code lib/netext/httpext/error_codes.go}.)
 *
 * @param code 1000 when nothing more is known
 * @param text short, and the same for the same fault where that is possible, because it becomes a tag
 */
public record TransportError(int code, String text) {

    /** The code of a status: 0 below 400, else 1000 more. */
    public static int codeOf(int status) {
        return status < 400 ? 0 : 1000 + status;
    }

    /**
     * What an exception means.
     *
     * @param trace how far the round trip had come
     */
    public static TransportError of(Throwable thrown, RoundTripTrace trace) {
        return switch (thrown) {
            case Http2Failure failure -> failure.toError();
            case UndecodableBodyException undecodable ->
                new TransportError(1701, String.valueOf(undecodable.getMessage()));
            case InterruptedIOException timeout -> timeout(timeout, trace);
            case LookupException lookup -> lookup.toError();
            case UnknownHostException unknown -> new TransportError(1101, "lookup: no such host");
            case BindException bind -> new TransportError(1210, message(bind));
            case ConnectException connect -> dial(connect);
            case SSLPeerUnverifiedException unverified -> hostnameMismatch();
            default -> byCause(thrown, trace);
        };
    }

    private static TransportError timeout(InterruptedIOException timeout, RoundTripTrace trace) {
        return timeout instanceof SocketTimeoutException && trace.isDialing()
                ? new TransportError(1211, "dial: i/o timeout")
                : new TransportError(1050, "request timeout");
    }

    private static TransportError byCause(Throwable thrown, RoundTripTrace trace) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            TransportError known = cause instanceof SocketException ? socket(cause, trace) : null;
            if (known != null) {
                return known;
            }
        }
        if (isEndOfStream(thrown)) {
            return new TransportError(1000, trace.status() == 0 ? "EOF" : "unexpected EOF");
        }
        if (thrown instanceof SSLException) {
            return tls(thrown);
        }
        return new TransportError(trace.isDialing() ? 1210 : 1000, message(thrown));
    }

    private static TransportError dial(Throwable thrown) {
        Throwable cause = thrown.getCause();
        String message = message(cause != null ? cause : thrown);
        return switch (message.toLowerCase(Locale.ROOT)) {
            case "connection refused" -> new TransportError(1212, "dial: connection refused");
            case "connection timed out" -> new TransportError(1211, "dial: i/o timeout");
            default -> new TransportError(1210, message);
        };
    }

    private static @Nullable TransportError socket(Throwable cause, RoundTripTrace trace) {
        String operation = trace.isDialing() ? "dial" : trace.isSent() ? "read" : "write";
        String message = message(cause).toLowerCase(Locale.ROOT);
        if (message.startsWith("connection reset")) {
            // a handshake is cut off while it waits for the server
            return new TransportError(
                    1220, (trace.gotConnection() == 0 ? "read" : operation) + ": connection reset by peer");
        }
        if (message.startsWith("broken pipe")) {
            return new TransportError(1201, "write: broken pipe");
        }
        return trace.isDialing() ? null : new TransportError(1200, operation + ": " + message);
    }

    private static TransportError tls(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (isUnknownAuthority(cause)) {
                return new TransportError(1310, "x509: unknown authority");
            }
            if (cause instanceof CertificateException && message(cause).startsWith("No ")) {
                return hostnameMismatch(); // "No name matching ..", "No subject alternative .."
            }
        }
        return new TransportError(
                message(thrown).startsWith("Unsupported or unrecognized SSL") ? 1301 : 1300, message(thrown));
    }

    /** A path that leads to nobody who is trusted. Of one that does, but has expired say, only the text tells. */
    private static boolean isUnknownAuthority(Throwable cause) {
        return cause instanceof CertPathBuilderException
                || (cause instanceof CertPathValidatorException invalid
                        && invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR);
    }

    private static TransportError hostnameMismatch() {
        return new TransportError(1311, "x509: certificate doesn't match hostname");
    }

    private static boolean isEndOfStream(Throwable thrown) {
        return thrown instanceof EOFException
                || thrown.getCause() instanceof EOFException
                || message(thrown).startsWith("unexpected end of stream");
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
    }
}
