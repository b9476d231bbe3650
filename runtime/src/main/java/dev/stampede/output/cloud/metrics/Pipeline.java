package dev.stampede.output.cloud.metrics;

import dev.stampede.clock.Clock;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.delivery.PushListener;
import dev.stampede.output.cloud.delivery.PushQueue;
import dev.stampede.output.cloud.delivery.PushStats;
import dev.stampede.output.cloud.delivery.Pusher;
import dev.stampede.output.cloud.delivery.Spool;
import dev.stampede.output.cloud.runs.OpenedRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The way of a run's samples to the service: {@link Buckets} gather them, a thread closes buckets every push interval and
 * encodes them into a {@link PushQueue}, a {@link Pusher} sends that. Knows nothing of how the run was opened.
 *
 * <p>Thread-safe. {@link #accept} never waits for encoding or the network. The thread is a daemon of the platform: virtual
 * users that never yield may hold every carrier, and the run must go on being reported then.
 */
public final class Pipeline {
    /** Unsent metrics kept in memory; what is beyond it is on disk only. Hours of an ordinary test. */
    public static final long MOST_UNSENT_BYTES = 64L << 20;

    /** So much may wait when closed buckets do too: then they travel together, a series of several buckets once. */
    private static final Duration BEHIND = Duration.ofSeconds(3);

    /** No bucket waits for longer, and so much less is in memory only. */
    private static final Duration LONGEST_HELD = Duration.ofSeconds(30);

    /** Nor does any when there are so many series in buckets already: some hundred bytes each. */
    private static final long MOST_HELD = 200_000;

    /** At the end: for what is under way, and the same again for what is then left. (k6: {@code expv2/output.go}.) */
    static final Duration IN_FLIGHT_BUDGET = Duration.ofSeconds(15);

    static final Duration FINAL_BUDGET = Duration.ofSeconds(15);

    /** At the end: from a failed push to the next. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final System.Logger logger = System.getLogger(Pipeline.class.getName());

    private final Clock clock;
    private final Duration interval;
    private final Buckets buckets;
    private final Batcher batcher;
    private final PushStats stats = new PushStats();
    private final Spool spool;
    private final Duration longestFlush;
    private final PushQueue queue;
    private final Pusher pusher;
    private final Clock.Signal end;
    private final ReentrantLock encoding = new ReentrantLock();
    private volatile boolean ended;

    /**
     * A pipeline at rest.
     *
     * @param run whose metrics they are
     * @param client makes the pushes
     * @param spool keeps on disk what is unsent
     * @param mostUnsentBytes how much may wait in memory
     * @param listener hears what the service says
     */
    public Pipeline(
            OpenedRun run, ApiClient client, Spool spool, Clock clock, long mostUnsentBytes, PushListener listener) {
        this.clock = clock;
        CloudConfig config = run.settings();
        OpenedRun.MetricsTarget target = run.metrics();
        interval = config.aggregationCalcInterval().orElse(config.metricPushInterval());
        buckets = new Buckets(config.aggregationPeriod(), config.aggregationWaitPeriod());
        batcher = new Batcher(
                run.id(),
                Math.toIntExact(config.aggregationPeriod().toSeconds()),
                atMostInt(config.maxTimeSeriesInBatch()),
                Outliers.of(config),
                packing(target, !config.noCompress()),
                stats);
        this.spool = spool;
        longestFlush = config.finalFlushTimeout();
        queue = new PushQueue(mostUnsentBytes, spool, stats);
        pusher = new Pusher(
                queue, client, stats, atMostInt(config.metricPushConcurrency()), config.timeout(), clock, listener);
        end = clock.newSignal();
    }

    private static int atMostInt(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    private static Batcher.Packing packing(OpenedRun.MetricsTarget target, boolean compress) {
        Snappy snappy = new Snappy();
        return (message, length) -> {
            byte[] body = compress ? snappy.compress(message, length) : Arrays.copyOf(message, length);
            ApiRequest push = ApiRequest.metrics(target.url(), body, compress);
            return target.idempotent() ? push : push.withoutKey();
        };
    }

    /** Begins to push. */
    public void start() {
        long first = clock.nanoTime() + interval.toNanos();
        Thread.ofPlatform().daemon().name("stampede-cloud-flush").start(() -> flushUntilEnd(first));
    }

    private void flushUntilEnd(long first) {
        long next = first;
        try {
            while (!ended) {
                if (!end.await(next)) {
                    flushSafely();
                    next = Math.max(next + interval.toNanos(), clock.nanoTime());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does this; closing flushes what is left
        }
    }

    private void flushSafely() {
        try {
            flush();
        } catch (RuntimeException | Error e) { // the next one may do better, and closing sends what is left
            try {
                logger.log(System.Logger.Level.WARNING, "Metrics could not be prepared for the cloud.", e);
            } catch (RuntimeException | Error unlogged) {
                // nothing is lost by it, and this thread must go on
            }
        }
    }

    /** Sends one series' samples of one second on their way; counts them as lost when that cannot be done. */
    public void accept(long epochSecond, TimeSeries series, Sink sink) {
        try {
            buckets.add(epochSecond, series, sink);
        } catch (RuntimeException | Error e) {
            stats.lost(PushStats.Loss.FAULT, 1, sink.count(), e);
        }
    }

    /**
     * Closes the buckets whose time is over and has them sent. Does not wait for it. While a service that is well cannot keep up
     * they are left for the next time: more buckets then make no more batches, and it can. (k6 waits for its pushes before
     * it takes buckets again: {@code expv2/output.go}.)
     */
    void flush() {
        long now = clock.epochNanos();
        boolean mayWait = pusher.isBehind(BEHIND) && buckets.series() <= MOST_HELD;
        if (!mayWait || buckets.hasClosed(now - LONGEST_HELD.toNanos())) {
            enqueue(() -> buckets.takeClosed(now));
        }
        pusher.wake();
    }

    /** Taking and encoding are one step: at the end nothing may be between the two. When it throws, nothing was taken. */
    private void enqueue(Supplier<List<Bucket>> taking) {
        encoding.lock();
        try {
            List<Bucket> closed = taking.get();
            if (pusher.isStopped()) {
                closed.forEach(bucket -> stats.lost(PushStats.Loss.STOPPED, bucket.size(), bucket.samples(), ""));
            } else {
                batcher.batches(closed, queue::add);
            }
            recycle(closed);
        } finally {
            encoding.unlock();
        }
    }

    private void recycle(List<Bucket> done) {
        try {
            buckets.recycle(done);
        } catch (RuntimeException | Error e) {
            // their samples are on their way or counted; new sinks will be made
        }
    }

    /** Sends all there is on its way, also of buckets whose time is not over. Does not wait for it. */
    public void flushAll() {
        enqueue(buckets::takeAll);
        pusher.wake();
    }

    /** There is no more time than this, in the clock's nanoseconds; also for a {@link #close} that is under way. */
    public void hurry(long until) {
        pusher.hurry(until);
    }

    /**
     * Sends what is left, within the two budgets, of which the second grows with what is left, and ends. What is unsent then
     * stays in the spool.
     */
    public void close() {
        ended = true;
        end.raise();
        try {
            enqueue(buckets::takeAll);
        } catch (RuntimeException | Error e) { // what is in the queue can still be sent
            buckets.drop((series, samples) -> stats.lost(PushStats.Loss.FAULT, series, samples, e));
        }
        try {
            // a long push interval must not mean that the budget is over before the second try
            Duration between = shorter(interval, LONGEST_PAUSE);
            // what a service that is well is busy with is not to be cut off, and sent again
            Duration more = pusher.isBehind(BEHIND) ? pusher.needed() : Duration.ZERO;
            Duration first = shorter(IN_FLIGHT_BUDGET.plus(more), longestFlush);
            pusher.drain(first, between);
            if (queue.waiting() > 0) {
                pusher.drain(shorter(FINAL_BUDGET.plus(pusher.needed()), longestFlush.minus(first)), between);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            queue.close(PushStats.Loss.UNSENT, pusher.lastFailure());
            spool.close();
            stats.spooledIn(spool.runFolder().map(Path::toString).orElse(""), pusher.lastFailure());
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** What was sent, what was lost. */
    public PushStats stats() {
        return stats;
    }
}
