package dev.stampede.thresholds;

import dev.stampede.clock.Durations;
import dev.stampede.metrics.GoText;
import dev.stampede.metrics.NearNames;
import dev.stampede.thresholds.LoadSchedule.Period;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code over}, {@code after} and {@code during} of a threshold must keep. */
public final class ScopeRules {
    private static final Duration LONGEST = Duration.ofHours(5);
    /** A shorter stage may have no whole second in it. */
    private static final Duration SHORTEST_STAGE = Duration.ofSeconds(2);

    private ScopeRules() {}

    /**
     * A rule that is broken.
     *
     * @param attribute {@code over}, {@code after} or {@code during}
     * @param what is wrong, without the value; may end with a question
     * @param remedy what to do, a sentence
     */
    public record Broken(String attribute, String what, String remedy) {}

    /** What can be told of the values alone. */
    public static List<Broken> problems(ThresholdSpec spec) {
        List<Broken> broken = new ArrayList<>();
        Duration over = spec.over();
        if (over != null && !isWindow(over)) {
            broken.add(new Broken(
                    "over",
                    "over must be from 1s to 5h, in whole seconds, and above 5m in whole minutes",
                    "Use a time such as \"30s\", or leave it out to judge the whole."));
        }
        Duration after = spec.after();
        if (after != null && after.isNegative()) {
            broken.add(new Broken(
                    "after", "after can't be negative", "Use a time such as \"10s\", or leave it out to count all."));
        }
        String during = spec.during();
        if (during != null && during.isBlank()) {
            broken.add(new Broken(
                    "during",
                    "during is no name of a stage",
                    "Use the name of one or several stages, or leave it out to count all."));
        }
        return broken;
    }

    private static boolean isWindow(Duration over) {
        long unit = over.toSeconds() > SlidingWindow.MOST_SLOTS ? 60 : 1;
        return over.isPositive()
                && over.compareTo(LONGEST) <= 0
                && over.equals(over.truncatedTo(ChronoUnit.SECONDS))
                && over.toSeconds() % unit == 0;
    }

    /** What is wrong with valid values in this load: a stage that there is not, or a time that leaves nothing of it. */
    public static Optional<Broken> misplaced(ThresholdSpec spec, LoadSchedule load) {
        String during = spec.during();
        List<Period> stages = during == null ? List.of() : load.stages(spec);
        if (during != null && stages.isEmpty()) {
            return Optional.of(noSuchStage(during, load));
        }
        Duration after = spec.after();
        if (after != null && after.compareTo(load.length()) >= 0) {
            return Optional.of(new Broken(
                    "after",
                    "after leaves nothing of the load, which takes " + Durations.format(load.length()),
                    "Use a shorter time."));
        }
        Duration from = after == null ? Duration.ZERO : after;
        if (during != null
                && stages.stream().allMatch(stage -> left(stage, from).compareTo(SHORTEST_STAGE) < 0)) {
            return Optional.of(new Broken(
                    "during",
                    "less than 2s is left of " + (stages.size() == 1 ? "the stage" : "each stage") + " of this name"
                            + (after == null ? "" : " after " + Durations.format(after)),
                    "Samples are kept by the second: make it longer, or leave during out."));
        }
        return Optional.empty();
    }

    private static Duration left(Period stage, Duration from) {
        return stage.to().minus(stage.from().compareTo(from) < 0 ? from : stage.from());
    }

    private static Broken noSuchStage(String name, LoadSchedule load) {
        List<String> names = load.stages().keySet().stream().sorted().toList();
        String hint = NearNames.hint(NearNames.of(name, names));
        return new Broken(
                "during",
                "no stage of the load has the name " + GoText.quote(name) + hint,
                names.isEmpty()
                        ? "Give a stage that name, or leave during out."
                        : "There are " + String.join(", ", names) + ".");
    }

    /** The value of an attribute, as it is shown. */
    public static String value(ThresholdSpec spec, String attribute) {
        Duration duration = attribute.equals("over") ? spec.over() : spec.after();
        String during = spec.during();
        return attribute.equals("during")
                ? GoText.quote(during == null ? "" : during)
                : duration == null ? "" : "\"" + Durations.format(duration) + "\"";
    }

    /** For whoever declares thresholds in code: k6's way of speaking of a threshold. */
    static String text(ThresholdSpec spec, Broken broken) {
        return "invalid threshold " + GoText.quote(spec.expression()) + " defined on " + spec.metric() + "; reason: "
                + broken.what() + (broken.what().endsWith("?") ? " It was " : ", ") + "given as " + broken.attribute()
                + " = " + value(spec, broken.attribute());
    }
}
