package dev.stampede.output.cloud.runs;

import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.delivery.PushStats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The call that closes a run: made once, by whoever comes first, be it the thread that finishes the run or the one that says
 * in haste that the process goes down. Thread-safe.
 */
public final class ClosingCall {
    private final StreamFlow runs;
    private final String id;
    private final Optional<Journal> journal;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<String> fault = new CompletableFuture<>();
    private volatile long latest = ApiClient.NO_DEADLINE;

    /** @param journal of the run, which is told: it is gone when the run is closed, and stays when it is not */
    public ClosingCall(StreamFlow runs, String id, Optional<Journal> journal) {
        this.runs = runs;
        this.id = id;
        this.journal = journal;
    }

    /** Whether somebody else can close the run when this call cannot. */
    public boolean isNoted() {
        return journal.isPresent();
    }

    /** Makes it, or waits for it if it is being made already; empty when it went well, else what went wrong. */
    public String make(RunOutcome outcome) {
        make(outcome, () -> runs.finish(id, outcome, () -> latest));
        return fault.join();
    }

    /**
     * The same as fast as can be. One that is being made already is cut off when the time is over, as somebody waits for it.
     *
     * @param left time there is
     * @param until the same, in the clock's nanoseconds
     */
    public void makeInHaste(RunOutcome outcome, Duration left, long until) {
        latest = until;
        make(outcome, () -> runs.finishInHaste(id, outcome, until));
        try {
            String unused = fault.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            runs.cancelAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does this
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it is a text in any case
        }
    }

    private void make(RunOutcome outcome, Supplier<Optional<String>> call) {
        if (begun.compareAndSet(false, true)) {
            String result = "no answer"; // never seen: only there for what cannot even be put in words
            try {
                journal.ifPresent(
                        notes -> notes.closing(new String(StreamFlow.finishBody(outcome), StandardCharsets.UTF_8)));
                result = call.get().orElse("");
                journal.ifPresent(result.isEmpty() ? Journal::remove : Journal::close);
            } catch (RuntimeException | Error e) {
                result = PushStats.text(e);
            } finally {
                boolean unused = fault.complete(result);
            }
        }
    }
}
