package dev.stampede.results.runs;

import java.util.Optional;

/** How a run stands, by the numbers of the cloud's protocol. */
public enum RunStatus {
    CREATED(-2, "created"),
    INITIALIZING(1, "initializing"),
    RUNNING(2, "running"),
    FINISHED(3, "finished"),
    TIMED_OUT(4, "timed out"),
    ABORTED_BY_USER(5, "aborted by user"),
    ABORTED_BY_SYSTEM(6, "aborted by system"),
    ABORTED_BY_SCRIPT_ERROR(7, "aborted by script error"),
    ABORTED_BY_THRESHOLD(8, "aborted by threshold"),
    ABORTED_BY_LIMIT(9, "aborted by limit");

    private final int code;
    private final String text;

    RunStatus(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** Number in the protocol. */
    public int code() {
        return code;
    }

    /** For people. */
    public String text() {
        return text;
    }

    /** Whether somebody said that the run is over: silence alone does not end it. */
    public boolean isEnd() {
        return code >= 3 && this != TIMED_OUT;
    }

    /** The status of this number. */
    public static Optional<RunStatus> of(long code) {
        for (RunStatus status : values()) {
            if (status.code == code) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
