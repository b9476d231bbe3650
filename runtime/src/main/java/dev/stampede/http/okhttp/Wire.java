package dev.stampede.http.okhttp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * All sockets of one virtual user: makes them, counts their bytes, and closes them at the end.
 *
 * <p>Connections are opened on the virtual user's threads. Bytes may be counted by any thread, because HTTP/2 reads on one
 * of its own. Thread-safe.
 */
final class Wire extends SocketFactory {
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final boolean KEEP_ALIVE_TIMES = canSetKeepAliveTimes();

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final List<CountingSocket> open = new CopyOnWriteArrayList<>();
    private final Addresses addresses;
    private final @Nullable InetAddress local;
    private volatile boolean closed;

    /**
     * No sockets yet.
     *
     * @param local address of this machine that connections are made from; null leaves it to the system
     */
    Wire(Addresses addresses, @Nullable InetAddress local) {
        this.addresses = addresses;
        this.local = local;
    }

    /** Whether connections may lead elsewhere than OkHttp thinks. */
    boolean mayDiffer() {
        return addresses.mayDiffer();
    }

    /** Where a socket is to connect to. */
    SocketAddress target(SocketAddress asked) throws IOException {
        return asked instanceof InetSocketAddress inet && !inet.isUnresolved() ? addresses.target(inet) : asked;
    }

    /** Bytes written since this was asked last. */
    long takeSent() {
        return sent.getAndSet(0);
    }

    /** Bytes read since this was asked last. */
    long takeReceived() {
        return received.getAndSet(0);
    }

    /** The socket that the calling thread connected last; null if it is not open any more. */
    @Nullable
    CountingSocket lastConnected() {
        long thread = Thread.currentThread().threadId();
        CountingSocket last = null;
        for (CountingSocket socket : open) {
            if (socket.connector() == thread) {
                last = socket;
            }
        }
        return last;
    }

    /** The TCP socket under this one, which may be it itself, or TLS over it. */
    @Nullable
    CountingSocket under(Socket socket) {
        if (socket instanceof CountingSocket itself) {
            return itself;
        }
        return between(socket.getLocalPort(), socket.getInetAddress(), socket.getPort());
    }

    /** The open TCP socket with these ends; null if there is none. */
    @Nullable
    CountingSocket between(int localPort, @Nullable InetAddress address, int port) {
        for (CountingSocket candidate : open) {
            if (candidate.getLocalPort() == localPort
                    && candidate.getPort() == port
                    && Objects.equals(candidate.getInetAddress(), address)) {
                return candidate;
            }
        }
        return null;
    }

    /** Closes what is still open, in use or not, and opens nothing any more. Any thread. */
    void close() {
        closed = true;
        for (CountingSocket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is gone either way
            }
        }
    }

    void sent(long bytes) {
        sent.addAndGet(bytes);
    }

    void received(long bytes) {
        received.addAndGet(bytes);
    }

    void connected(CountingSocket socket) {
        open.add(socket);
        if (closed) {
            close(); // it came while the others were being closed
        }
    }

    void closed(CountingSocket socket) {
        open.remove(socket);
    }

    private static boolean canSetKeepAliveTimes() {
        try (Socket probe = new Socket()) {
            return probe.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)
                    && probe.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPINTERVAL);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        return createCounting();
    }

    /** The same. */
    CountingSocket createCounting() throws IOException {
        return prepared(new CountingSocket(this));
    }

    /** One that connects through a SOCKS proxy. */
    Socket createSocket(Proxy socks) throws IOException {
        return prepared(new CountingSocket(this, socks));
    }

    private CountingSocket prepared(CountingSocket socket) throws IOException {
        if (closed) {
            throw new SocketException("the HTTP session is closed");
        }
        socket.setTcpNoDelay(true); // as Go does: a body in several segments must not wait for acknowledgements
        socket.setKeepAlive(true);
        if (KEEP_ALIVE_TIMES) {
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_SECONDS);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_SECONDS);
        }
        if (local != null) {
            socket.bind(new InetSocketAddress(local, 0));
        }
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("only unconnected sockets");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("only unconnected sockets");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("only unconnected sockets");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("only unconnected sockets");
    }
}
