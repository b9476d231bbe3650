package dev.stampede.output.cloud.traces;

import dev.stampede.clock.Clock;
import dev.stampede.output.RequestTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;

/**
 * Tells the cloud of traced requests while the run goes on. {@link #add} never waits for, or fails because of, the network;
 * what cannot be told is counted. Every push interval each of a few threads sends what waits, in batches of at most 1000;
 * what the service is at fault for is sent again. Nothing is connected before the first request. Thread-safe. (k6: {@code
 * cloudapi/insights/client.go}, {@code output/cloud/insights}.)
 */
public final class TraceStream {
    /** Requests that may wait, some 20 MB of them: ten seconds of an outage at 10,000 requests a second. */
    static final int MOST_WAITING = 100_000;

    private static final int MOST_IN_BATCH = 1000;
    private static final int ATTEMPTS = 3;
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration BATCH_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** For threads whose calls were cancelled to say so. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final TraceSettings settings;
    private final Clock clock;
    private final UnaryGrpc grpc;
    private final TraceQueue queue;
    private final TraceStats stats = new TraceStats();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final List<Clock.Signal> ends = new ArrayList<>();
    private final CountDownLatch running;
    /** When to have given up, in the clock's nanoseconds. */
    private volatile long until = Long.MAX_VALUE;

    private volatile boolean ended;

    /**
     * A stream at rest.
     *
     * @param base what proxies and certificates are taken from
     */
    public TraceStream(TraceSettings settings, OkHttpClient base, Clock clock) {
        this(settings, base, clock, MOST_WAITING);
    }

    TraceStream(TraceSettings settings, OkHttpClient base, Clock clock, int mostWaiting) {
        this.settings = settings;
        this.clock = clock;
        grpc = new UnaryGrpc(
                base, settings.host(), RequestMetadatas.METHOD, Long.toString(settings.testRunId()), settings.token());
        queue = new TraceQueue(mostWaiting);
        running = new CountDownLatch(settings.pushConcurrency());
        for (int i = 0; i < settings.pushConcurrency(); i++) {
            ends.add(clock.newSignal());
        }
    }

    /** Takes a request that is over. Any thread; does not wait. */
    public void add(RequestTrace request) {
        if (ended || !queue.offer(request)) {
            stats.lost(ended ? TraceStats.Loss.UNSENT : TraceStats.Loss.OVERFLOW, 1, "", null);
        } else if (!begun.get() && begun.compareAndSet(false, true)) {
            begin();
        }
    }

    private void begin() {
        for (Clock.Signal end : ends) {
            Thread unused = clock.startDaemon("stampede-cloud-traces", () -> pushUntilEnd(end));
        }
    }

    private void pushUntilEnd(Clock.Signal end) {
        long interval = settings.pushInterval().toNanos();
        try {
            long next = clock.nanoTime() + interval;
            while (!ended) {
                if (!end.await(next)) {
                    pushAll();
                    next = Math.max(next + interval, clock.nanoTime());
                }
            }
            pushAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does this; what waits then is counted at the end
        } finally {
            running.countDown();
        }
    }

    private void pushAll() throws InterruptedException {
        while (!isOver()) {
            List<RequestTrace> batch = queue.take(MOST_IN_BATCH);
            if (batch.isEmpty()) {
                return;
            }
            try {
                push(batch);
            } catch (RuntimeException | Error e) { // the next one may do better
                stats.lost(TraceStats.Loss.FAULT, batch.size(), e.toString(), e);
            }
        }
    }

    private boolean isOver() {
        return until != Long.MAX_VALUE && clock.nanoTime() - until >= 0;
    }

    private void push(List<RequestTrace> batch) throws InterruptedException {
        byte[] message = RequestMetadatas.encode(settings.testRunId(), batch);
        long giveUp = clock.nanoTime() + BATCH_TIMEOUT.toNanos();
        long pause = FIRST_PAUSE.toNanos();
        for (int attempt = 1; ; attempt++) {
            GrpcStatus status = grpc.call(message, Duration.ofNanos(Math.min(ATTEMPT_TIMEOUT.toNanos(), left(giveUp))));
            if (status.isOk()) {
                stats.sent(batch.size());
                return;
            }
            long jittered = (long) (pause * ThreadLocalRandom.current().nextDouble(0.9, 1.1));
            if (attempt == ATTEMPTS || !status.worthAnother() || left(giveUp) <= jittered) {
                stats.lost(TraceStats.Loss.REFUSED, batch.size(), status.toString(), null);
                return;
            }
            clock.sleepUntil(clock.nanoTime() + jittered);
            pause *= 2;
            stats.retried();
        }
    }

    /** Time there is for a batch; at least a millisecond, so that it is tried at all. */
    private long left(long giveUp) {
        long end = until;
        long now = clock.nanoTime();
        long left = end == Long.MAX_VALUE ? giveUp - now : Math.min(giveUp - now, end - now);
        return Math.max(TimeUnit.MILLISECONDS.toNanos(1), left);
    }

    /**
     * Sends what is left and ends. Throws nothing.
     *
     * @param deadline when to have given up, in the clock's nanoseconds
     */
    public void finish(long deadline) {
        until = deadline;
        ended = true;
        ends.forEach(Clock.Signal::raise);
        if (begun.get()) {
            awaitThreads(deadline - clock.nanoTime());
        }
        int unsent = queue.take(Integer.MAX_VALUE).size();
        if (unsent > 0) {
            stats.lost(TraceStats.Loss.UNSENT, unsent, "", null);
        }
        grpc.close();
    }

    private void awaitThreads(long nanos) {
        try {
            if (!running.await(nanos, TimeUnit.NANOSECONDS)) {
                grpc.cancelAll();
                boolean unused = running.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lines for the end of the summary: what was sent, what was lost. Empty when there was nothing to send. */
    public List<String> report() {
        return stats.report();
    }
}
