package dev.stampede.junit.internal;

import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.ProfileRules;
import dev.stampede.junit.ConstantArrivalRate;
import dev.stampede.junit.ConstantVus;
import dev.stampede.junit.PerVuIterations;
import dev.stampede.junit.RampingArrivalRate;
import dev.stampede.junit.RampingVus;
import dev.stampede.junit.SharedIterations;
import dev.stampede.options.Given;
import dev.stampede.options.Problems;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Translates executor annotations into load profiles. Pure functions: neither JUnit nor the environment is asked. */
final class ExecutorAnnotations {
    static final List<Class<? extends Annotation>> TYPES = List.of(
            ConstantVus.class,
            RampingVus.class,
            SharedIterations.class,
            PerVuIterations.class,
            ConstantArrivalRate.class,
            RampingArrivalRate.class);

    /** Keeps every rule itself, so that only those of another value speak. */
    private static final LoadProfile SOUND = new LoadProfile.PerVuIterations(1, 1, LoadProfile.DEFAULT_MAX_DURATION);

    private ExecutorAnnotations() {}

    /**
     * The load that the method's executor annotation describes, null when it has none. What is wrong is added to the
     * problems, and the result then means nothing.
     *
     * @param method may carry the annotation through a meta-annotation
     * @param where such as {@code @Scenario on ShopLoad.browse()}
     */
    static @Nullable LoadProfile profile(AnnotatedElement method, String where, Problems problems) {
        List<Annotation> found = on(method);
        if (found.isEmpty()) {
            return null;
        }
        if (found.size() > 1) {
            problems.add(
                    where,
                    "the load is given " + (found.size() == 2 ? "twice" : found.size() + " times") + ", by "
                            + names(found),
                    "Keep one of them; several loads in one run are @Scenario methods, each with its own.");
        }
        Annotation annotation = found.getFirst();
        ExecutorSettings settings = new ExecutorSettings(annotation, where, problems);
        LoadProfile profile = profile(annotation, settings);
        settings.report(ProfileRules.problems(profile, Duration.ZERO));
        return profile;
    }

    /**
     * The executor annotation's own {@code gracefulStop}, null when there is none or it cannot be read. What is wrong is
     * added to the problems.
     */
    static @Nullable Duration gracefulStop(AnnotatedElement method, String where, Problems problems) {
        Given<String> given = givenGracefulStop(method);
        if (given == null) {
            return null;
        }
        Duration gracefulStop = problems.duration(where, "gracefulStop", given);
        if (gracefulStop != null) {
            ExecutorSettings settings = new ExecutorSettings(on(method).getFirst(), where, problems);
            settings.report(ProfileRules.problems(SOUND, gracefulStop));
        }
        return gracefulStop;
    }

    /** What the executor annotation says of {@code gracefulStop}, null when nothing. */
    static @Nullable Given<String> givenGracefulStop(AnnotatedElement method) {
        List<Annotation> found = on(method);
        return found.isEmpty() ? null : ExecutorSettings.given(found.getFirst(), "gracefulStop");
    }

    /** The executor annotations of a method, its own or through meta-annotations; more than one is an error. */
    static List<Annotation> on(AnnotatedElement method) {
        return TYPES.stream()
                .<Annotation>mapMulti((type, found) ->
                        AnnotationSupport.findAnnotation(method, type).ifPresent(found))
                .toList();
    }

    /** {@code @ConstantVus and @RampingVus}. */
    static String names(List<Annotation> annotations) {
        return annotations.stream()
                .map(annotation -> "@" + annotation.annotationType().getSimpleName())
                .collect(Collectors.joining(" and "));
    }

    private static LoadProfile profile(Annotation annotation, ExecutorSettings settings) {
        return switch (annotation) {
            case ConstantVus a -> new LoadProfile.ConstantVus(a.vus(), settings.duration("duration", a.duration()));
            case RampingVus a ->
                new LoadProfile.RampingVus(
                        a.startVus(),
                        settings.stages(a.stages()),
                        settings.duration("gracefulRampDown", a.gracefulRampDown()));
            case SharedIterations a ->
                new LoadProfile.SharedIterations(
                        a.vus(), a.iterations(), settings.duration("maxDuration", a.maxDuration()));
            case PerVuIterations a ->
                new LoadProfile.PerVuIterations(
                        a.vus(), a.iterations(), settings.duration("maxDuration", a.maxDuration()));
            case ConstantArrivalRate a ->
                new LoadProfile.ConstantArrivalRate(
                        a.rate(),
                        settings.duration("timeUnit", a.timeUnit()),
                        settings.duration("duration", a.duration()),
                        a.preAllocatedVus(),
                        maxVus(a.maxVus(), a.preAllocatedVus()));
            case RampingArrivalRate a ->
                new LoadProfile.RampingArrivalRate(
                        a.startRate(),
                        settings.duration("timeUnit", a.timeUnit()),
                        settings.stages(a.stages()),
                        a.preAllocatedVus(),
                        maxVus(a.maxVus(), a.preAllocatedVus()));
            default -> throw new IllegalArgumentException("no executor annotation: " + annotation);
        };
    }

    /** As many as pre-allocated unless given; a negative number of those is a problem already, and one is enough. */
    private static int maxVus(int given, int preAllocated) {
        if (given != -1) {
            return given;
        }
        return preAllocated < 0 ? 1 : preAllocated;
    }
}
