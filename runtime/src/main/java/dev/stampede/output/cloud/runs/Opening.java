package dev.stampede.output.cloud.runs;

import dev.stampede.ConfigException;
import dev.stampede.RunEnding;
import dev.stampede.clock.Clock;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.BareUrl;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.ConfigChecks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Opens a run, whatever the flow: so that an interrupt is heard, with a journal by which somebody else can close it, and never
 * leaving behind a run that is open and that nobody knows of. For one run. Thread-safe.
 */
public final class Opening {
    private static final System.Logger logger = System.getLogger(Opening.class.getName());

    private final Flow flow;
    private final CloudConfig config;
    private final ApiClient client;
    private final Clock clock;
    private final boolean journaled;
    private volatile @Nullable ClosingCall closing;
    private volatile @Nullable Question<Boolean> preparing;
    private volatile @Nullable Down goingDown;

    /**
     * The process goes down.
     *
     * @param until when it may be gone, in the clock's nanoseconds
     */
    private record Down(RunOutcome outcome, long until) {}

    /**
     * An opening to be made.
     *
     * @param client makes the calls, and later the one that closes the run; without authorization of its own
     * @param journaled whether somebody else may have to close the run
     */
    public Opening(CloudConfig config, ApiClient client, Clock clock, boolean journaled) {
        this.flow = Flow.of(config, client, clock);
        this.config = config;
        this.client = client;
        this.clock = clock;
        this.journaled = journaled;
    }

    /**
     * A run that is open and ready.
     *
     * @param closing the call that closes it; empty when somebody else does
     */
    public record Opened(OpenedRun run, Optional<ClosingCall> closing) {}

    /**
     * Opens it. An interrupt while the service is opening it is left set, and the run is closed by whoever finishes it; one
     * while the run is made ready closes it. When the process goes down no further call is made but the one that closes the run.
     *
     * @throws ConfigException if it cannot be opened; nothing is open then, unless the service cannot be told
     */
    public Opened open(RunDescription run) {
        if (Thread.currentThread().isInterrupted()) {
            throw new ConfigException(
                    ConfigChecks.CREATE + "interrupted before " + flow.hostForPeople() + " was asked");
        }
        Begun begun = begin(run);
        Optional<ClosingCall> call = begun.ours()
                .map(ours -> new ClosingCall(
                        ours.close(), client, clock, flow.hostForPeople(), journal(run, begun.run(), ours)));
        closing = call.orElse(null);
        if (begun.preparation().isPresent() && call.isPresent()) {
            prepare(begun.preparation().get(), call.get());
        }
        return new Opened(begun.run(), call);
    }

    private Begun begin(RunDescription run) {
        Question<Begun> question =
                new Question<>("stampede-cloud-open", deadline -> flow.begin(run, unlessDown(deadline)), client, clock);
        try {
            return question.answer();
        } catch (ConfigException e) {
            throw goingDown == null ? e : toldToEnd();
        } catch (InterruptedException e) {
            // the service may have opened it by now, and nobody could close it without the answer
            Begun late = question.late();
            Thread.currentThread().interrupt();
            if (late == null) {
                throw interrupted();
            }
            return late;
        }
    }

    /** Nothing new is begun when the process goes down: what is under way may still be answered. */
    private ApiClient.Deadline unlessDown(ApiClient.Deadline deadline) {
        return () -> goingDown == null ? deadline.nanos() : clock.nanoTime();
    }

    private ConfigException toldToEnd() {
        return new ConfigException(
                ConfigChecks.CREATE + "the process was told to end while " + flow.hostForPeople() + " was opening it");
    }

    private ConfigException interrupted() {
        return new ConfigException(
                ConfigChecks.CREATE + "interrupted while waiting for the answer of " + flow.hostForPeople());
    }

    /** What is needed to close the run, in case this process cannot: the closing call goes where the opening one went. */
    private Optional<Journal> journal(RunDescription run, OpenedRun opened, Begun.Ours ours) {
        if (!journaled) {
            return Optional.empty();
        }
        Instant now = Instant.ofEpochSecond(clock.epochNanos() / 1_000_000_000);
        JournalEntry entry = new JournalEntry(
                ours.flow(),
                config.name().orElse(run.name()),
                opened.id(),
                BareUrl.of(HttpUrl.get(ours.host())).toString(),
                BareUrl.of(opened.metrics().url()).toString(),
                ours.stackId(),
                opened.page(),
                now.toString(),
                null);
        return Journal.begin(run.folder(), entry, ours.token());
    }

    private void prepare(Begun.Preparation preparation, ClosingCall call) {
        Question<Boolean> question = new Question<>(
                "stampede-cloud-prepare",
                deadline -> {
                    preparation.make(unlessDown(deadline));
                    return true;
                },
                client,
                clock);
        preparing = question;
        RunEnding ending = RunEnding.ABORTED_BY_SYSTEM;
        RuntimeException failure;
        boolean interrupted = false;
        try {
            boolean unused = question.answer();
            return;
        } catch (InterruptedException e) {
            interrupted = true;
            question.giveUp();
            Boolean unused = question.afterAll();
            ending = RunEnding.ABORTED_BY_USER;
            failure = interrupted();
        } catch (Begun.RunOverException e) {
            call.needless();
            throw new ConfigException(ConfigChecks.CREATE + "wait for test run ready: " + e.getMessage()
                    + "\nThe run's page in the cloud may say more of it.");
        } catch (RuntimeException e) {
            failure = goingDown == null ? e : toldToEnd();
        }
        close(call, ending);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        throw failure;
    }

    /** On a thread that nobody interrupts. */
    private void close(ClosingCall call, RunEnding ending) {
        Down down = goingDown;
        RunOutcome outcome = down == null ? new RunOutcome(ending, List.of()) : down.outcome;
        Thread closer = Thread.ofPlatform()
                .daemon()
                .name("stampede-cloud-close")
                .start(() -> {
                    if (down != null) {
                        makeInHaste(call, down);
                    }
                    String fault = call.make(outcome);
                    if (!fault.isEmpty()) {
                        logger.log(System.Logger.Level.WARNING, call.notClosed(fault));
                    }
                });
        boolean interrupted = false;
        while (true) {
            try {
                closer.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void makeInHaste(ClosingCall call, Down down) {
        call.makeInHaste(down.outcome, Duration.ofNanos(Math.max(0, down.until - clock.nanoTime())), down.until);
    }

    /**
     * The process goes down while the run is being opened: no further call is begun but the one that closes it.
     *
     * @param until when the process may be gone, in the clock's nanoseconds
     */
    public void goDown(RunOutcome outcome, long until) {
        goingDown = new Down(outcome, until);
    }

    /** After {@link #goDown}: closes the run at once, if it is open by now. Returns when that is done, or the time is over. */
    public void closeInHaste() {
        Down down = goingDown;
        ClosingCall call = closing;
        if (down == null || call == null) {
            return; // the service may be about to answer: it is closed when it has
        }
        Question<Boolean> waiting = preparing;
        if (waiting != null) {
            waiting.giveUp();
        }
        makeInHaste(call, down);
    }
}
