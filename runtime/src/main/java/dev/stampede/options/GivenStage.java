package dev.stampede.options;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A stage as it was given. Immutable.
 *
 * @param duration null when it was left out: such stages are dropped
 * @param target number of virtual users at its end; null when it was left out, which is an error
 * @param name what thresholds call it; empty if it has none
 */
public record GivenStage(
        @Nullable Given<Duration> duration, @Nullable Given<Integer> target, String name) {

    /** A stage without a name. */
    public GivenStage(@Nullable Given<Duration> duration, @Nullable Given<Integer> target) {
        this(duration, target, "");
    }

    /** A stage, as one who writes it in code has it. */
    public static GivenStage of(Duration duration, int target, String source) {
        return new GivenStage(new Given<>(duration, source), new Given<>(target, source));
    }

    /** The same from elsewhere. */
    GivenStage from(String source) {
        return new GivenStage(
                duration == null ? null : new Given<>(duration.value(), source, duration.text()),
                target == null ? null : new Given<>(target.value(), source, target.text()),
                name);
    }

    /** As it is written in {@code K6_STAGES}: {@code 10s:5}. */
    String text() {
        return (duration == null ? "" : duration.text().replace("\"", "")) + ":"
                + (target == null ? "" : target.text());
    }
}
