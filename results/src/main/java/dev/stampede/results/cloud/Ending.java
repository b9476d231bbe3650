package dev.stampede.results.cloud;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.figures.Limits;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunStatus;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What ended a run of the provisioned flow. Its end is told by a few codes, each of which stands for several causes: the reason that
 * comes with them, and the thresholds, say which it was. (k6: {@code internal/cloudapi/provisioning/notify.go}.)
 */
final class Ending {
    private Ending() {}

    /**
     * The status it ends with.
     *
     * @param error as it was sent; null when the run came to its end
     */
    static RunStatus of(Run run, @Nullable Map<String, Object> error, String reason) throws IOException {
        if (error == null) {
            return RunStatus.FINISHED;
        }
        return switch (Json.text(error.get("code"))) {
            case "8036" -> aborted(run, reason) ? RunStatus.ABORTED_BY_THRESHOLD : RunStatus.ABORTED_BY_USER;
            case "8035" -> RunStatus.ABORTED_BY_SCRIPT_ERROR;
            case "8034" -> timedOut(reason) ? RunStatus.ABORTED_BY_LIMIT : RunStatus.ABORTED_BY_SYSTEM;
            default -> RunStatus.ABORTED_BY_SYSTEM;
        };
    }

    /** Whether a threshold has aborted it. Users abort runs also while a threshold fails, so a reason that names one wins. */
    private static boolean aborted(Run run, String reason) throws IOException {
        String words = reason.toLowerCase(Locale.ROOT);
        if (words.contains("signal") || words.contains("by user")) {
            return false;
        }
        if (words.equals(RunStatus.ABORTED_BY_THRESHOLD.text()) || words.contains("abortonfail")) {
            return true; // maybe one of a window, or one that was not declared: only whoever measured knows of it
        }
        for (Limits.State limit : run.limits()) {
            if (limit.spec().aborts() && (words.contains("threshold") || Boolean.TRUE.equals(limit.failed()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean timedOut(String reason) {
        String words = reason.toLowerCase(Locale.ROOT);
        return words.contains("timed out") || words.contains("timeout") || words.contains("time limit");
    }
}
