package dev.stampede.output.cloud.delivery;

import dev.stampede.clock.Clock;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.Reply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the batches of a queue. Each {@link #wake} sets as many threads going as may push at one time and as there is work
 * for; a thread goes on until the queue is empty or a push has failed, whose batch then waits for the next time. A batch
 * that is refused for good is counted and left; a refusal that means all pushes ends the pushing.
 *
 * <p>Thread-safe. The threads are daemons of the platform: virtual users that never yield may hold every carrier.
 */
public final class Pusher {
    private static final System.Logger logger = System.getLogger(Pusher.class.getName());

    /** For cancelled calls to come back. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final PushQueue queue;
    private final ApiClient client;
    private final PushStats stats;
    private final int mostThreads;
    private final Clock clock;
    private final Consumer<String> onStopped;
    private final Clock.Signal idle;
    private final AtomicInteger failures = new AtomicInteger();
    private int threads;
    private volatile boolean stopped;
    private volatile long deadline = ApiClient.NO_DEADLINE;
    private volatile long latest = ApiClient.NO_DEADLINE;
    private volatile String lastFailure = "";

    /**
     * A pusher, not yet at work.
     *
     * @param onStopped told once, with the service's words, when it takes no more
     */
    public Pusher(
            PushQueue queue,
            ApiClient client,
            PushStats stats,
            int mostThreads,
            Clock clock,
            Consumer<String> onStopped) {
        this.queue = queue;
        this.client = client;
        this.stats = stats;
        this.mostThreads = mostThreads;
        this.clock = clock;
        this.onStopped = onStopped;
        this.idle = clock.newSignal();
    }

    /** Sees to it that what waits is being sent. Does not wait. */
    public synchronized void wake() {
        int wanted = stopped ? 0 : Math.min(mostThreads - threads, queue.waiting());
        for (int i = 0; i < wanted; i++) {
            try {
                Thread.ofPlatform()
                        .daemon()
                        .name("stampede-cloud-push-" + (threads + 1))
                        .start(this::work);
            } catch (OutOfMemoryError e) { // what waits is kept, and there is a next time
                lastFailure = "no thread could be started to push";
                return;
            }
            threads++; // the new thread waits for this monitor before it reads it
        }
    }

    private void work() {
        boolean left = false;
        try {
            Batch batch = takeOrLeave();
            while (batch != null && push(batch)) {
                batch = takeOrLeave();
            }
            left = batch == null;
        } finally {
            if (!left) {
                leave();
            }
            idle.raise();
        }
    }

    /** One step: a batch that is added before {@link #wake} finds either this thread going on or its place free. */
    private synchronized @Nullable Batch takeOrLeave() {
        Batch batch = queue.take();
        if (batch == null) {
            threads--;
        }
        return batch;
    }

    private synchronized void leave() {
        threads--;
    }

    /** Whether to go on. */
    private boolean push(Batch batch) {
        try {
            return send(batch);
        } catch (Error e) { // for want of memory, which may pass
            return putBack(batch, PushStats.text(e));
        }
    }

    private boolean send(Batch batch) {
        Reply reply;
        try {
            reply = client.send(batch.post(), this::end, stats::retried);
        } catch (RuntimeException e) {
            queue.done(batch);
            stats.lost(PushStats.Loss.FAULT, batch.series(), batch.samples(), e);
            return true;
        }
        return switch (reply) {
            case Reply.Accepted accepted -> {
                queue.done(batch);
                stats.sent(batch);
                recovered();
                yield true;
            }
            case Reply.Refused refused -> refused(batch, refused);
            case Reply.Unanswered unanswered -> putBack(batch, why(unanswered));
        };
    }

    private boolean refused(Batch batch, Reply.Refused refused) {
        if (refused.mayPass()) {
            return putBack(batch, refused.text());
        }
        queue.done(batch);
        if (refused.takesNoMore()) {
            stats.lost(PushStats.Loss.STOPPED, batch, refused.text());
            stop(refused.text());
            return false;
        }
        stats.lost(PushStats.Loss.REFUSED, batch, refused.text());
        return true;
    }

    /** A call that was cut off at the end says nothing new. */
    private String why(Reply.Unanswered unanswered) {
        long end = end();
        boolean cutOff = end != ApiClient.NO_DEADLINE && end - clock.nanoTime() <= 0;
        if (!cutOff) {
            return unanswered.cause().toString();
        }
        return lastFailure.isEmpty() ? "no answer in time" : lastFailure;
    }

    private boolean putBack(Batch batch, String why) {
        lastFailure = why;
        queue.putBack(batch);
        logger.log(
                failures.incrementAndGet() == 1 ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "Metrics could not be pushed to the cloud; they are kept and will be pushed again: " + why);
        return false;
    }

    private void recovered() {
        int failed = failures.getAndSet(0);
        if (failed > 0) {
            logger.log(System.Logger.Level.INFO, "The cloud takes metrics again, after " + failed + " failed pushes.");
        }
    }

    private void stop(String why) {
        synchronized (this) {
            if (stopped) {
                return;
            }
            stopped = true;
        }
        queue.close(PushStats.Loss.STOPPED, why);
        onStopped.accept(why);
    }

    /** Whether the service takes no more. */
    public boolean isStopped() {
        return stopped;
    }

    /** What the last failed push came to; empty when none failed. */
    public String lastFailure() {
        return lastFailure;
    }

    /**
     * Sends what waits, again and again while it fails, and returns when all is sent or the time is over; calls that are
     * under way then are cancelled.
     *
     * @param budget longest time this may take
     * @param between time from a failed push to the next
     */
    public void drain(Duration budget, Duration between) throws InterruptedException {
        deadline = clock.nanoTime() + budget.toNanos();
        wake();
        awaitIdle(this::end);
        while (!stopped && queue.waiting() > 0 && end() - clock.nanoTime() > between.toNanos()) {
            clock.sleepUntil(clock.nanoTime() + between.toNanos());
            wake();
            awaitIdle(this::end);
        }
        client.cancelAll();
        long graceEnd = clock.nanoTime() + GRACE.toNanos();
        awaitIdle(() -> graceEnd);
    }

    /** Whatever is still to be sent must be sent by then; also what {@link #drain} is busy with. */
    public void hurry(long until) {
        latest = until;
        idle.raise();
    }

    private long end() {
        return Math.min(deadline, latest);
    }

    private void awaitIdle(ApiClient.Deadline until) throws InterruptedException {
        while (isBusy() && until.nanos() - clock.nanoTime() > 0) {
            boolean unused = idle.await(until.nanos());
        }
    }

    private synchronized boolean isBusy() {
        return threads > 0;
    }
}
