package dev.stampede.http.direct;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Connections of one virtual user that are open and not in use. Thread-safe. (k6 leaves this to Go: {@code net/http/transport.go}.) */
public final class KeptConnections {
    private final ReentrantLock lock = new ReentrantLock();
    /** The one used last comes last. */
    private final List<Connection> kept = new ArrayList<>(1);

    /** None yet. */
    public KeptConnections() {}

    /** The one to where the URL leads that was used last, which is not kept any more; null when there is none. */
    @Nullable
    Connection take(HttpUrl url) {
        lock.lock();
        try {
            for (int i = kept.size() - 1; i >= 0; i--) {
                if (kept.get(i).leadsTo(url)) {
                    return kept.remove(i);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    void keep(Connection connection) {
        lock.lock();
        try {
            kept.add(connection);
        } finally {
            lock.unlock();
        }
    }

    /** Closes those used longest ago. Any thread. */
    public void trim(int most) {
        List<Connection> surplus;
        lock.lock();
        try {
            if (kept.size() <= most) {
                return;
            }
            List<Connection> oldest = kept.subList(0, kept.size() - most);
            surplus = List.copyOf(oldest);
            oldest.clear();
        } finally {
            lock.unlock();
        }
        surplus.forEach(Connection::close);
    }
}
