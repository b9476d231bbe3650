package dev.stampede.output.cloud;

import dev.stampede.output.RunOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The call that closes a run: made once, by whoever comes first, be it the thread that finishes the run or the one that says
 * in haste that the process goes down. Thread-safe.
 */
final class ClosingCall {
    private final TestRuns runs;
    private final String id;
    private final Optional<Journal> journal;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<String> fault = new CompletableFuture<>();

    /** @param journal of the run, which is told: it is gone when the run is closed, and stays when it is not */
    ClosingCall(TestRuns runs, String id, Optional<Journal> journal) {
        this.runs = runs;
        this.id = id;
        this.journal = journal;
    }

    /** Whether somebody else can close the run when this call cannot. */
    boolean isNoted() {
        return journal.isPresent();
    }

    /** Makes it, or waits for it if it is being made already; empty when it went well, else what went wrong. */
    String make(RunOutcome outcome) {
        return make(outcome, () -> runs.finish(id, outcome));
    }

    /** The same as fast as can be: in few and short attempts. */
    String makeInHaste(RunOutcome outcome, Duration left) {
        return make(outcome, () -> runs.finishInHaste(id, outcome, left));
    }

    private String make(RunOutcome outcome, Supplier<Optional<String>> call) {
        if (begun.compareAndSet(false, true)) {
            String result = "no answer"; // never seen: only there for what cannot even be put in words
            try {
                journal.ifPresent(
                        notes -> notes.closing(new String(TestRuns.finishBody(outcome), StandardCharsets.UTF_8)));
                result = call.get().orElse("");
                journal.ifPresent(result.isEmpty() ? Journal::remove : Journal::close);
            } catch (RuntimeException | Error e) {
                result = PushStats.text(e);
            } finally {
                boolean unused = fault.complete(result);
            }
        }
        return fault.join();
    }
}
