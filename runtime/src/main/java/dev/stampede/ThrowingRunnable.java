package dev.stampede;

/**
 * A body that may throw.
 *
 * @param <E> what it throws; a lambda that throws nothing checked needs no {@code throws} around it
 */
@FunctionalInterface
public interface ThrowingRunnable<E extends Throwable> {
    /** Does the work. */
    void run() throws E;
}
