package dev.stampede.http.okhttp;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import okhttp3.ConnectionPool;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.ConnectionListener;
import okhttp3.internal.connection.RealConnectionPool;

/**
 * Connection pools that wake no thread. OkHttp's own pool schedules a clean-up at the end of every call, which costs about
 * half of all CPU of a small request; this one is cleaned up by {@link #evict}, on the caller's thread.
 *
 * <p>It takes OkHttp's internal API, and nothing else does. Where that is missing or has changed, an ordinary pool is made.
 * Thread-safe.
 */
final class QuietPool {
    /** k6 closes none for being idle. */
    private static final long KEEP_ALIVE_DAYS = 365;

    private static final boolean QUIET = probe();

    private QuietPool() {}

    /** Whether pools are quiet; else they are OkHttp's ordinary ones. */
    static boolean isQuiet() {
        return QUIET;
    }

    /**
     * A new pool.
     *
     * @param maxIdle how many connections it keeps that are not in use; 0 for any number
     */
    static ConnectionPool create(int maxIdle) {
        int most = most(maxIdle);
        return QUIET ? Internal.create(most) : new ConnectionPool(most, KEEP_ALIVE_DAYS, TimeUnit.DAYS);
    }

    private static int most(int maxIdle) {
        return maxIdle == 0 ? Integer.MAX_VALUE : maxIdle;
    }

    /**
     * Closes idle connections beyond what a pool may keep. Does nothing for ordinary pools, which do so by themselves.
     *
     * @param maxIdle what the pool was made with
     */
    static void evict(ConnectionPool pool, int maxIdle) {
        if (QUIET && pool.connectionCount() > most(maxIdle)) {
            Internal.evict(pool);
        }
    }

    private static boolean probe() {
        try {
            Internal.evict(Internal.create(1));
            return true;
        } catch (LinkageError e) {
            System.getLogger(QuietPool.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "This OkHttp has no pool without background work; requests cost more",
                            e);
            return false;
        }
    }

    /** What is not public in OkHttp; loaded apart, so that its absence can be caught. */
    private static final class Internal {
        private static final Logger tasks = Logger.getLogger(TaskRunner.class.getName());

        static ConnectionPool create(int maxIdle) {
            TaskRunner idle = new TaskRunner(new NoBackend(), tasks);
            return new ConnectionPool(
                    maxIdle, KEEP_ALIVE_DAYS, TimeUnit.DAYS, idle, ConnectionListener.Companion.getNONE());
        }

        static void evict(ConnectionPool pool) {
            RealConnectionPool real = RealConnectionPool.Companion.get(pool);
            while (real.closeConnections(System.nanoTime()) == 0) {
                // one at a time, until none is left to close
            }
        }
    }

    /** Runs nothing. */
    private static final class NoBackend implements TaskRunner.Backend {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void coordinatorNotify(TaskRunner taskRunner) {}

        @Override
        public void coordinatorWait(TaskRunner taskRunner, long nanos) {}

        @Override
        public <T> BlockingQueue<T> decorate(BlockingQueue<T> queue) {
            return queue;
        }

        @Override
        public void execute(TaskRunner taskRunner, Runnable runnable) {}
    }
}
