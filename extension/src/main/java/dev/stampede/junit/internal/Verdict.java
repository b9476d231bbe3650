package dev.stampede.junit.internal;

import dev.stampede.AbortCause;
import dev.stampede.IterationErrors;
import dev.stampede.engine.ErrorLog;
import dev.stampede.junit.InconclusiveLoadTestError;
import dev.stampede.run.RunReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/** Turns the result of a run into what JUnit is told. */
final class Verdict {
    private static final int MOST_STACK_TRACES = 3;

    private Verdict() {}

    /**
     * Returns when the run passed.
     *
     * @param maxVus most virtual users there may have been at one time
     * @param thrower the method around the load that threw the report's cause; null if none did
     * @throws InconclusiveLoadTestError if it says little, as the load could not be driven
     * @throws AssertionFailedError if it did not: the message tells all, up to three real exceptions are cause and suppressed
     * @throws InterruptedException if an interrupt ended the run: the calling thread's interrupt flag is cleared. One that
     *     came for another reason, or too late to end the run, leaves it set
     */
    static void deliver(RunReport report, int maxVus, @Nullable String thrower) throws InterruptedException {
        if (report.passed()) {
            return;
        }
        String message = FailureMessage.of(report, maxVus, thrower);
        boolean interrupt =
                report.abortCause().filter(AbortCause.INTERRUPT::equals).isPresent();
        Throwable failure =
                interrupt && Thread.interrupted() ? new InterruptedException(message) : assertion(report, message);
        List<Throwable> thrown = new ArrayList<>();
        report.cause().ifPresent(thrown::add);
        // one of each kind: that of two users at the same line would say nothing new
        String ofTheCause = report.cause().map(ErrorLog::fingerprint).orElse("");
        report.errors().stream()
                .filter(kind -> !kind.fingerprint().equals(ofTheCause))
                .map(IterationErrors::first)
                .filter(first -> !isAmong(thrown, first))
                .limit(MOST_STACK_TRACES - thrown.size())
                .toList()
                .forEach(thrown::add);
        report.alsoThrown().stream()
                .filter(other -> !isAmong(thrown, other))
                .toList()
                .forEach(thrown::add);
        for (int i = 0; i < thrown.size(); i++) {
            Throwable shown = Presentable.of(thrown.get(i));
            if (i == 0) {
                failure.initCause(shown);
            } else {
                failure.addSuppressed(shown);
            }
        }
        if (failure instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        throw (AssertionFailedError) failure;
    }

    private static AssertionFailedError assertion(RunReport report, String message) {
        return report.inconclusive().isEmpty()
                ? new AssertionFailedError(message)
                : new InconclusiveLoadTestError(message);
    }

    /** The very same one: equal ones are news, and a test's own {@code equals} may do anything. */
    private static boolean isAmong(List<Throwable> thrown, Throwable one) {
        return thrown.stream().anyMatch(other -> other == one);
    }
}
