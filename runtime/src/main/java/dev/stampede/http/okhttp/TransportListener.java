package dev.stampede.http.okhttp;

import dev.stampede.http.RoundTripTrace;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import okhttp3.Call;
import okhttp3.Connection;

/**
 * Also looks whether a connection that rested is still open before a request takes it that could not be sent again: see
 * {@link SecondTry}. (Go reads from idle connections all the time, and sees it at once; here that would be a thread each.)
 */
final class TransportListener extends TracingListener {
    /** A look takes a millisecond, so that a user who does not pause is spared it. */
    private static final long RESTED_NANOS = 50_000_000;

    private final Wire wire;

    TransportListener(Wire wire) {
        super(wire, new RoundTripTrace());
        this.wire = wire;
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        if (!SecondTry.isHarmless(call.request()) && SecondTry.isHttp1(connection)) {
            CountingSocket socket = wire.under(connection.socket());
            if (socket != null && hasRested(socket)) {
                look(connection.socket(), socket);
            }
        }
        super.connectionAcquired(call, connection);
    }

    private static boolean hasRested(CountingSocket socket) {
        long last = socket.firstRead() != 0 ? socket.firstRead() : socket.lastWrite();
        return last != 0 && System.nanoTime() - last > RESTED_NANOS;
    }

    /** Lets nothing more out of a connection that the server has closed: then nothing of the request is written, and it goes over another one. */
    private void look(Socket top, CountingSocket bottom) {
        long start = System.nanoTime();
        boolean open = false;
        try {
            int limit = top.getSoTimeout();
            top.setSoTimeout(1);
            try {
                int unused = top.getInputStream().read(); // the end, or something that nobody asked for
            } catch (SocketTimeoutException e) {
                open = true;
            }
            top.setSoTimeout(limit);
        } catch (IOException e) {
            open = false;
        }
        if (!open) {
            try {
                bottom.shutdownOutput(); // a closed one OkHttp would not take for a reason to try another
            } catch (IOException e) {
                // it is gone either way
            }
        }
        trace().paused(System.nanoTime() - start);
    }
}
