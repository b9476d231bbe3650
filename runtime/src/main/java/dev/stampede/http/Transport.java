package dev.stampede.http;

import java.io.IOException;
import okhttp3.HttpUrl;

/**
 * Carries one request to a server and brings its response back: one round trip, over connections it keeps. It follows no
 * redirect, keeps no cookie, decodes no body and records no sample; all of that is done above it.
 *
 * <p>Belongs to one thread of a virtual user and is confined to it, except {@link #another} and {@link #close}.
 */
public interface Transport extends AutoCloseable {

    /**
     * Sends the request and reads the whole response.
     *
     * @param trace filled as things happen, also when the round trip fails
     * @throws Http2Failure if HTTP/2 ended the stream or the connection
     * @throws java.io.InterruptedIOException if the request's deadline came first
     * @throws java.util.concurrent.CancellationException if the thread was interrupted, which stays set
     * @throws IOException if anything else went wrong, as the JDK's sockets would say it
     */
    TransportResponse roundTrip(TransportRequest request, RoundTripTrace trace) throws IOException;

    /**
     * Makes what it takes to go there and is not made yet, but for a connection. Called before each round trip, and no part of
     * its time.
     *
     * @return nanoseconds that took: some tenths of a second the first time in a process, and nothing or next to it later
     */
    default long prepare(HttpUrl url) {
        return 0;
    }

    /** A transport over the same connections, for another thread of the virtual user. Any thread. */
    Transport another();

    /** Closes all connections. Any thread. */
    @Override
    void close();
}
