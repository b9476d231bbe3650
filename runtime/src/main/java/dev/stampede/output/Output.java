package dev.stampede.output;

import dev.stampede.Delivery;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Receives a run's samples, second by second.
 *
 * <p>Calls come in this order: {@link #start} once, before any load; then {@link #accept} and {@link #drained} about once
 * a second, from one thread at a time; then {@link #finish} once, whatever ended the run. Neither {@code accept} nor
 * {@code drained} may wait for a network or a disk.
 */
public interface Output {

    /** What it is, for people: such as {@code cloud (http://localhost:3000/runs/17)}. */
    String describe();

    /**
     * Opens the run.
     *
     * @param run what is going to happen
     * @param control to stop the run from within
     * @throws dev.stampede.ConfigException if it cannot: the run then does not start
     */
    void start(RunDescription run, RunControl control);

    /**
     * Whether sinks of trends must hold every single value: each is a {@link Sink.ValuedTrendSink} then, which takes memory
     * for each sample. Known before the start.
     */
    default boolean needsValues() {
        return false;
    }

    /**
     * Takes one series' samples of one second. The same series and second may come again.
     *
     * @param epochSecond the second, since 1970-01-01T00:00Z
     * @param sink the samples; only valid during the call
     */
    void accept(long epochSecond, TimeSeries series, Sink sink);

    /** All that was recorded so far has been passed on. */
    default void drained() {}

    /** Whether lines of the test's log are wanted, and from which level on. Known once started. */
    default Optional<System.Logger.Level> logLevel() {
        return Optional.empty();
    }

    /** Takes a line of the test's log. Any thread, also a virtual user's: must neither wait nor log. */
    default void log(LogLine line) {}

    /** Takes a request that carried a trace id. Any thread, also a virtual user's: must not wait. */
    default void traced(RequestTrace request) {}

    /** Where the run's secrets can be looked up. Known once started. */
    default Optional<SecretSource> secrets() {
        return Optional.empty();
    }

    /** Passes on what is left and closes the run. Every sample has been accepted by now. */
    void finish(RunOutcome outcome);

    /**
     * The process is going down and may be gone any moment: says at once how the run ended, before anything else, and then
     * passes on what has been accepted. Returns soon and does the rest on threads of its own. Any thread, also while a
     * sample is being accepted. {@link #finish} follows if there is time, and says nothing a second time.
     *
     * @param outcome how the run ends, as far as it is known
     * @param left how long what is left may take, {@link #finish} included
     */
    default void goingDown(RunOutcome outcome, Duration left) {}

    /**
     * The process is going down while {@link #start} waits for something, which it shall give up; what it has opened by then,
     * it says at once how that ended. Returns soon. Any thread. {@link #goingDown} follows if the start succeeds all the same.
     *
     * @param outcome how the run ends
     * @param left how long what is left may take
     */
    default void giveUpStart(RunOutcome outcome, Duration left) {}

    /** Where the run can be looked at. Known once started. */
    default Optional<String> url() {
        return Optional.empty();
    }

    /** What the run is called where it is kept. Known once started. */
    default Optional<String> runId() {
        return Optional.empty();
    }

    /** What became of the samples. Known once finished. */
    default Optional<Delivery> delivery() {
        return Optional.empty();
    }

    /** Lines for the end of the summary: what was sent, what was lost. Known once finished. */
    default List<String> report() {
        return List.of();
    }
}
