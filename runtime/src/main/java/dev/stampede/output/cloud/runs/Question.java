package dev.stampede.output.cloud.runs;

import dev.stampede.ConfigException;
import dev.stampede.clock.Clock;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.config.ConfigChecks;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the service is asked on a thread of its own, as a socket does not hear of an interrupt of the thread that waits for it.
 * Thread-safe.
 *
 * @param <T> the answer
 */
final class Question<T> {
    /** Longest wait for what is under way, after an interrupt; and again after its calls were cancelled. */
    private static final Duration LATE_ANSWER = Duration.ofSeconds(2);

    private final ApiClient client;
    private final Clock clock;
    private final AtomicLong deadline = new AtomicLong(ApiClient.NO_DEADLINE);
    private final FutureTask<T> task;
    private final Thread thread;

    /** What is asked. */
    @FunctionalInterface
    interface Asked<T> {
        /** Asks; the deadline is to be asked before each attempt of each call. */
        T within(ApiClient.Deadline deadline) throws InterruptedException;
    }

    /**
     * Asks at once.
     *
     * @param name of the thread
     * @param client makes the calls
     */
    Question(String name, Asked<T> asked, ApiClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
        task = new FutureTask<>(() -> asked.within(deadline::get));
        thread = Thread.ofPlatform().daemon().name(name).start(task);
    }

    /**
     * Waits for the answer. After an interrupt the question goes on.
     *
     * @throws RuntimeException what became of it otherwise
     */
    T answer() throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new ConfigException(ConfigChecks.CREATE + "it was given up");
            }
            if (e.getCause() instanceof ConfigException || e.getCause() instanceof Begun.RunOverException) {
                throw (RuntimeException) e.getCause();
            }
            throw new IllegalStateException(ConfigChecks.CREATE + e.getCause(), e.getCause());
        }
    }

    /** Makes no further attempt, and waits a little for one that is under way; null when nothing comes of it. */
    @Nullable
    T late() {
        deadline.set(clock.nanoTime());
        try {
            return task.get(LATE_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException e) {
            giveUp();
            return afterAll(); // it may have come just now
        } catch (ExecutionException e) {
            return null;
        }
    }

    /** Cuts off what is under way. */
    void giveUp() {
        deadline.set(clock.nanoTime());
        client.cancelAll();
        thread.interrupt();
    }

    /** Waits until what was cut off has cleaned up; null when there is no answer. */
    @Nullable
    T afterAll() {
        try {
            return task.get(LATE_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException | ExecutionException e) {
            return null;
        }
    }
}
