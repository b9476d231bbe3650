package dev.stampede.http.direct;

import dev.stampede.http.RoundTripTrace;
import dev.stampede.http.SocketInstants;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import okhttp3.HttpUrl;

/** One open connection to one site. Confined to the thread that took it, but for {@link #close} and {@link #tcp}. */
final class Connection {
    /** A look takes a millisecond, so that a user who does not pause is spared it. */
    private static final long RESTED_NANOS = 50_000_000;

    private final String host;
    private final int port;
    private final boolean secure;
    private final Dialer.Line line;
    private final SocketInstants instants;
    private final InputStream in;
    private final OutputStream out;
    private final InetAddress remote;
    private final int remotePort;
    private boolean fresh = true;

    Connection(HttpUrl url, Dialer.Line line) throws IOException {
        this.host = url.host();
        this.port = url.port();
        this.secure = url.isHttps();
        this.line = line;
        this.instants = line.instants();
        this.in = line.socket().getInputStream();
        this.out = line.socket().getOutputStream();
        this.remote = line.tcp().getInetAddress();
        this.remotePort = line.tcp().getPort();
    }

    boolean leadsTo(HttpUrl url) {
        return port == url.port() && secure == url.isHttps() && host.equals(url.host());
    }

    boolean leadsWhere(Connection other) {
        return port == other.port && secure == other.secure && host.equals(other.host);
    }

    Socket tcp() {
        return line.tcp();
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    SocketInstants instants() {
        return instants;
    }

    /** Tells a round trip that it has this connection now. */
    void acquired(long nanos, RoundTripTrace trace) {
        trace.gotConnection(nanos, remote);
        trace.remotePort(remotePort);
    }

    /** Tells a round trip of the answer that came over this connection. */
    void answered(int status, String protocol, RoundTripTrace trace) {
        trace.answered(status, protocol, line.tls());
        if (secure) {
            trace.cipherSuite(line.cipherSuite());
        }
    }

    /** Whether nothing was asked over it so far. */
    boolean isFresh() {
        return fresh;
    }

    /** Whether what comes next may begin with what a server says after a TLS handshake, which is no part of an answer. */
    boolean hasTicketsAhead() {
        return fresh && line.tls().equals("tls1.3");
    }

    /** An answer came. */
    void used() {
        fresh = false;
    }

    /** Whether the server had time to close it. */
    boolean hasRested(long nanos) {
        long last = instants.firstRead() != 0 ? instants.firstRead() : instants.lastWrite();
        return last != 0 && nanos - last > RESTED_NANOS;
    }

    /** Whether the server said something nobody asked for, which the next request would take for its answer. Takes no time. */
    boolean hasUnasked() {
        try {
            // under TLS it may be a ticket, and what it is shows only when it is read
            return secure ? line.tcp().getInputStream().available() > 0 && !isOpen() : in.available() > 0;
        } catch (IOException e) {
            return true; // it is gone
        }
    }

    /** Looks whether the server has closed it, or said something nobody asked for. */
    boolean isOpen() {
        try {
            line.socket().setSoTimeout(1);
            try {
                int unused = in.read();
                return false;
            } catch (SocketTimeoutException e) {
                line.socket().setSoTimeout(0);
                return true;
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** Any thread. */
    void close() {
        try {
            line.socket().close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
