package dev.stampede;

/** Why a run ended early: {@link RunEnding} to the detail that exit codes need. */
public enum AbortCause {
    /** A threshold with {@code abortOnFail} failed. */
    THRESHOLD(RunEnding.ABORTED_BY_THRESHOLD),
    /** {@link Vu#abort}. */
    VU_ABORT(RunEnding.ABORTED_BY_USER),
    /** The process is told to end: Ctrl-C, SIGTERM, the stop button of an IDE, {@code System.exit}. */
    SIGNAL(RunEnding.ABORTED_BY_USER),
    /** The thread that conducts the run was interrupted. */
    INTERRUPT(RunEnding.ABORTED_BY_USER),
    /** An exception outside iterations, or inside with {@code onError = ABORT}. */
    ERROR(RunEnding.ABORTED_BY_ERROR),
    /** What comes before the load took too long. */
    SETUP_TIMEOUT(RunEnding.TIMED_OUT),
    /** What comes after the load took too long. */
    TEARDOWN_TIMEOUT(RunEnding.TIMED_OUT),
    /** Something else took too long. */
    TIMEOUT(RunEnding.TIMED_OUT),
    /** The machine or the service cannot go on. */
    SYSTEM(RunEnding.ABORTED_BY_SYSTEM),
    /** What conducts the run threw: the fault is ours. */
    INTERNAL_ERROR(RunEnding.ABORTED_BY_SYSTEM);

    private final RunEnding ending;

    AbortCause(RunEnding ending) {
        this.ending = ending;
    }

    /** The cause when no more than this is known. */
    public static AbortCause of(RunEnding ending) {
        return switch (ending) {
            case ABORTED_BY_THRESHOLD -> THRESHOLD;
            case ABORTED_BY_USER -> VU_ABORT;
            case ABORTED_BY_ERROR -> ERROR;
            case TIMED_OUT -> TIMEOUT;
            case ABORTED_BY_SYSTEM, FINISHED -> SYSTEM; // a run that is told to end has not finished
        };
    }

    /** What ended the run. */
    public RunEnding ending() {
        return ending;
    }
}
