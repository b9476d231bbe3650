package dev.stampede.junit.internal;

import dev.stampede.engine.LoadProfile;
import dev.stampede.junit.Stage;
import dev.stampede.options.Given;
import dev.stampede.options.Problems;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one executor annotation: reads what is text in it, and quotes what was given where a rule is broken. One
 * use, one thread.
 */
final class ExecutorSettings {
    /** Stands in for a time that could not be read: no rule minds it, as one problem with a value is enough. */
    private static final Duration UNREAD = Duration.ofSeconds(1);

    private final Annotation annotation;
    private final String where;
    private final Problems problems;
    /** What was given in stages, such as {@code target of stage 2}. */
    private final Map<String, Given<?>> ofStages = new LinkedHashMap<>();

    ExecutorSettings(Annotation annotation, String where, Problems problems) {
        this.annotation = annotation;
        this.where = where;
        this.problems = problems;
    }

    /** The time; what cannot be read is a problem. */
    Duration duration(String setting, String text) {
        return Objects.requireNonNullElse(
                problems.duration(where, setting, new Given<>(text, source(annotation))), UNREAD);
    }

    /** The stages; what cannot be read is a problem. */
    List<LoadProfile.Stage> stages(Stage[] stages) {
        List<LoadProfile.Stage> result = new ArrayList<>();
        for (int number = 1; number <= stages.length; number++) {
            Stage stage = stages[number - 1];
            String duration = "duration of stage " + number;
            ofStages.put(duration, new Given<>(stage.duration(), source(annotation)));
            ofStages.put("target of stage " + number, new Given<>(stage.target(), source(annotation)));
            if (stage.duration().isEmpty()) {
                problems.add(
                        where,
                        "stage " + number + " doesn't have a duration",
                        "Give it one, such as \"30s\"; \"0s\" jumps to the target.");
                result.add(new LoadProfile.Stage(UNREAD, stage.target(), stage.name()));
            } else {
                result.add(new LoadProfile.Stage(duration(duration, stage.duration()), stage.target(), stage.name()));
            }
        }
        return result;
    }

    /** Adds broken rules to the problems, with what was given and what to do. */
    void report(List<String> brokenRules) {
        for (String rule : brokenRules) {
            RuleAdvice advice = RuleAdvice.on(rule);
            String given = advice.settings().stream()
                    .<String>mapMulti((setting, quotes) -> {
                        String quote = quote(setting);
                        if (quote != null) {
                            quotes.accept(quote);
                        }
                    })
                    .collect(Collectors.joining(" and "));
            String from = given.isEmpty() ? " (from " + source(annotation) + ")" : ", given as " + given;
            problems.add(where, rule + from, advice.remedy());
        }
    }

    private @Nullable String quote(String setting) {
        Given<?> given = ofStages.get(setting);
        return given == null ? quote(annotation, setting) : given.quote(setting);
    }

    /** An attribute as messages quote it: null when the annotation has none of this name, or it has its default. */
    static @Nullable String quote(Annotation annotation, String setting) {
        Given<?> given = given(annotation, setting);
        if (given == null) {
            return null;
        }
        return given.value() instanceof Stage[] stages
                ? LoadText.count(stages.length, "stage") + " (from " + given.source() + ")"
                : given.quote(setting);
    }

    /** An attribute that was given: null when the annotation has none of this name, or it has its default. */
    @SuppressWarnings("unchecked") // the caller knows the attribute
    static <T> @Nullable Given<T> given(Annotation annotation, String setting) {
        try {
            var attribute = annotation.annotationType().getMethod(setting);
            Object value = attribute.invoke(annotation);
            return Objects.deepEquals(value, attribute.getDefaultValue())
                    ? null
                    : new Given<>((T) value, source(annotation));
        } catch (NoSuchMethodException none) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String source(Annotation annotation) {
        return "@" + annotation.annotationType().getSimpleName();
    }
}
