package dev.stampede.results.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, which must come fast enough: {@value #GRACE_MILLIS} ms and {@value #BYTES_PER_MILLI} bytes in each further
 * millisecond. Whoever waits for a slower one is interrupted, by which the connection is closed. Read by one thread, looked at by
 * another.
 */
final class WatchedBody extends InputStream {
    static final long GRACE_MILLIS = 30_000;
    static final long BYTES_PER_MILLI = 16;

    /** How long the rest of a body that was refused is waited for. */
    private static final long REST_MILLIS = 5_000;

    /** How much of a body that was refused is read, so that its sender sees the answer: more than any push or archive has. */
    private static final long MOST_REST = 1L << 30;

    private final InputStream in;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread reader;
    private boolean cut;
    private boolean ended;
    private long read;
    private long limit;

    WatchedBody(InputStream in, Clock clock) {
        this.in = in;
        this.clock = clock;
        this.limit = clock.millis() + GRACE_MILLIS;
    }

    /** The body could not be read: its sender has gone, or was too slow. */
    static final class BrokenException extends IOException {
        private static final long serialVersionUID = 1;

        BrokenException(IOException cause) {
            super("the body breaks off", cause);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        enter();
        int count = 0;
        try {
            count = in.read(into, from, length);
            return count;
        } catch (IOException e) {
            throw new BrokenException(e);
        } finally {
            leave(count);
        }
    }

    /** Reads what is left of it and drops it. */
    void drop() throws IOException {
        if (ended) {
            return;
        }
        lock.lock();
        try {
            limit = Math.min(limit, clock.millis() + REST_MILLIS - read / BYTES_PER_MILLI);
        } finally {
            lock.unlock();
        }
        byte[] dropped = new byte[1 << 14];
        for (long left = MOST_REST; !ended && left > 0; ) {
            left -= read(dropped, 0, dropped.length);
        }
    }

    private void enter() {
        lock.lock();
        try {
            reader = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    private void leave(int count) {
        lock.lock();
        try {
            reader = null;
            ended |= count < 0;
            read += Math.max(0, count);
            if (cut) {
                Thread.interrupted(); // it was meant for the read
            }
        } finally {
            lock.unlock();
        }
    }

    /** Cuts it off if somebody waits for it and it is too slow. */
    void look() {
        lock.lock();
        try {
            Thread waiting = reader;
            if (waiting != null && clock.millis() > limit + read / BYTES_PER_MILLI) {
                cut = true;
                waiting.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}
