package dev.stampede.http;

import dev.stampede.HttpTimings;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one round trip and when. Filled by a transport, read by {@link HopSampler}, then used again. Instants are
 * {@link System#nanoTime()}; 0 means that it never came so far. (k6: {@code lib/netext/httpext/tracer.go}.)
 *
 * <p>Confined to one thread at a time.
 */
public final class RoundTripTrace {
    private long getConnection;
    private long connectStart;
    private long connectDone;
    private long tlsStart;
    private long tlsDone;
    private long gotConnection;
    private long sent;
    private long firstByte;
    private long done;
    private int status;
    private String proto = "";
    private String tlsVersion = "";
    private String cipherSuite = "";
    private @Nullable InetAddress remote;
    private int remotePort;

    /** Starts afresh: a connection is looked for from now on. */
    public void begin(long nanos) {
        getConnection = nanos;
        connectStart = 0;
        connectDone = 0;
        tlsStart = 0;
        tlsDone = 0;
        gotConnection = 0;
        sent = 0;
        firstByte = 0;
        done = 0;
        status = 0;
        proto = "";
        tlsVersion = "";
        cipherSuite = "";
        remote = null;
        remotePort = 0;
    }

    /** The round trip is tried again on another connection: the last try counts. */
    public void again(long nanos) {
        begin(nanos);
    }

    /** Time passed before the request could have its connection that is no part of the round trip. */
    public void paused(long nanos) {
        getConnection += nanos;
    }

    /** A TCP connection is being opened. */
    public void connecting(long nanos) {
        connectStart = nanos;
        connectDone = 0;
    }

    /** A TCP connection was opened. */
    public void connected(long startNanos, long doneNanos) {
        connectStart = startNanos;
        connectDone = doneNanos;
    }

    /** The TLS handshake begins. */
    public void tlsStarted(long nanos) {
        tlsStart = nanos;
        tlsDone = 0;
    }

    /** The TLS handshake is done. */
    public void tlsDone(long nanos) {
        tlsDone = nanos;
    }

    /** The request has a connection: a new one, or one that was kept. */
    public void gotConnection(long nanos, @Nullable InetAddress address) {
        gotConnection = nanos;
        remote = address;
    }

    /** The whole request was written. */
    public void sent(long nanos) {
        sent = nanos;
    }

    /** The first byte of the response came. */
    public void firstByte(long nanos) {
        firstByte = nanos;
    }

    /**
     * The response's headers came.
     *
     * @param protocol {@code HTTP/1.1} or {@code HTTP/2.0}
     * @param tls such as {@code tls1.3}; empty without TLS
     */
    public void answered(int statusCode, String protocol, String tls) {
        status = statusCode;
        proto = protocol;
        tlsVersion = tls;
    }

    /** The port of the other side of the connection that the request has. */
    public void remotePort(int port) {
        remotePort = port;
    }

    /** The cipher suite of the connection, such as {@code TLS_AES_128_GCM_SHA256}. */
    public void cipherSuite(String name) {
        cipherSuite = name;
    }

    void done(long nanos) {
        done = nanos;
    }

    /** Status code; 0 while no response's headers came. */
    public int status() {
        return status;
    }

    /** Protocol of the response; empty while there is none. */
    public String proto() {
        return proto;
    }

    /** TLS version of the response; empty without TLS. */
    public String tlsVersion() {
        return tlsVersion;
    }

    String cipherSuite() {
        return cipherSuite;
    }

    int remotePort() {
        return remotePort;
    }

    /** When the request got its connection; 0 while it has none. */
    public long gotConnection() {
        return gotConnection;
    }

    @Nullable
    InetAddress remote() {
        return remote;
    }

    boolean isDialing() {
        return connectStart != 0 && connectDone == 0;
    }

    boolean isSent() {
        return sent != 0;
    }

    /** Writes the values of {@code BuiltinMetrics.httpRoundTrip} but the last, which is the caller's to judge. */
    void values(double[] values) {
        long base = tlsDone != 0 ? tlsDone : connectDone != 0 ? connectDone : gotConnection;
        double sending = between(sent == 0 ? 0 : base, sent);
        double waiting = between(sent, firstByte != 0 ? firstByte : done);
        double receiving = between(firstByte, done);
        values[0] = 1;
        values[1] = sending + waiting + receiving;
        values[2] = between(getConnection, gotConnection);
        values[3] = between(connectStart, connectDone);
        values[4] = between(tlsStart, tlsDone);
        values[5] = sending;
        values[6] = waiting;
        values[7] = receiving;
    }

    /** The values of {@link #values} as people see them. */
    static HttpTimings timings(double[] values) {
        return new HttpTimings(values[2], values[3], values[4], values[5], values[6], values[7]);
    }

    /** Milliseconds; 0 when either never came, or they came the other way round. */
    private static double between(long from, long to) {
        return from == 0 || to == 0 || to - from < 0 ? 0 : (to - from) / 1e6;
    }
}
