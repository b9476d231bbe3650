package dev.stampede.junit.internal;

import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Scenario;
import dev.stampede.engine.ScenarioRules;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import dev.stampede.options.Given;
import dev.stampede.options.Problems;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The scenarios of a test class: its own and inherited methods marked {@link dev.stampede.junit.Scenario}, one that is
 * overridden once and as its override is marked. Those of the classes it is nested in belong to them alone, as tests do.
 * Immutable.
 *
 * @param all in order of their names
 */
record ScenarioMethods(List<Body> all) {
    /** Keeps every rule itself: the scenario's profile has been checked where its annotation is read. */
    private static final LoadProfile SOUND = new LoadProfile.PerVuIterations(1, 1, LoadProfile.DEFAULT_MAX_DURATION);

    /**
     * One of them.
     *
     * @param scenario its {@code exec} is the method's name
     * @param method what its virtual users repeat
     */
    record Body(Scenario scenario, Method method) {

        /** {@code @Scenario on ShopLoad.browse()}. */
        String describe() {
            return where(method);
        }
    }

    ScenarioMethods {
        all = List.copyOf(all);
    }

    /** Finds them; what is wrong is added to the problems, and the result then means nothing. */
    static ScenarioMethods of(Class<?> testClass, Problems problems) {
        List<Body> all = AnnotationSupport.findAnnotatedMethods(
                        testClass, dev.stampede.junit.Scenario.class, HierarchyTraversalMode.TOP_DOWN)
                .stream()
                .sorted(Comparator.comparing(ScenarioMethods::name).thenComparing(Method::toGenericString))
                .map(method -> body(method, problems))
                .toList();
        unique(all, problems);
        forgotten(testClass, problems);
        return new ScenarioMethods(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** As the engine takes them. */
    List<Scenario> scenarios() {
        return all.stream().map(Body::scenario).toList();
    }

    private static Body body(Method method, Problems problems) {
        String where = where(method);
        dev.stampede.junit.Scenario annotation = annotation(method);
        shape(method, where, problems);
        LoadProfile profile = ExecutorAnnotations.profile(method, where, problems);
        if (profile == null) {
            problems.add(
                    where,
                    "scenario '" + name(method) + "' doesn't have a specified executor type",
                    "Put an executor annotation beside it, such as @ConstantVus(vus = 5, duration = \"30s\").");
        }
        Duration gracefulStop = ExecutorAnnotations.gracefulStop(method, where, problems);
        Scenario scenario = new Scenario(
                name(method),
                profile == null ? SOUND : profile,
                startTime(annotation, where, problems),
                gracefulStop == null ? Scenario.DEFAULT_GRACEFUL_STOP : gracefulStop,
                method.getName(),
                KeyValues.env(annotation.env(), where, problems),
                KeyValues.tags(annotation.tags(), where, problems));
        rules(scenario, annotation, where, problems);
        return new Body(scenario, method);
    }

    private static Duration startTime(dev.stampede.junit.Scenario annotation, String where, Problems problems) {
        Given<String> given = ExecutorSettings.given(annotation, "startTime");
        return given == null
                ? Duration.ZERO
                : Objects.requireNonNullElse(problems.duration(where, "startTime", given), Duration.ZERO);
    }

    /** Those of the name and the start; the rest has been checked where it is read. */
    private static void rules(
            Scenario scenario, dev.stampede.junit.Scenario annotation, String where, Problems problems) {
        Scenario rest = scenario.withProfile(SOUND).withGracefulStop(Scenario.DEFAULT_GRACEFUL_STOP);
        List<String> broken = new ArrayList<>(ScenarioRules.problems(rest));
        if (broken.removeIf(rule -> rule.startsWith("the scenario name "))) {
            problems.add(
                    where,
                    "the scenario name should contain only numbers, latin letters, underscores, and dashes, but is \""
                            + scenario.name() + "\"",
                    "Give it another, such as @Scenario(\"browse\").");
        }
        new ExecutorSettings(annotation, where, problems).report(broken);
    }

    private static void shape(Method method, String where, Problems problems) {
        MethodShape.check(
                method, where, "Leave the modifier out; each virtual user has an instance of its own.", problems);
        for (Annotation other : method.getAnnotations()) {
            if (AnnotationSupport.isAnnotated(other.annotationType(), Testable.class)) {
                problems.add(
                        where,
                        "the method is also marked with @"
                                + other.annotationType().getSimpleName(),
                        "Remove that annotation; the class's @LoadTest method runs its scenarios.");
            }
        }
        if (!AnnotationSupport.findRepeatableAnnotations(method, Threshold.class)
                .isEmpty()) {
            problems.add(
                    where,
                    "the method is also marked with @Threshold, which belongs to the run",
                    "Move it to the @LoadTest method; a metric such as \"http_req_duration{scenario:" + name(method)
                            + "}\" makes it hold for this scenario alone.");
        }
    }

    private static void unique(List<Body> all, Problems problems) {
        Map<String, Body> byName = new HashMap<>();
        Map<String, Body> byMethod = new HashMap<>();
        for (Body body : all) {
            Body sameName = byName.putIfAbsent(body.scenario().name(), body);
            Body sameMethod = byMethod.putIfAbsent(body.scenario().exec(), body);
            if (sameName != null) {
                problems.add(
                        body.describe(),
                        "there is another scenario called '" + body.scenario().name() + "', " + sameName.describe(),
                        "Give one of them another name, such as @Scenario(\""
                                + body.scenario().name() + "2\").");
            } else if (sameMethod != null) {
                problems.add(
                        body.describe(),
                        "there is another scenario method called "
                                + body.method().getName() + ", with other parameters",
                        "Rename one of the methods.");
            }
        }
    }

    /** A load that nothing would run. */
    private static void forgotten(Class<?> testClass, Problems problems) {
        ReflectionSupport.findMethods(
                        testClass,
                        method -> !ExecutorAnnotations.on(method).isEmpty()
                                && !AnnotationSupport.isAnnotated(method, dev.stampede.junit.Scenario.class)
                                && !AnnotationSupport.isAnnotated(method, LoadTest.class),
                        HierarchyTraversalMode.TOP_DOWN)
                .stream()
                .sorted(Comparator.comparing(Method::toGenericString))
                .forEach(method -> {
                    String executor = ExecutorAnnotations.names(ExecutorAnnotations.on(method));
                    problems.add(
                            executor + " on " + method.getDeclaringClass().getSimpleName() + "." + method.getName()
                                    + "()",
                            "the method is neither a @Scenario nor a @LoadTest, so that nothing would run it",
                            "Add one of them, or remove " + executor + ".");
                });
    }

    private static String name(Method method) {
        String given = annotation(method).value();
        return given.isEmpty() ? method.getName() : given;
    }

    private static dev.stampede.junit.Scenario annotation(Method method) {
        return AnnotationSupport.findAnnotation(method, dev.stampede.junit.Scenario.class)
                .orElseThrow();
    }

    private static String where(Method method) {
        return "@Scenario on " + method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()";
    }
}
