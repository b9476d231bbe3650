package dev.stampede.http.direct;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for round trips under way: virtual users that pause hold none. Nobody ever waits for one: where another thread is
 * at it, a new one is made, or an old one left to the garbage collector. Thread-safe.
 */
final class Buffers {
    /** Bytes of a buffer: a head with a small body. */
    static final int SIZE = 8 << 10;

    private static final int MOST = 1024;

    static final Buffers SHARED = new Buffers();

    private final AtomicBoolean busy = new AtomicBoolean();
    /** The one used last is on top, as it is likely to be in the processor's cache. Guarded by {@link #busy}. */
    private byte[] @Nullable [] free = new byte[64][];

    private int count;

    byte[] take() {
        byte[] taken = null;
        if (busy.compareAndSet(false, true)) {
            if (count > 0) {
                taken = free[--count];
                free[count] = null;
            }
            busy.set(false);
        }
        return taken != null ? taken : new byte[SIZE];
    }

    void give(byte[] buffer) {
        if (buffer.length == SIZE && busy.compareAndSet(false, true)) {
            if (count == free.length && count < MOST) {
                free = Arrays.copyOf(free, 2 * count);
            }
            if (count < free.length) {
                free[count++] = buffer;
            }
            busy.set(false);
        }
    }
}
