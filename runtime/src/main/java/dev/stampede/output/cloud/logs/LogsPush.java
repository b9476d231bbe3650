package dev.stampede.output.cloud.logs;

import dev.stampede.clock.Clock;
import dev.stampede.clock.Durations;
import dev.stampede.output.LogLine;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.Reply;
import dev.stampede.output.cloud.runs.OpenedRun.LogsTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pushes a run's log lines, once in each push period, on a thread of its own. A push is tried three times; what the service
 * does not take then is lost and counted, as logs must hold up nothing. Thread-safe.
 */
public final class LogsPush {
    private static final System.Logger logger = System.getLogger(LogsPush.class.getName());
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(10);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final long MESSAGE_MAX_SIZE = 1 << 20;

    private final String runId;
    private final LogsTarget target;
    private final ApiClient client;
    private final Clock clock;
    private final LogQueue queue;
    private final Clock.Signal ending;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile long until = ApiClient.NO_DEADLINE;
    private volatile boolean over;
    private volatile String firstFailure = "";

    /**
     * Begins to push.
     *
     * @param target periods, limits and sizes that are not positive count as k6's defaults: 1s, 1 line, 1 MiB
     * @param client whose connections are used
     * @param timeout longest time an attempt may take; at most 10 s
     */
    public LogsPush(String runId, LogsTarget target, ApiClient client, Duration timeout, Clock clock) {
        this.runId = runId;
        this.target = usable(target);
        this.client = client.besides(
                target.authorization(), timeout.compareTo(LONGEST_ATTEMPT) < 0 ? timeout : LONGEST_ATTEMPT);
        this.clock = clock;
        this.queue = new LogQueue(this.target, clock.nanoTime());
        this.ending = clock.newSignal();
        Thread unused = clock.startDaemon("stampede-cloud-logs", this::push);
    }

    private static LogsTarget usable(LogsTarget given) {
        return new LogsTarget(
                given.url(),
                given.authorization(),
                given.level(),
                Math.max(1, given.limit()),
                given.pushPeriod().isPositive() ? given.pushPeriod() : PERIOD,
                given.messageMaxSize() > 0 ? given.messageMaxSize() : MESSAGE_MAX_SIZE,
                given.allowedLabels());
    }

    /** Lowest level that is wanted. (k6: {@code logrus.ParseLevel}; one that is not known is {@code info}.) */
    public System.Logger.Level level() {
        return switch (target.level().strip().toLowerCase(Locale.ROOT)) {
            case "trace" -> System.Logger.Level.TRACE;
            case "debug" -> System.Logger.Level.DEBUG;
            case "warning", "warn" -> System.Logger.Level.WARNING;
            case "error", "fatal", "panic" -> System.Logger.Level.ERROR;
            default -> System.Logger.Level.INFO;
        };
    }

    /** Takes a line; waits for nothing and logs nothing. */
    public void log(LogLine line) {
        if (over) {
            return;
        }
        queue.add(Entry.of(line, target.allowedLabels(), target.messageMaxSize()), clock.nanoTime());
    }

    private void push() {
        try {
            long next = clock.nanoTime() + target.pushPeriod().toNanos();
            while (!ending.await(next)) {
                pushWaiting();
                next = Math.max(next + target.pushPeriod().toNanos(), clock.nanoTime());
            }
            pushWaiting();
        } catch (InterruptedException e) {
            logger.log(System.Logger.Level.DEBUG, "log lines are pushed no more", e);
        } finally {
            ended.countDown();
        }
    }

    private void pushWaiting() {
        LogQueue.Taken taken = queue.take(clock.nanoTime());
        while (!taken.lines().isEmpty() || taken.left() > 0) {
            push(taken);
            if (queue.size() == 0) {
                return;
            }
            taken = queue.take(clock.nanoTime());
        }
    }

    private void push(LogQueue.Taken taken) {
        List<Entry> lines = new ArrayList<>(taken.lines());
        if (taken.left() > 0) {
            lines.add(leftOut(taken.left()));
        }
        int count = taken.lines().size();
        try {
            Reply reply = client.send(
                    ApiRequest.json(target.url(), LogsBody.of(runId, lines)).withoutKey(), () -> until, () -> {});
            switch (reply) {
                case Reply.Accepted accepted -> sent.addAndGet(count);
                case Reply.Refused refused -> lost(count, refused.text());
                case Reply.Unanswered unanswered -> lost(count, text(unanswered.cause()));
            }
        } catch (RuntimeException e) { // whatever it is, the next period is tried all the same
            lost(count, e.toString());
        }
    }

    private Entry leftOut(long count) {
        return new Entry(
                clock.epochNanos(),
                Entry.Level.WARNING,
                Map.of(),
                counted(count) + " were dropped because they were above the limit of " + limit());
    }

    private void lost(int count, String why) {
        if (firstFailure.isEmpty()) {
            firstFailure = why;
            logger.log(System.Logger.Level.WARNING, "Log lines could not be pushed to the cloud: " + why);
        }
        lost.addAndGet(count);
    }

    private static String text(IOException cause) {
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }

    /**
     * Pushes what is left and ends.
     *
     * @param deadline when to have given up, in the clock's nanoseconds
     */
    public void finish(long deadline) {
        until = deadline;
        over = true;
        ending.raise();
        if (!awaitEnd(deadline)) {
            client.cancelAll();
            boolean unused = awaitEnd(clock.nanoTime() + PERIOD.toNanos());
        }
        client.close();
        int left = queue.size();
        if (left > 0) {
            lost(left, "out of time");
        }
    }

    private boolean awaitEnd(long deadline) {
        try {
            return ended.await(Math.max(0, deadline - clock.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ended.getCount() == 0;
        }
    }

    /** What was sent; then, loudly, what was not. Empty when nothing was logged. */
    public List<String> report() {
        List<String> lines = new ArrayList<>();
        if (sent.get() > 0) {
            lines.add("sent " + counted(sent.get()));
        }
        if (queue.dropped() > 0) {
            lines.add("LOST " + counted(queue.dropped()) + " above the limit of " + limit());
        }
        if (lost.get() > 0) {
            lines.add("LOST " + counted(lost.get()) + " that could not be pushed: " + firstFailure);
        }
        return List.copyOf(lines);
    }

    private static String counted(long number) {
        return number + (number == 1 ? " log line" : " log lines");
    }

    /** {@code 100 lines / 1s}. */
    private String limit() {
        return target.limit() + " lines / " + Durations.format(target.pushPeriod());
    }
}
