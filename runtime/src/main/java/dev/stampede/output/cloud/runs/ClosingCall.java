package dev.stampede.output.cloud.runs;

import dev.stampede.RunEnding;
import dev.stampede.ThresholdResult;
import dev.stampede.clock.Clock;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.Reply;
import dev.stampede.output.cloud.delivery.PushStats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import okhttp3.Request;

/**
 * The call that closes a run: made once, by whoever comes first, be it the thread that finishes the run or the one that says
 * in haste that the process goes down. Thread-safe.
 */
public final class ClosingCall {
    /** Closing a run must not hold the test for longer, whatever the service does. */
    static final Duration BUDGET = Duration.ofSeconds(15);

    /** The first attempt to close a run when the process goes down; a second one has what is left then. */
    public static final Duration ATTEMPT_IN_HASTE = Duration.ofMillis(1500);

    private final CloseRequest close;
    private final ApiClient client;
    private final ApiClient apart;
    private final Clock clock;
    private final String host;
    private final Optional<Journal> journal;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<String> fault = new CompletableFuture<>();
    private volatile long latest = ApiClient.NO_DEADLINE;

    /**
     * A call to be made.
     *
     * @param client over connections that are open
     * @param host the service, for people
     * @param journal of the run, which is told: it is gone when the run is closed, and stays when it is not
     */
    ClosingCall(CloseRequest close, ApiClient client, Clock clock, String host, Optional<Journal> journal) {
        this.close = close;
        this.client = client;
        this.apart = client.apart();
        this.clock = clock;
        this.host = host;
        this.journal = journal;
        rehearse();
    }

    /** Has done once what it takes, so that no class must be loaded when there is no time for it. */
    private void rehearse() {
        RunOutcome outcome = new RunOutcome(
                RunEnding.ABORTED_BY_USER, List.of(new ThresholdResult("checks", "rate>0", 0, 1, false, true)));
        Request unused = close.request(close.body(outcome)).request().build();
    }

    /** Whether somebody else can close the run when this call cannot. */
    private boolean isNoted() {
        return journal.isPresent();
    }

    /** The run's folder; empty when it has no journal. */
    public Optional<Path> folder() {
        return journal.map(Journal::folder);
    }

    /**
     * The process is going down: whoever makes the call from now on makes it in haste. One that is being made is given no more time
     * than there is.
     *
     * @param until when the process may be gone, in the clock's nanoseconds
     */
    public void hurry(long until) {
        latest = until;
    }

    /** Makes it, or waits for it if it is being made already; empty when it went well, else what went wrong. */
    public String make(RunOutcome outcome) {
        once(outcome, () -> {
            long until = latest;
            return until == ApiClient.NO_DEADLINE ? inTime(request(outcome)) : inHaste(request(outcome), until);
        });
        return fault.join();
    }

    /**
     * The same as fast as can be. One that is being made already is cut off when the time is over, as somebody waits for it.
     *
     * @param left time there is
     * @param until the same, in the clock's nanoseconds
     */
    public void makeInHaste(RunOutcome outcome, Duration left, long until) {
        hurry(until);
        once(outcome, () -> inHaste(request(outcome), until));
        try {
            String unused = fault.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            client.cancelAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does this
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it is a text in any case
        }
    }

    /** The service has closed the run itself: nothing is left to say, or to note. */
    void needless() {
        if (begun.compareAndSet(false, true)) {
            journal.ifPresent(Journal::remove);
            boolean unused = fault.complete("");
        }
    }

    /** For people: that the run could not be closed, why, and what becomes of it. */
    public String notClosed(String why) {
        return "could not finish the cloud test run: " + why + "\nThe service will call it timed out"
                + (isNoted() ? ", unless 'stampede cloud finish' closes it before." : ".");
    }

    private void once(RunOutcome outcome, Supplier<String> call) {
        if (begun.compareAndSet(false, true)) {
            String result = "no answer"; // never seen: only there for what cannot even be put in words
            try {
                journal.ifPresent(notes -> notes.closing(close.body(outcome)));
                result = call.get();
                journal.ifPresent(result.isEmpty() ? Journal::remove : Journal::close);
            } catch (RuntimeException | Error e) {
                result = PushStats.text(e);
            } finally {
                boolean unused = fault.complete(result);
            }
        }
    }

    private ApiRequest request(RunOutcome outcome) {
        return close.request(close.body(outcome));
    }

    private String inTime(ApiRequest request) {
        long deadline = clock.nanoTime() + BUDGET.toNanos();
        Reply reply = client.send(request, () -> Math.min(deadline, latest), () -> {});
        long end = latest;
        if (reply instanceof Reply.Unanswered && end != ApiClient.NO_DEADLINE && end - clock.nanoTime() <= 0) {
            return "no answer of " + host + " before the process had to end";
        }
        return fault(reply);
    }

    /** In two attempts: a short one over a connection that is open, then over a new one. */
    private String inHaste(ApiRequest request, long until) {
        long half = (until - clock.nanoTime()) / 2;
        Reply reply = client.sendOnce(request, Duration.ofNanos(Math.min(half, ATTEMPT_IN_HASTE.toNanos())));
        if (ApiClient.worthAnother(reply)) {
            reply = apart.sendOnce(request, Duration.ofNanos(until - clock.nanoTime()));
            apart.close();
        }
        return fault(reply);
    }

    private String fault(Reply reply) {
        return switch (reply) {
            case Reply.Accepted accepted -> "";
            case Reply.Refused refused -> refused.text();
            case Reply.Unanswered unanswered -> host + " cannot be reached: " + unanswered.cause();
        };
    }
}
