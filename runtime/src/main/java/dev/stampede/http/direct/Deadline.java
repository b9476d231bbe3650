package dev.stampede.http.direct;

import dev.stampede.http.TransportRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Closes the socket of a round trip that takes too long, from another thread: a limit for each read would arm a timer each
 * time. Here one timer serves many round trips. It stays as it is while later ones end later, and only when it goes off it is
 * looked at what the round trip of that moment may take. For one round trip at a time.
 */
final class Deadline implements Dialer.Watch, Runnable {
    private static final long NONE = TransportRequest.NO_DEADLINE;
    private static final long PAST = Long.MIN_VALUE;

    /** That of the round trip under way, by {@link System#nanoTime()}; {@link #NONE}, or {@link #PAST} once it was closed. */
    private final AtomicLong current = new AtomicLong(NONE);

    private volatile @Nullable Socket socket;
    private volatile long alarm = NONE;
    private final ReentrantLock setting = new ReentrantLock();
    /** Guarded by {@link #setting}. */
    private @Nullable Future<?> timer;

    private final boolean lasting;

    /** @param lasting whether many round trips are to come; else the timer goes with each */
    Deadline(boolean lasting) {
        this.lasting = lasting;
    }

    /** A round trip begins. */
    void begin(long deadlineNanos) {
        if (deadlineNanos != NONE) {
            current.set(deadlineNanos);
            if (alarm == NONE || alarm - deadlineNanos > 0) {
                set(deadlineNanos);
            }
        }
    }

    private void set(long nanos) {
        setting.lock();
        try {
            Future<?> former = timer;
            if (former != null) {
                former.cancel(false);
            }
            alarm = nanos;
            timer = Timers.POOL.schedule(this, nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } finally {
            setting.unlock();
        }
    }

    @Override
    public void over(Socket used) throws IOException {
        socket = used;
        if (isPast()) {
            used.close();
            throw new InterruptedIOException("timeout");
        }
    }

    boolean isPast() {
        return current.get() == PAST;
    }

    /** The round trip is over. Says whether its socket was closed, or is about to be. */
    boolean end() {
        if (current.get() == NONE) {
            return false;
        }
        boolean past = current.getAndSet(NONE) == PAST;
        socket = null;
        if (!lasting) {
            cancel();
        }
        return past;
    }

    /** The timer went off. */
    @Override
    public void run() {
        alarm = NONE; // first: who begins after this sets it anew, and who began before is seen below
        long deadline = current.get();
        if (deadline == NONE || deadline == PAST) {
            return;
        }
        if (deadline - System.nanoTime() > 0) {
            set(deadline);
        } else if (current.compareAndSet(deadline, PAST)) {
            close(socket);
        }
    }

    private static void close(@Nullable Socket late) {
        if (late != null) {
            try {
                late.close();
            } catch (IOException e) {
                // it is gone either way
            }
        }
    }

    /** No more round trips for now. Any thread. */
    void cancel() {
        setting.lock();
        try {
            if (timer != null) {
                timer.cancel(false);
            }
            alarm = NONE;
        } finally {
            setting.unlock();
        }
    }

    /** One thread for all, as long as there is something to wait for. */
    private static final class Timers {
        static final ScheduledThreadPoolExecutor POOL = pool();

        private static ScheduledThreadPoolExecutor pool() {
            ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(
                    1,
                    Thread.ofPlatform().name("stampede-http-deadlines").daemon().factory());
            pool.setRemoveOnCancelPolicy(true);
            pool.setKeepAliveTime(10, TimeUnit.SECONDS);
            pool.allowCoreThreadTimeOut(true);
            return pool;
        }
    }
}
