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

    private final int most;
    private final int mostPerSite;

    /**
     * None yet.
     *
     * @param most how many there may be; 0 for any number
     * @param mostPerSite how many of them may lead to the same scheme, host and port; 0 for any number
     */
    public KeptConnections(int most, int mostPerSite) {
        this.most = most;
        this.mostPerSite = mostPerSite;
    }

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

    /** Keeps one that was used just now, and closes what was used longest ago if those are too many. */
    void keep(Connection connection) {
        Connection surplus = null;
        lock.lock();
        try {
            kept.add(connection);
            if (mostPerSite > 0 && kept.size() > mostPerSite) {
                surplus = surplusTo(connection);
            }
            if (surplus == null && most > 0 && kept.size() > most) {
                surplus = kept.removeFirst();
            }
        } finally {
            lock.unlock();
        }
        if (surplus != null) {
            surplus.close(); // one at most: each adds one
        }
    }

    private @Nullable Connection surplusTo(Connection added) {
        int count = 0;
        int oldest = -1;
        for (int i = kept.size() - 1; i >= 0; i--) {
            if (kept.get(i).leadsWhere(added)) {
                count++;
                oldest = i;
            }
        }
        return count > mostPerSite ? kept.remove(oldest) : null;
    }

    /** Closes all. Any thread. */
    public void closeAll() {
        List<Connection> all;
        lock.lock();
        try {
            all = List.copyOf(kept);
            kept.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(Connection::close);
    }
}
