package dev.stampede.run;

import dev.stampede.RunEnding;
import dev.stampede.output.Output;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens and closes a run's outputs: each that was started is finished once, and told at most once that the process goes
 * down. Thread-safe.
 */
final class RunOutputs {
    private static final System.Logger logger = System.getLogger(RunOutputs.class.getName());

    private final List<Output> outputs;
    // guarded by this
    private final List<Output> open = new ArrayList<>();
    private @Nullable Output starting;
    private boolean finishing;
    private @Nullable Down down;

    /** What outputs are told when the process goes down. */
    private record Down(RunOutcome outcome, Supplier<Duration> left) {}

    RunOutputs(List<Output> outputs) {
        this.outputs = outputs;
    }

    /** Starts all; when one cannot, those before it are finished. */
    void start(RunDescription description, RunControl control) {
        for (Output output : outputs) {
            setStarting(output);
            try {
                output.start(description, control);
            } catch (RuntimeException | Error e) {
                setStarting(null);
                finish(new RunOutcome(RunEnding.ABORTED_BY_SYSTEM, List.of()));
                throw e;
            }
            Down meanwhile;
            synchronized (this) {
                starting = null;
                open.add(output);
                meanwhile = down;
            }
            if (meanwhile != null) {
                tell(output, meanwhile);
            }
        }
    }

    private synchronized void setStarting(@Nullable Output output) {
        starting = output;
    }

    /**
     * The process goes down: tells each that is open, and those that are just being opened.
     *
     * @param left how long outputs may take from when it is asked
     */
    void goDown(RunOutcome outcome, Supplier<Duration> left) {
        Down now = new Down(outcome, left);
        List<Output> told;
        Output notYet;
        synchronized (this) {
            if (down != null) {
                return;
            }
            down = now;
            told = List.copyOf(open);
            notYet = starting;
        }
        for (Output output : told) {
            tell(output, now);
        }
        if (notYet != null) {
            tell(notYet, () -> notYet.giveUpStart(now.outcome, now.left.get()));
        }
    }

    private static void tell(Output output, Down down) {
        tell(output, () -> output.goingDown(down.outcome, down.left.get()));
    }

    private static void tell(Output output, Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException | Error e) {
            logger.log(System.Logger.Level.ERROR, output.describe() + " could not be told of the end", e);
        }
    }

    /** Finishes those that are open. Only the first call counts. */
    void finish(RunOutcome outcome) {
        List<Output> told;
        synchronized (this) {
            if (finishing) {
                return;
            }
            finishing = true;
            told = List.copyOf(open);
        }
        for (Output output : told) {
            try {
                output.finish(outcome);
            } catch (RuntimeException | Error e) {
                logger.log(System.Logger.Level.ERROR, output.describe() + " could not be closed properly", e);
            }
            synchronized (this) {
                open.remove(output);
            }
        }
    }
}
