package dev.stampede.thresholds;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A threshold as it was declared.
 *
 * @param metric metric or sub-metric, such as {@code http_req_duration{name:home}}
 * @param expression such as {@code p(95)<500}
 * @param abortOnFail whether the run stops as soon as it fails
 * @param delayAbortEval how long the run must have gone on before it may stop; null for no such limit
 * @param declared false for a default that nobody wrote down: outputs are not told of it
 */
public record ThresholdSpec(
        String metric,
        String expression,
        boolean abortOnFail,
        @Nullable Duration delayAbortEval,
        boolean declared) {

    /** A threshold that never stops the run. */
    public static ThresholdSpec of(String metric, String expression) {
        return new ThresholdSpec(metric, expression, false, null, true);
    }
}
