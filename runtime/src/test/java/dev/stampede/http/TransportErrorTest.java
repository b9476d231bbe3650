package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXReason;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;

/** Codes and texts of k6's lib/netext/httpext/error_codes.go. */
class TransportErrorTest {
    private final RoundTripTrace dialing = new RoundTripTrace();
    private final RoundTripTrace writing = new RoundTripTrace();
    private final RoundTripTrace reading = new RoundTripTrace();

    TransportErrorTest() {
        dialing.begin(1);
        dialing.connecting(2);
        writing.begin(1);
        writing.connected(2, 3);
        writing.gotConnection(4, null);
        reading.begin(1);
        reading.gotConnection(4, null);
        reading.sent(5);
    }

    private static void assertError(Throwable thrown, RoundTripTrace trace, int code, String text) {
        assertThat(TransportError.of(thrown, trace)).isEqualTo(new TransportError(code, text));
    }

    private static Throwable caused(Throwable outer, Throwable cause) {
        outer.initCause(cause);
        return outer;
    }

    @Test
    void faultsWhileDialing_areNamed() {
        assertError(new UnknownHostException("nowhere"), dialing, 1101, "lookup: no such host");
        assertError(new SocketTimeoutException("Connect timed out"), dialing, 1211, "dial: i/o timeout");
        assertError(new ConnectException("Connection timed out"), dialing, 1211, "dial: i/o timeout");
        Throwable wrapped =
                caused(new ConnectException("Failed to connect to /::1:1"), new ConnectException("Connection refused"));
        assertError(wrapped, dialing, 1212, "dial: connection refused");
        assertError(new ConnectException("Network is unreachable"), dialing, 1210, "Network is unreachable");
        assertError(new NoRouteToHostException("No route to host"), dialing, 1210, "No route to host");
    }

    @Test
    void faultsOfAConnection_areNamed() {
        assertError(new SocketException("Broken pipe"), writing, 1201, "write: broken pipe");
        assertError(new SocketException("Connection reset by peer"), writing, 1220, "write: connection reset by peer");
        assertError(new SocketException("Connection reset"), reading, 1220, "read: connection reset by peer");
        assertError(
                new IOException("x", new SocketException("Connection reset")),
                reading,
                1220,
                "read: connection reset by peer");
        assertError(new SocketException("Socket is not connected"), reading, 1200, "read: socket is not connected");
        assertError(new InterruptedIOException("timeout"), reading, 1050, "request timeout");
        assertError(new InterruptedIOException("timeout"), dialing, 1050, "request timeout");
        assertError(new EOFException(), reading, 1000, "EOF");
        assertError(new IOException("strange"), reading, 1000, "strange");
        assertError(new IOException(), reading, 1000, "IOException");
    }

    private static Throwable invalid(CertPathValidatorException.Reason reason) {
        return caused(
                new SSLHandshakeException("PKIX"),
                new CertificateException("PKIX", new CertPathValidatorException("bad", null, null, -1, reason)));
    }

    @Test
    void faultsOfTls_areNamed() {
        Throwable untrusted = caused(
                new SSLHandshakeException("PKIX"),
                new CertificateException("PKIX", new CertPathBuilderException("none")));
        assertError(untrusted, writing, 1310, "x509: unknown authority");
        assertError(invalid(PKIXReason.NO_TRUST_ANCHOR), writing, 1310, "x509: unknown authority");
        assertError(invalid(CertPathValidatorException.BasicReason.EXPIRED), writing, 1300, "PKIX");
        Throwable mismatch =
                caused(new SSLHandshakeException("No name"), new CertificateException("No name matching h found"));
        assertError(mismatch, writing, 1311, "x509: certificate doesn't match hostname");
        assertError(new SSLPeerUnverifiedException("h"), writing, 1311, "x509: certificate doesn't match hostname");
        assertError(
                new SSLException("Unsupported or unrecognized SSL message"),
                writing,
                1301,
                "Unsupported or unrecognized SSL message");
        assertError(new SSLHandshakeException("handshake_failure"), writing, 1300, "handshake_failure");
    }

    @Test
    void faultsOfHttp2_areNumberedByTheirCode() {
        IOException cause = new IOException();
        assertError(
                new Http2Failure(Http2Failure.Scope.GO_AWAY, -1, cause),
                reading,
                1610,
                "http2: received GoAway with http2 ErrCode unknown error code");
        assertError(
                new Http2Failure(Http2Failure.Scope.GO_AWAY, 11, cause),
                reading,
                1622,
                "http2: received GoAway with http2 ErrCode ENHANCE_YOUR_CALM");
        assertError(
                new Http2Failure(Http2Failure.Scope.STREAM, 0, cause),
                reading,
                1631,
                "http2: stream error with http2 ErrCode NO_ERROR");
        assertError(
                new Http2Failure(Http2Failure.Scope.CONNECTION, 1, cause),
                reading,
                1652,
                "http2: connection error with http2 ErrCode PROTOCOL_ERROR");
    }

    @Test
    void status_isAnErrorFrom400On() {
        assertThat(TransportError.codeOf(399)).isZero();
        assertThat(TransportError.codeOf(404)).isEqualTo(1404);
    }
}
