package dev.stampede;

/**
 * A body that returns a value and may throw.
 *
 * @param <T> what it returns
 * @param <E> what it throws; a lambda that throws nothing checked needs no {@code throws} around it
 */
@FunctionalInterface
public interface ThrowingSupplier<T, E extends Throwable> {
    /** Does the work. */
    T get() throws E;
}
