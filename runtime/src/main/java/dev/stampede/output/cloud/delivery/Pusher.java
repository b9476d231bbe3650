package dev.stampede.output.cloud.delivery;

import dev.stampede.clock.Clock;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.Reply;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends the batches of a queue. Each {@link #wake} sets as many threads going as may push at one time and as there is work
 * for; a thread goes on until the queue is empty. When a push has failed in all its attempts, one thread remains: it tries
 * the oldest batch after pauses that grow, for as long as the outage lasts, and its first success sets the others going
 * again. A batch that is refused for what it is is set aside and counted; a refusal that means all pushes ends the pushing.
 *
 * <p>Thread-safe. The threads are daemons of the platform: virtual users that never yield may hold every carrier.
 */
public final class Pusher {
    private static final System.Logger logger = System.getLogger(Pusher.class.getName());

    /** Somewhat longer than from one answer to the next, of a service that is well. */
    private static final Duration FRESH = Duration.ofSeconds(3);

    /** For cancelled calls to come back. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** After which somebody may wonder what is going on. */
    private static final Duration UNNOTICED = Duration.ofSeconds(2);

    private final PushQueue queue;
    private final ApiClient client;
    private final PushStats stats;
    private final int mostThreads;
    private final Clock clock;
    private final PushListener listener;
    private final Pace pace;
    private final Clock.Signal idle;
    private final Clock.Signal tryNow;
    private final AtomicInteger failures = new AtomicInteger();
    private int threads;
    /** The one that tries whether an outage is over. */
    private @Nullable Thread prober;

    private boolean told;
    private volatile boolean stopped;
    private volatile long nextTry;
    /** When the service took a batch for the last time. */
    private volatile long lastSent;
    /** At the end: from a failed push to the next. Null before. */
    private volatile @Nullable Duration between;

    private volatile long deadline = ApiClient.NO_DEADLINE;
    private volatile long latest = ApiClient.NO_DEADLINE;
    private volatile String lastFailure = "";
    /** Whether it was an answer that waiting will not change. */
    private volatile boolean denied;

    /**
     * A pusher, not yet at work.
     *
     * @param longest time one attempt may take in any case
     * @param listener hears what the service says
     */
    public Pusher(
            PushQueue queue,
            ApiClient client,
            PushStats stats,
            int mostThreads,
            Duration longest,
            Clock clock,
            PushListener listener) {
        this.queue = queue;
        this.client = client;
        this.stats = stats;
        this.mostThreads = mostThreads;
        this.pace = new Pace(longest);
        this.clock = clock;
        this.listener = listener;
        this.idle = clock.newSignal();
        this.tryNow = clock.newSignal();
        this.lastSent = clock.nanoTime() - FRESH.toNanos();
    }

    /** Sees to it that what waits is being sent. Does not wait. */
    public synchronized void wake() {
        int most = prober == null ? mostThreads : 1;
        int wanted = stopped ? 0 : Math.min(most - threads, queue.waiting());
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
            Unsent batch = takeOrLeave();
            while (batch != null && (push(batch) || pauseAsProber())) {
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
    private synchronized @Nullable Unsent takeOrLeave() {
        Unsent batch = queue.take();
        if (batch == null) {
            leave();
        }
        return batch;
    }

    private synchronized void leave() {
        threads--;
        if (prober == Thread.currentThread()) {
            prober = null;
        }
    }

    /** Whether it is this thread that goes on; if so, it is time to. */
    private boolean pauseAsProber() {
        synchronized (this) {
            if (stopped || (prober != null && prober != Thread.currentThread())) {
                return false;
            }
            prober = Thread.currentThread();
        }
        try {
            if (between == null) {
                boolean unused = tryNow.await(nextTry); // raised when the end begins, or another push went well
                return !stopped;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does this
            return false;
        }
        return pauseAtTheEnd();
    }

    private boolean pauseAtTheEnd() {
        Duration pause = between;
        if (pause == null || denied || end() - clock.nanoTime() <= pause.toNanos()) {
            return false;
        }
        try {
            clock.sleepUntil(clock.nanoTime() + pause.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does this
            return false;
        }
        return !stopped;
    }

    /** Whether to go on at once. */
    private boolean push(Unsent batch) {
        try {
            return send(batch);
        } catch (Error e) { // for want of memory, which may pass
            return failed(batch, PushStats.text(e), Duration.ZERO);
        }
    }

    private boolean send(Unsent batch) {
        Reply reply;
        Attempt attempt = new Attempt(batch);
        try {
            ApiRequest post = queue.post(batch);
            reply = client.send(post, this::end, attempt::begin, attempt::ended);
            attempt.ended(reply);
        } catch (IOException | RuntimeException e) {
            queue.setAside(batch);
            stats.lost(PushStats.Loss.FAULT, batch.series, batch.samples, e);
            return true;
        }
        return switch (reply) {
            case Reply.Accepted accepted -> {
                if (accepted.isPage()) {
                    yield failed(batch, "the answer is a web page, and not the service's", Duration.ZERO);
                }
                queue.done(batch);
                stats.sent(batch);
                lastSent = clock.nanoTime();
                logger.log(
                        System.Logger.Level.DEBUG,
                        () -> "Pushed a batch: " + batch.samples + " samples of " + batch.series + " series, "
                                + batch.size + " bytes, attempt " + batch.attempts);
                recovered();
                listener.taken(accepted.body());
                yield true;
            }
            case Reply.Refused refused -> refused(batch, refused);
            case Reply.Unanswered unanswered -> failed(batch, why(unanswered), Duration.ZERO);
        };
    }

    /** Takes the time of attempts, and counts them. */
    private final class Attempt {
        private final Unsent batch;
        private long begun;
        private long most;

        Attempt(Unsent batch) {
            this.batch = batch;
        }

        long begin() {
            if (batch.attempts++ > 0) {
                stats.retried();
            }
            begun = clock.nanoTime();
            most = pace.limit();
            return most;
        }

        void ended(Reply reply) {
            switch (reply) {
                case Reply.Accepted accepted -> pace.took(clock.nanoTime() - begun);
                case Reply.Refused refused -> {} // which takes more or less than what is wanted
                case Reply.Unanswered unanswered -> {
                    if (unanswered.cause() instanceof InterruptedIOException) {
                        pace.timedOut(Math.min(most, clock.nanoTime() - begun));
                    }
                }
            }
        }
    }

    private boolean refused(Unsent batch, Reply.Refused refused) {
        if (refused.takesNoMore()) {
            queue.done(batch);
            stats.lost(PushStats.Loss.STOPPED, batch.series, batch.samples, refused.text());
            stop(refused.text());
            return false;
        }
        if (refused.isForTheBody()) {
            queue.setAside(batch);
            stats.lost(PushStats.Loss.REFUSED, batch.series, batch.samples, refused.text());
            return true;
        }
        boolean goesOn = failed(batch, refused.text(), refused.retryAfter());
        denied = !refused.mayPass();
        return goesOn;
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

    private boolean failed(Unsent batch, String why, Duration retryAfter) {
        lastFailure = why;
        denied = false;
        int number = failures.incrementAndGet();
        nextTry = clock.nanoTime() + Backoff.nanos(number, retryAfter);
        queue.putBack(batch);
        logger.log(
                number == 1 ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "Metrics could not be pushed to the cloud; they are kept and will be pushed again: " + why);
        return false;
    }

    private void recovered() {
        int failed = failures.getAndSet(0);
        if (failed == 0) {
            return;
        }
        logger.log(System.Logger.Level.INFO, "The cloud takes metrics again, after " + failed + " failed pushes.");
        synchronized (this) {
            if (prober == Thread.currentThread()) {
                prober = null;
            } else if (prober != null) {
                tryNow.raise();
            }
        }
        wake();
    }

    private void stop(String why) {
        synchronized (this) {
            if (stopped) {
                return;
            }
            stopped = true;
        }
        tryNow.raise();
        queue.close(PushStats.Loss.STOPPED, why);
        listener.stopped(why);
    }

    /** Whether the service takes no more. */
    public boolean isStopped() {
        return stopped;
    }

    /** What the last failed push came to; empty when none failed. */
    public String lastFailure() {
        return lastFailure;
    }

    /** How long it will take to send all there is, as far as can be told. */
    public Duration needed() {
        return pace.of(queue.unsent()).dividedBy(mostThreads);
    }

    /**
     * Whether the service is well but slow: it takes batches, and what waits will take longer than this. Never true in an outage:
     * nor when there is merely no answer, for longer than a few answers took.
     */
    public boolean isBehind(Duration most) {
        long silence = clock.nanoTime() - lastSent;
        return !stopped
                && failures.get() == 0
                && queue.waiting() > 0
                && needed().compareTo(most) > 0
                && silence < Math.max(FRESH.toNanos(), 2 * pace.of(1).toNanos());
    }

    /**
     * Sends what waits, again and again while it fails, and returns when all is sent or the time is over; calls that are
     * under way then are cancelled.
     *
     * @param budget longest time this may take
     * @param pause time from a failed push to the next
     */
    public void drain(Duration budget, Duration pause) throws InterruptedException {
        long begin = clock.nanoTime();
        deadline = begin + budget.toNanos();
        between = pause;
        denied = false;
        tryNow.raise();
        wake();
        if (!told) {
            awaitIdle(() -> Math.min(end(), begin + UNNOTICED.toNanos()));
            tell(budget);
        }
        awaitIdle(this::end);
        while (!stopped
                && !denied
                && queue.waiting() > 0
                && end() - clock.nanoTime() > pause.toNanos()) { // no thread, or no memory
            clock.sleepUntil(clock.nanoTime() + pause.toNanos());
            wake();
            awaitIdle(this::end);
        }
        client.cancelAll();
        long graceEnd = clock.nanoTime() + GRACE.toNanos();
        awaitIdle(() -> graceEnd);
    }

    private void tell(Duration budget) {
        int left = queue.unsent();
        if (isBusy() && left > 0) {
            told = true;
            logger.log(
                    System.Logger.Level.INFO,
                    "Pushing what is left to the cloud: " + left + (left == 1 ? " batch" : " batches") + ", for "
                            + budget.toSeconds() + " s at most" + (lastFailure.isEmpty() ? "" : "; " + lastFailure));
        }
    }

    /** Whatever is still to be sent must be sent by then; also what {@link #drain} is busy with. */
    public void hurry(long until) {
        latest = until;
        tryNow.raise();
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
