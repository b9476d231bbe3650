package dev.stampede.junit.cli;

import dev.stampede.run.OpenRuns;
import dev.stampede.run.ProcessSignals;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What SIGINT and SIGTERM do while load tests are run: the first ends the open run as aborted by the user, prints its summary
 * and ends the process, the second ends the process at once; both with {@link ExitCode#INTERRUPTED}. (k6: {@code
 * internal/cmd/run.go}.)
 *
 * <p>Without it, or where a JVM does not let signals be handled, the JVM would end with 130 or 143. Thread-safe.
 */
final class Signals implements AutoCloseable {
    /** How long whatever is not a run (methods around the tests, say) may take to end. */
    private static final long GRACE_SECONDS = 3;

    private static final List<String> NAMES = List.of("INT", "TERM");

    private final PrintWriter err;
    private final AtomicBoolean received = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<ProcessSignals.Handled> handled = new ArrayList<>();

    private Signals(PrintWriter err) {
        this.err = err;
    }

    /** Handles them from now on until it is closed. */
    static Signals handle(PrintWriter err) {
        Signals signals = new Signals(err);
        for (String name : NAMES) {
            signals.handled.add(ProcessSignals.handle(name, () -> signals.received("SIG" + name)));
        }
        return signals;
    }

    /** On a thread that the JVM makes for each signal. */
    private void received(String signal) {
        if (!received.compareAndSet(false, true)) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        err.println(signal + ": ending; once more ends at once");
        err.flush();
        OpenRuns.goDown("the process got " + signal);
        try {
            // the runs have their time, and the tests around them a little; the main thread then exits by itself
            boolean ended = OpenRuns.awaitEnd() && over.await(GRACE_SECONDS, TimeUnit.SECONDS);
            if (ended) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.exit(ExitCode.INTERRUPTED);
    }

    /** Whether there was one: nothing more is to be begun. */
    boolean received() {
        return received.get();
    }

    /** What there was to be ended has ended; leaves signals to the handlers before. */
    @Override
    public void close() {
        over.countDown();
        handled.forEach(ProcessSignals.Handled::close);
    }
}
