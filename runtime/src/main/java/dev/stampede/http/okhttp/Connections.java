package dev.stampede.http.okhttp;

import dev.stampede.http.HttpOptions;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The connections that the clients of one virtual user keep, and the dispatcher that they share. Made when they are first
 * asked for, by one thread at a time; {@link #trim} and {@link #close} may be called by any.
 */
final class Connections {
    private final HttpOptions options;
    private final Wire wire;
    private volatile @Nullable ConnectionPool pool;
    private @Nullable Dispatcher dispatcher;

    /** @param wire opens them */
    Connections(HttpOptions options, Wire wire) {
        this.options = options;
        this.wire = wire;
    }

    /** A client over the shared connections. */
    OkHttpClient.Builder shared(OkHttpClient.Builder client) {
        ConnectionPool known = pool;
        if (known == null) {
            known = QuietPool.create(options.batch());
            pool = known;
        }
        return over(known, client);
    }

    /** A client over connections of its own. */
    OkHttpClient.Builder apart(OkHttpClient.Builder client) {
        return over(QuietPool.create(1), client);
    }

    private OkHttpClient.Builder over(ConnectionPool connections, OkHttpClient.Builder client) {
        Dispatcher known = dispatcher;
        if (known == null) {
            // one of its own: a shared one is a lock and a list that all virtual users would go through in each call
            known = new Dispatcher(CallerThreadExecutor.INSTANCE);
            // one that had to wait would be run by whichever thread is ready first, and taken for that one's
            known.setMaxRequests(Integer.MAX_VALUE);
            known.setMaxRequestsPerHost(Integer.MAX_VALUE);
            dispatcher = known;
        }
        return client.connectionPool(connections).dispatcher(known).socketFactory(wire);
    }

    /** Closes those that are idle at the end of an iteration: all with {@code noVUConnectionReuse}, else beyond {@code batch}. */
    void trim() {
        ConnectionPool known = pool;
        if (known == null) {
            return;
        }
        if (options.noVuConnectionReuse()) {
            known.evictAll();
        } else {
            QuietPool.evict(known, options.batch());
        }
    }

    /** Closes the shared ones that are not in use. */
    void close() {
        ConnectionPool known = pool;
        if (known != null) {
            known.evictAll();
        }
    }
}
