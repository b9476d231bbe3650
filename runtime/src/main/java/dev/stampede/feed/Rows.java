package dev.stampede.feed;

import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a source's rows one by one, over and over, reading one row ahead at most.
 *
 * <p>A thread of its own walks each stream and waits until its row is taken. Asked for an iterator instead, a stream that was
 * made with {@code flatMap}, as those of JUnit's argument sources are, would collect all rows before it gave the first (up to
 * JDK 23, JDK-8196106).
 *
 * <p>{@link #next()} is for one thread at a time, {@link #close()} for any.
 */
final class Rows<T> implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(Rows.class.getName());
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final String name;
    private final Supplier<? extends Stream<? extends T>> source;
    private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // guarded by lock
    private @Nullable Thread reader;
    private @Nullable Step<T> step;
    private boolean closed;

    // belong to whoever calls next()
    private @Nullable Step<T> ahead;
    private long number;
    private long length;

    /**
     * @param name of the data
     * @param source opens the data, each time from the first row on
     */
    Rows(String name, Supplier<? extends Stream<? extends T>> source) {
        this.name = name;
        this.source = source;
    }

    /** What the reader has come to. */
    private sealed interface Step<T> {
        record Row<T>(T value) implements Step<T> {}

        record End<T>() implements Step<T> {}

        record Fault<T>(Throwable thrown) implements Step<T> {}
    }

    /**
     * The next row. After the last one it is null once, and then the first again, the source having been opened anew.
     *
     * @throws FeedException if the source fails; what comes after that means nothing
     * @throws InterruptedException if interrupted while waiting for the source; the row is not lost
     */
    @Nullable
    T next() throws InterruptedException {
        Step<T> next = ahead == null ? take() : ahead;
        ahead = null;
        return switch (next) {
            case Step.Row<T> row -> {
                number++;
                yield row.value();
            }
            case Step.End<T> end -> {
                length = number;
                number = 0;
                yield null;
            }
            case Step.Fault<T> fault -> throw unreadable(fault.thrown());
        };
    }

    /**
     * What {@link #next()} is going to return.
     *
     * @throws FeedException if the source fails; so will {@link #next()}
     */
    @Nullable
    T peek() throws InterruptedException {
        if (ahead == null) {
            ahead = take();
        }
        return switch (ahead) {
            case Step.Row<T> row -> row.value();
            case Step.End<T> end -> null;
            case Step.Fault<T> fault -> throw unreadable(fault.thrown());
        };
    }

    private FeedException unreadable(Throwable thrown) {
        Throwable cause = thrown instanceof UncheckedIOException unchecked ? unchecked.getCause() : thrown;
        return new FeedException("row " + (number + 1) + " of " + name + " could not be read: " + cause, thrown);
    }

    /** How many rows the source had when it was last read to its end; 0 until then. */
    long length() {
        return length;
    }

    private Step<T> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (reader == null && !closed) {
                reader = Thread.ofVirtual().name("feed").unstarted(this::read);
                reader.setContextClassLoader(classLoader);
                reader.start();
            }
            while (step == null && !closed) {
                changed.await();
            }
            Step<T> taken = step;
            if (closed || taken == null) {
                throw new IllegalStateException(name + " is closed");
            }
            step = null;
            if (!(taken instanceof Step.Row<T>)) {
                reader = null;
            }
            changed.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void read() {
        Step<T> last = new Step.End<>();
        try (Stream<? extends T> rows = source.get()) {
            boolean closedMeanwhile = rows.sequential().anyMatch(row -> !give(row));
            if (closedMeanwhile) {
                // the interrupt was for the wait, not for what closes the stream
                boolean unused = Thread.interrupted();
            }
        } catch (Throwable thrown) {
            last = new Step.Fault<>(thrown);
        }
        lock.lock();
        try {
            step = last;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the row is taken; false if none will be any more. */
    private boolean give(T row) {
        Objects.requireNonNull(row, "the row is null");
        lock.lock();
        try {
            Step<T> mine = new Step.Row<>(row);
            step = mine;
            changed.signalAll();
            while (step == mine && !closed) {
                changed.awaitUninterruptibly();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the stream that is open, and waits up to 5 s until it is; whoever waits for a row is told. */
    @Override
    public void close() {
        Thread open;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            open = reader;
        } finally {
            lock.unlock();
        }
        if (open == null) {
            return;
        }
        open.interrupt();
        try {
            if (!open.join(LONGEST_CLOSE)) {
                logger.log(Level.WARNING, "{0} is still being read {1} after it was closed", name, LONGEST_CLOSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
