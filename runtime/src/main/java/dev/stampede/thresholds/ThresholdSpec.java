package dev.stampede.thresholds;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A threshold as it was declared. Immutable. In code it is written as it is read:
 *
 * <pre>{@code
 * ThresholdSpec.of("http_req_duration", "p(95)<500").over(Duration.ofSeconds(30)).during("steady").abortOnFail()
 * }</pre>
 *
 * <p>Values are checked when the run starts, every problem in one go, not here. {@link #over}, {@link #after} and {@link
 * #during} are not k6's; one that has any of them judges the load only, neither setup nor teardown.
 *
 * @param metric metric or sub-metric, such as {@code http_req_duration{name:home}}
 * @param expression such as {@code p(95)<500}
 * @param aborts whether the run stops as soon as it fails
 * @param delayAbortEval how long the run must have gone on before it may stop; null for no such limit
 * @param declared false for a default that nobody wrote down: outputs are not told of it
 * @param over the limit must hold in any stretch of the load that is so long, from 1 s to 5 h in whole seconds, beyond 5
 *     minutes in whole minutes; null judges all of it as one
 * @param after samples of so much time from the start of the load do not count, zero or more; null counts all of the run
 * @param during name of the stages whose samples alone count; null for all
 */
public record ThresholdSpec(
        String metric,
        String expression,
        boolean aborts,
        @Nullable Duration delayAbortEval,
        boolean declared,
        @Nullable Duration over,
        @Nullable Duration after,
        @Nullable String during) {

    public ThresholdSpec {
        requireNonNull(metric, "metric");
        requireNonNull(expression, "expression");
    }

    /** One that judges all of the run, as k6 does. */
    public ThresholdSpec(
            String metric, String expression, boolean aborts, @Nullable Duration delayAbortEval, boolean declared) {
        this(metric, expression, aborts, delayAbortEval, declared, null, null, null);
    }

    /** A threshold that judges all of the run and never stops it. */
    public static ThresholdSpec of(String metric, String expression) {
        return new ThresholdSpec(metric, expression, false, null, true);
    }

    /** The same for any stretch of the load that is so long. */
    public ThresholdSpec over(Duration value) {
        return with(requireNonNull(value, "over"), after, during);
    }

    /** The same without the samples of so much time from the start of the load. */
    public ThresholdSpec after(Duration value) {
        return with(over, requireNonNull(value, "after"), during);
    }

    /** The same for samples of stages of this name only. */
    public ThresholdSpec during(String stage) {
        return with(over, after, requireNonNull(stage, "during"));
    }

    /** The same for all of the run. */
    public ThresholdSpec everywhere() {
        return with(null, null, null);
    }

    private ThresholdSpec with(@Nullable Duration anOver, @Nullable Duration anAfter, @Nullable String aDuring) {
        return new ThresholdSpec(metric, expression, aborts, delayAbortEval, declared, anOver, anAfter, aDuring);
    }

    /** The same, and the run stops as soon as it fails. */
    public ThresholdSpec abortOnFail() {
        return new ThresholdSpec(metric, expression, true, delayAbortEval, declared, over, after, during);
    }

    /** The same, and the run must have gone on for longer than this before it may stop. */
    public ThresholdSpec delayAbortEval(Duration value) {
        return new ThresholdSpec(
                metric, expression, aborts, requireNonNull(value, "delayAbortEval"), declared, over, after, during);
    }

    /** Whether it judges a part of the run, or windows of it. k6 has no such thresholds. */
    public boolean scoped() {
        return over != null || after != null || during != null;
    }

    /** What it judges, such as {@code in any 30s, after 10s, during steady}; empty for all of the run. */
    public String scope() {
        List<String> parts = new ArrayList<>();
        if (over != null) {
            parts.add("in any " + text(over));
        }
        if (after != null) {
            parts.add("after " + text(after));
        }
        if (during != null) {
            parts.add("during " + during);
        }
        return String.join(", ", parts);
    }

    private static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT); // of PT1M10S
    }
}
