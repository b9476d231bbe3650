package dev.stampede;

import org.jspecify.annotations.Nullable;

/**
 * Work that a virtual user does at the same time on another thread, begun by {@link Vu#fork}. It ends with the iteration at the
 * latest. Thread-safe.
 *
 * @param <T> what it returns
 */
public interface Fork<T extends @Nullable Object> {

    /**
     * Waits until it is over. An interrupt meanwhile ends the iteration, as it does in {@link Vu#sleep(String)}. Whatever the
     * body threw is thrown here, checked exceptions too, and then does not fail the iteration by itself.
     *
     * @return what the body returned
     */
    T join();

    /** Interrupts it, if it is not over, and does not wait; what it throws from then on does not count. */
    void cancel();
}
