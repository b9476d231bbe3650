package dev.stampede.http;

import dev.stampede.Http;
import dev.stampede.metrics.SampleContext;
import dev.stampede.traces.Tracer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * What a virtual user has for clients other than {@link Http}, so that these record as it does. For the virtual user's own
 * thread and those that it forks.
 */
public interface ClientScope {

    /**
     * The scope of a virtual user.
     *
     * @param http the one the virtual user was given
     * @throws IllegalArgumentException if it is not a virtual user's
     */
    static ClientScope of(Http http) {
        ClientScope scope = http instanceof VuHttp known ? known.scope() : null;
        if (scope == null) {
            throw new IllegalArgumentException("A client is measured for a virtual user, but "
                    + http.getClass().getName()
                    + " is not a virtual user's Http. Pass the one that the load test or @BeforeVu method was given.");
        }
        return scope;
    }

    /**
     * Where the samples of the calling thread go: the virtual user's own, or one that it forked.
     *
     * @throws IOException if the thread is neither
     */
    SampleContext requireThread() throws IOException;

    /**
     * Waits for the turn of a call, if the run lets only so many begin in a second ({@code rps}). To be called before the
     * time that the call may take begins.
     *
     * @throws InterruptedIOException if the thread is interrupted, which stays set
     */
    void awaitTurn() throws InterruptedIOException;

    /** Options of the run. */
    HttpOptions options();

    /** Traces requests; null when they are not traced. */
    @Nullable
    Tracer tracer();

    /** Records the round trips of a thread with this context. */
    HopSampler sampler(SampleContext here);

    /** Its instrumented OkHttp client. */
    OkHttpClient okHttpClient();

    /** Makes unconnected sockets whose bytes count as {@code data_sent} and {@code data_received}; they close with the session. */
    SocketFactory sockets();

    /** Makes a socket like those, which connects through a SOCKS proxy. */
    Socket socketThrough(Proxy socks) throws IOException;

    /** An open one of these sockets; null if there is none with these ends. */
    @Nullable
    SocketInstants socket(InetSocketAddress local, InetSocketAddress remote);

    /**
     * Something to be done when the virtual user is gone, by any thread; must not throw. It is held weakly: what ends earlier
     * is forgotten with whoever else holds it.
     */
    void whenClosed(Runnable closing);
}
