package dev.stampede.junit.internal;

import dev.stampede.options.Problems;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** What a method must be like so that it can be called on an instance of the test class. */
public final class MethodShape {
    private MethodShape() {}

    /**
     * What is wrong is added to the problems.
     *
     * @param notStatic what to do when it is static
     */
    public static void check(Method method, String where, String notStatic, Problems problems) {
        if (Modifier.isPrivate(method.getModifiers())) {
            problems.add(where, "the method must not be private", "Leave the modifier out.");
        }
        if (Modifier.isStatic(method.getModifiers())) {
            problems.add(where, "the method must not be static", notStatic);
        }
        if (method.getReturnType() != void.class) {
            problems.add(
                    where,
                    "the method must return nothing, but returns "
                            + method.getReturnType().getSimpleName(),
                    "Keep the value in a field.");
        }
    }
}
