package dev.stampede;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The virtual user that runs the current iteration: its identity, its groups and checks, its pauses and its own metrics.
 *
 * <p>A load test method takes it as a parameter. Each virtual user has its own; it works on the thread that runs the iteration
 * and on those that {@link #fork} and {@link #executor} start. On any other thread what records or waits throws {@link
 * IllegalStateException}, as it could not be told what it belongs to; what only tells something, and {@link #abort}, may be
 * called on any thread. Once the run interrupts the iteration (a threshold with
 * {@code abortOnFail}, an abort, the end of {@code gracefulStop}) nothing more is recorded through it.
 *
 * <p>Semantics follow k6's {@code k6} and {@code k6/metrics} modules.
 */
public interface Vu {

    /**
     * Number of this virtual user within the whole run, from 1: unique also when the run is spread over several processes
     * by execution segments. In {@code @BeforeRun} and {@code @AfterRun} it is 0. (k6: {@code exec.vu.idInTest}.)
     */
    int id();

    /**
     * Number of this virtual user within this process, from 1; the same as {@link #id()} unless there are execution
     * segments. (k6: {@code exec.vu.idInInstance}.)
     */
    int idInInstance();

    /** Number of the current iteration of this virtual user, from 0; goes on counting from scenario to scenario. */
    long iteration();

    /**
     * Number of the current iteration within its scenario and the whole run, from 0: unique also over several processes.
     * Numbers are given out in the order iterations begin. (k6: {@code exec.scenario.iterationInTest}.)
     */
    long iterationInTest();

    /** Number of the current iteration within its scenario and this process, from 0. */
    long iterationInInstance();

    /** Name of the scenario that runs this virtual user; empty in {@code @BeforeRun} and {@code @AfterRun}. */
    String scenario();

    /**
     * A setting: of the scenario, else of the run, else of the environment.
     *
     * @return its value, empty when there is none
     */
    Optional<String> env(String name);

    /**
     * A secret, such as a password: from the cloud that the run streams to, or from {@code K6_SECRET_SOURCE}. It is looked up
     * once in a run; the first call may wait for a network. A value of 4 characters or more that was handed out is taken out
     * of whatever leaves the run: logs, tags, messages, summary. (k6: {@code k6/secrets}.)
     *
     * @throws SecretException if it cannot be had
     */
    String secret(String name);

    /**
     * Runs the body inside a group: samples recorded meanwhile carry the tag {@code group}, and the time the body takes
     * becomes a {@code group_duration} sample, also when it throws. Groups nest; their path is joined with {@code ::}.
     *
     * @param name group name; must not contain {@code ::}
     * @param body what the group does; whatever it throws is passed on
     * @throws IllegalArgumentException if the name contains {@code ::}
     */
    <E extends Throwable> void group(String name, ThrowingRunnable<E> body) throws E;

    /**
     * The same for a body that returns a value.
     *
     * @return what the body returned
     */
    <T, E extends Throwable> T group(String name, ThrowingSupplier<T, E> body) throws E;

    /**
     * Records one sample of the metric {@code checks}: passed or not. A failed check does not end the iteration.
     *
     * @param name check name; must not contain {@code ::}
     * @return the condition
     */
    boolean check(String name, boolean condition);

    /**
     * Records one sample of the metric {@code checks}: passed when the assertion returns, failed when it throws an
     * {@link AssertionError} (which is then not passed on). Any other exception counts as failed and is passed on.
     *
     * @return whether the assertion held
     */
    boolean check(String name, CheckAssertion assertion);

    /**
     * Pauses this virtual user. Interrupted pauses end the iteration.
     *
     * @param duration such as {@code "300ms"}, {@code "1.5s"}, {@code "1m30s"}
     */
    void sleep(String duration);

    /** Pauses this virtual user; zero or less returns at once. */
    void sleep(Duration duration);

    /**
     * Adds a tag to everything this virtual user records from now on, in later iterations too. It wins over run and
     * scenario tags, and gives way to tags of a single call.
     */
    void tag(String key, String value);

    /**
     * Ends the whole run: running iterations are interrupted at once, {@code @AfterRun} and the summary still run, the
     * test fails with the reason. Does not return.
     */
    void abort(String reason);

    /**
     * Runs the body on another thread, a virtual one, at the same time. The thread belongs to this virtual user: {@code Vu},
     * {@code Http} and {@code OkHttpClient} work there as they do here, and what they record carries the tags and the group
     * that this thread has now. From then on either has its own: a group entered, or a tag added there changes nothing here.
     *
     * <p>The iteration ends when all its forks are over, which its duration includes. What a fork throws fails the
     * iteration, unless {@link Fork#join} has thrown it before. Forks are interrupted when the iteration throws, or is itself
     * interrupted; none outlives it. What is forked in {@code @BeforeVu} and the like ends with that.
     *
     * @param body what the fork does
     * @throws java.util.concurrent.RejectedExecutionException if the iteration was interrupted already
     */
    <E extends Throwable> Fork<@Nullable Void> fork(ThrowingRunnable<E> body);

    /** The same for a body that returns a value. */
    <T, E extends Throwable> Fork<T> fork(ThrowingSupplier<T, E> body);

    /**
     * Runs each task in a {@link #fork} of its own: for libraries that take an executor, such as {@code
     * CompletableFuture.supplyAsync(.., vu.executor())}. The same for the whole life of the virtual user, and usable from any
     * thread: what a thread that is not the virtual user's submits, such as a library's that completes a future, carries the
     * tags that the virtual user's own thread has at that moment. Outside of iterations, and once one was interrupted, it
     * throws {@link java.util.concurrent.RejectedExecutionException}.
     */
    Executor executor();

    /** A counter of your own: adds up the values. */
    CustomMetric counter(String name);

    /** A gauge of your own: keeps last, smallest and largest value. */
    CustomMetric gauge(String name);

    /** A rate of your own: share of values that are not zero. */
    CustomMetric rate(String name);

    /** A trend of your own: the distribution of the values (average, percentiles and so on), in whatever unit you use. */
    CustomMetric trend(String name);

    /**
     * Records how long the body takes, in milliseconds, as a trend of the given name (contents: time). For what is not
     * HTTP: a query, a message, a remote call.
     */
    <E extends Throwable> void time(String name, ThrowingRunnable<E> body) throws E;

    /** The same for a body that returns a value. */
    <T, E extends Throwable> T time(String name, ThrowingSupplier<T, E> body) throws E;
}
