package dev.stampede.feed;

import static java.util.Objects.requireNonNullElse;

import dev.stampede.Vu;
import dev.stampede.engine.ScenarioEnd;
import dev.stampede.segments.Share;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hands the rows of a source to virtual users. The source is opened when the first row is asked for, and read as far as rows
 * are needed, not loaded ({@link FeedPolicy} says what is kept); its streams are closed at their end or by {@link #close()}.
 *
 * <p>Thread-safe: any virtual user may ask at any time. The source is read by a thread of the feeder's own, which has the
 * context class loader of the thread that made the feeder. Rows may reach several virtual users at the same time, so they
 * must be safe to share.
 *
 * @param <T> what a row is; never null
 */
public final class Feeder<T> implements AutoCloseable {
    /** How many rows {@link FeedPolicy#CIRCULAR} keeps so that it need not open the source again: {@value}. */
    static final int KEPT_ROWS = 1000;

    private final FeedOptions options;
    private final Share share;
    private final Rows<T> rows;
    private final Dealer<T> dealer;
    private final AtomicLong handedOut = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private @Nullable ScenarioEnd end;

    /**
     * A feeder for one process of a run.
     *
     * @param share what this process has of the whole run; {@link Share#WHOLE} if it is all
     * @param source opens the data, each time from the first row on; a stream of it is closed when done
     */
    public Feeder(FeedOptions options, Share share, Supplier<? extends Stream<? extends T>> source) {
        this.options = options;
        this.share = share;
        this.rows = new Rows<>(options.name(), source);
        this.dealer = Dealer.of(options, share, rows);
    }

    /**
     * The row for this virtual user's iteration; waits until it is read.
     *
     * @throws ScenarioEnd if there is no row left, as chosen: the end of the scenario or a failure; also, always a failure,
     *     if the source fails, with what it threw as the cause, or has no row at all
     * @throws InterruptedException if interrupted while waiting; no row is lost
     * @throws IllegalStateException if the feeder is closed
     */
    public T next(Vu vu) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (end != null) {
                throw end;
            }
            T row = dealer.deal(vu);
            if (row == null) {
                throw dry(vu);
            }
            handedOut.incrementAndGet();
            return row;
        } catch (FeedException fault) {
            end = unreadable(fault);
            throw end;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Opens the source and reads its first row, which is not handed out by this: shows early that there is one. For before
     * the load, when no row has been handed out.
     *
     * @throws ScenarioEnd if the source fails or has no rows, as {@link #next} would
     * @throws InterruptedException if interrupted while waiting
     */
    public T peek() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            T row = rows.peek();
            if (row == null) {
                throw none();
            }
            return row;
        } catch (FeedException fault) {
            throw unreadable(fault);
        } finally {
            lock.unlock();
        }
    }

    private ScenarioEnd none() {
        return ScenarioEnd.failing(options.name() + " has no rows");
    }

    private static ScenarioEnd unreadable(FeedException fault) {
        return ScenarioEnd.failing(String.valueOf(fault.getMessage()), requireNonNullElse(fault.getCause(), fault));
    }

    private ScenarioEnd dry(Vu vu) {
        long length = rows.length();
        if (length == 0) {
            end = none();
            return end;
        }
        String count = length == 1 ? "1 row" : length + " rows";
        if (options.policy() == FeedPolicy.PER_VU) {
            // others may still have one
            return end("%s ran dry: it has %s (PER_VU), none for VU %d".formatted(options.name(), count, vu.id()));
        }
        String own = share.isWhole() ? "" : ", %d of them in execution segment %s".formatted(handedOut(), share);
        end = end("%s ran dry after %s%s (%s)".formatted(options.name(), count, own, options.policy()));
        return end;
    }

    private ScenarioEnd end(String reason) {
        return switch (options.whenDry()) {
            case END_SCENARIO -> ScenarioEnd.because(reason);
            case FAIL -> ScenarioEnd.failing(reason);
        };
    }

    /** How many times a row was handed out. */
    public long handedOut() {
        return handedOut.get();
    }

    /** Closes the source if it is open, and waits up to 5 s until it is; whoever waits for a row is told. */
    @Override
    public void close() {
        rows.close();
    }
}
