package dev.stampede.junit.internal;

import dev.stampede.junit.AfterRun;
import dev.stampede.junit.AfterVu;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.BeforeVu;
import dev.stampede.options.Problems;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * The methods of a test class, and of the classes it is nested in, that are called around the load. Immutable.
 *
 * @param beforeRun in the order they are called
 * @param afterRun in the order they are called
 * @param beforeVu in the order they are called
 * @param afterVu in the order they are called
 * @param beforeEach JUnit's own, which a load test has every iteration call, in the order they are called
 * @param afterEach likewise
 */
record LifecycleMethods(
        List<Call> beforeRun,
        List<Call> afterRun,
        List<Call> beforeVu,
        List<Call> afterVu,
        List<Call> beforeEach,
        List<Call> afterEach) {

    /**
     * One of them.
     *
     * @param kind what it is marked with
     * @param level whose instance it is called on: 0 is the outermost class's
     * @param method the method
     */
    record Call(Class<? extends Annotation> kind, int level, Method method) {

        /** {@code @BeforeVu CheckoutLoad.login()}. */
        String describe() {
            return "@" + kind.getSimpleName() + " " + method.getDeclaringClass().getSimpleName() + "."
                    + method.getName() + "()";
        }
    }

    /** Finds them; what is wrong is added to the problems. */
    static LifecycleMethods of(Site site, Problems problems) {
        List<Class<?>> types = site.typesOutermostFirst();
        return new LifecycleMethods(
                before(types, BeforeRun.class, problems),
                after(types, AfterRun.class, problems),
                before(types, BeforeVu.class, problems),
                after(types, AfterVu.class, problems),
                before(types, BeforeEach.class, problems),
                after(types, AfterEach.class, problems));
    }

    private static List<Call> before(List<Class<?>> types, Class<? extends Annotation> kind, Problems problems) {
        List<Call> calls = new ArrayList<>();
        for (int level = 0; level < types.size(); level++) {
            calls.addAll(calls(types.get(level), level, kind, HierarchyTraversalMode.TOP_DOWN, problems));
        }
        return List.copyOf(calls);
    }

    private static List<Call> after(List<Class<?>> types, Class<? extends Annotation> kind, Problems problems) {
        List<Call> calls = new ArrayList<>();
        for (int level = types.size() - 1; level >= 0; level--) {
            calls.addAll(calls(types.get(level), level, kind, HierarchyTraversalMode.BOTTOM_UP, problems));
        }
        return List.copyOf(calls);
    }

    private static List<Call> calls(
            Class<?> type,
            int level,
            Class<? extends Annotation> kind,
            HierarchyTraversalMode order,
            Problems problems) {
        List<Method> methods = AnnotationSupport.findAnnotatedMethods(type, kind, order);
        if (kind != BeforeEach.class && kind != AfterEach.class) { // JUnit checks its own
            methods.forEach(method -> check(method, kind, problems));
        }
        return methods.stream().map(method -> new Call(kind, level, method)).toList();
    }

    private static void check(Method method, Class<? extends Annotation> kind, Problems problems) {
        String where = "@" + kind.getSimpleName() + " on "
                + method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()";
        MethodShape.check(
                method,
                where,
                "Leave the modifier out; what is done once for the class is @BeforeAll's or @AfterAll's.",
                problems);
    }
}
