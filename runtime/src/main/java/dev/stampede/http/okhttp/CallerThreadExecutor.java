package dev.stampede.http.okhttp;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs everything at once on the caller's thread: what a virtual user enqueues is a request of that virtual user, one after
 * the other. Has no state; thread-safe.
 */
final class CallerThreadExecutor extends AbstractExecutorService {
    static final CallerThreadExecutor INSTANCE = new CallerThreadExecutor();

    private CallerThreadExecutor() {}

    @Override
    public void execute(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            // OkHttp expects that a thread of its own dies of what a callback throws, not that it comes back
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
