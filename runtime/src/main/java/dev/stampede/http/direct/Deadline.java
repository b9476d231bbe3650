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

    /** That of the round trip under way, if it has a deadline. */
    private volatile @Nullable Socket socket;

    private final ReentrantLock setting = new ReentrantLock();
    /** When the timer goes off; {@link #NONE} if none is set. Changed only under {@link #setting}. */
    private volatile long alarm = NONE;
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

    /** Has the timer go off at this time, unless it does so earlier. */
    private void set(long nanos) {
        setting.lock();
        try {
            if (alarm != NONE && alarm - nanos <= 0) {
                return;
            }
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
        if (current.get() == NONE) {
            return; // nobody will close it, and it may outlive this round trip
        }
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
        if (past || !lasting) {
            // also waits for a timer that is about to take the socket: it must not be that of the next round trip
            cancel();
        }
        socket = null;
        return past;
    }

    /** The timer went off. */
    @Override
    public void run() {
        close(late());
    }

    /** The socket to be closed; null if there is none, and then the timer is set again if it must be. */
    private @Nullable Socket late() {
        setting.lock();
        try {
            alarm = NONE; // first: who begins after this sets it anew, and who began before is seen below
            long deadline = current.get();
            if (deadline == NONE || deadline == PAST) {
                return null;
            }
            if (deadline - System.nanoTime() > 0) {
                set(deadline);
                return null;
            }
            return current.compareAndSet(deadline, PAST) ? socket : null;
        } finally {
            setting.unlock();
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
