package dev.stampede.junit.cli;

import dev.stampede.ConfigException;
import dev.stampede.RunEnding;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the process ends with. (k6: {@code errext/exitcodes/codes.go}.) */
final class ExitCode {
    static final int PASSED = 0;
    static final int THRESHOLDS_FAILED = 99;
    static final int SETUP_TIMED_OUT = 100;
    static final int TEARDOWN_TIMED_OUT = 101;
    static final int TIMED_OUT = 102;
    static final int INVALID_CONFIG = 104;
    static final int INTERRUPTED = 105;
    static final int EXCEPTION = 107;
    static final int ABORTED = 108;
    static final int INTERNAL_ERROR = 109;
    static final int OTHER = 255;

    private ExitCode() {}

    /**
     * The code of a test that failed.
     *
     * @param run what the extension published about the run; null when none came to its end
     * @param thrown what the test failed with
     */
    static int of(@Nullable RunFacts run, Throwable thrown) {
        if (thrown instanceof ConfigException) {
            return INVALID_CONFIG;
        }
        if (thrown instanceof InterruptedException) {
            return INTERRUPTED;
        }
        if (thrown instanceof TimeoutException) { // JUnit's @Timeout
            return TIMED_OUT;
        }
        // without a run, or after one that passed, it is the test's own code around the run that threw
        return run == null || run.passed() ? EXCEPTION : of(run.ending(), String.valueOf(thrown.getMessage()));
    }

    /** Which of the timeouts it was, and whether the fault is ours, only the reason in the message tells. */
    private static int of(RunEnding ending, String message) {
        return switch (ending) {
            case FINISHED, ABORTED_BY_THRESHOLD -> THRESHOLDS_FAILED;
            case ABORTED_BY_USER -> ABORTED;
            case ABORTED_BY_ERROR -> EXCEPTION;
            case ABORTED_BY_SYSTEM -> message.contains("the run could not go on") ? INTERNAL_ERROR : OTHER;
            case TIMED_OUT ->
                message.contains("teardown() execution timed out")
                        ? TEARDOWN_TIMED_OUT
                        : message.contains("setup() execution timed out") ? SETUP_TIMED_OUT : TIMED_OUT;
        };
    }
}
