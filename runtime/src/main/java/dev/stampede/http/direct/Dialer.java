package dev.stampede.http.direct;

import dev.stampede.http.RoundTripTrace;
import dev.stampede.http.SocketInstants;
import java.io.IOException;
import java.net.Socket;
import okhttp3.HttpUrl;

/** Opens the connections of one virtual user. Thread-safe. */
public interface Dialer {

    /**
     * Opens a connection to where a URL leads: looks its host up, connects, and speaks TLS if it is https.
     *
     * @param trace is told of connecting and of TLS
     * @param watch must be told of the TCP socket before that waits for anything
     * @throws IOException if that fails; nothing is left open then
     */
    Line dial(HttpUrl url, RoundTripTrace trace, Watch watch) throws IOException;

    /** Closes a socket when its time is over. */
    @FunctionalInterface
    interface Watch {
        /**
         * From now on this is the socket to be closed.
         *
         * @throws IOException if the time is over already; it is closed then
         */
        void over(Socket socket) throws IOException;
    }

    /**
     * An open connection.
     *
     * @param socket what is spoken over: the TCP socket itself, or TLS over it
     * @param tcp closing it, from any thread, ends all that waits for either
     * @param instants of the TCP socket
     * @param tls version such as {@code tls1.3}; empty without TLS
     * @param cipherSuite empty without TLS
     */
    record Line(Socket socket, Socket tcp, SocketInstants instants, String tls, String cipherSuite) {}
}
