package dev.stampede.junit.cli;

import dev.stampede.AbortCause;
import dev.stampede.ConfigException;
import dev.stampede.junit.InconclusiveLoadTestError;
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
    /** Ours, not k6's. */
    static final int INCONCLUSIVE = 120;

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
        if (thrown instanceof InconclusiveLoadTestError) {
            return INCONCLUSIVE;
        }
        if (thrown instanceof TimeoutException) { // JUnit's @Timeout
            return TIMED_OUT;
        }
        // without a run, or after one that passed, it is the test's own code around the run that threw
        return run == null || run.passed() ? EXCEPTION : of(run.cause());
    }

    private static int of(@Nullable AbortCause cause) {
        return switch (cause) {
            case null -> THRESHOLDS_FAILED;
            case THRESHOLD -> THRESHOLDS_FAILED;
            case VU_ABORT -> ABORTED;
            case INTERRUPT, SIGNAL -> INTERRUPTED;
            case ERROR -> EXCEPTION;
            case SETUP_TIMEOUT -> SETUP_TIMED_OUT;
            case TEARDOWN_TIMEOUT -> TEARDOWN_TIMED_OUT;
            case TIMEOUT -> TIMED_OUT;
            case SYSTEM -> OTHER;
            case INTERNAL_ERROR -> INTERNAL_ERROR;
        };
    }
}
