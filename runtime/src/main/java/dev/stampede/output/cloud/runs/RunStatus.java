package dev.stampede.output.cloud.runs;

import dev.stampede.RunEnding;

/** How the cloud is told, and shows, what ended a run. (k6: {@code cloudapi/run_status.go}.) Pure functions. */
public final class RunStatus {
    private RunStatus() {}

    /** The number, {@code run_status}. */
    public static int number(RunEnding ending) {
        return switch (ending) {
            case FINISHED -> 3;
            case ABORTED_BY_USER -> 5;
            case ABORTED_BY_SYSTEM -> 6;
            case ABORTED_BY_ERROR -> 7;
            case ABORTED_BY_THRESHOLD -> 8;
            case TIMED_OUT -> 9;
        };
    }

    /** The same in words, and the number: {@code aborted by user (5)}. */
    public static String text(RunEnding ending) {
        return words(ending) + " (" + number(ending) + ")";
    }

    /** The same in words: {@code aborted by user}. */
    static String words(RunEnding ending) {
        return switch (ending) {
            case FINISHED -> "finished";
            case ABORTED_BY_USER -> "aborted by user";
            case ABORTED_BY_SYSTEM -> "aborted by system";
            case ABORTED_BY_ERROR -> "aborted by script error";
            case ABORTED_BY_THRESHOLD -> "aborted by threshold";
            case TIMED_OUT -> "timed out";
        };
    }
}
