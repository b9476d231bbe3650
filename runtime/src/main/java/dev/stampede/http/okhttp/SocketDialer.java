package dev.stampede.http.okhttp;

import dev.stampede.http.RoundTripTrace;
import dev.stampede.http.direct.Dialer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import okhttp3.HttpUrl;

/** Opens connections just as the OkHttp clients of the virtual user do, and over the same wire. Thread-safe. */
final class SocketDialer implements Dialer {
    private final Addresses addresses;
    private final Wire wire;
    private final Supplier<TlsLayer> tls;

    /** @param tls asked for at the first connection that needs it */
    SocketDialer(Addresses addresses, Wire wire, Supplier<TlsLayer> tls) {
        this.addresses = addresses;
        this.wire = wire;
        this.tls = tls;
    }

    @Override
    public Line dial(HttpUrl url, RoundTripTrace trace, Watch watch) throws IOException {
        InetSocketAddress address = addresses.of(url);
        CountingSocket socket = wire.createCounting();
        boolean open = false;
        try {
            watch.over(socket);
            trace.connecting(System.nanoTime());
            socket.connect(address, (int) HttpSessions.DIAL_TIMEOUT.toMillis());
            trace.connected(socket.connectStart(), socket.connectDone());
            Line line = url.isHttps() ? tls.get().over(socket, url, trace) : new Line(socket, socket, socket, "", "");
            open = true;
            return line;
        } finally {
            if (!open) {
                socket.close();
            }
        }
    }
}
