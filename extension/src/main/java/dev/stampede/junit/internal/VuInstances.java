package dev.stampede.junit.internal;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExecutableInvoker;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the test instances of a virtual user as JUnit made its own: the outermost class's first, constructor parameters
 * resolved. Carried over from JUnit's instances is what was set since the snapshots were taken, what JUnit fills ({@code
 * @TempDir}, {@code @Parameter}), and what others set before where a fresh instance still has the default. Thread-safe as long as JUnit's instances stay as they are.
 */
final class VuInstances {
    private final ExecutableInvoker invoker;
    private final List<Template> templates;

    /**
     * @param snapshots one of each of JUnit's instances, the outermost class's first
     */
    VuInstances(ExecutableInvoker invoker, List<Snapshot> snapshots) {
        this.invoker = invoker;
        this.templates = snapshots.stream().map(Template::of).toList();
    }

    /** Fresh instances, in the same order. */
    List<Object> make() throws IllegalAccessException {
        List<Object> made = new ArrayList<>(templates.size());
        for (Template template : templates) {
            Object fresh = invoker.invoke(template.constructor, made.isEmpty() ? null : made.getLast());
            for (Field field : template.snapshot.values().keySet()) {
                carryOver(template.snapshot, field, fresh);
            }
            made.add(fresh);
        }
        return made;
    }

    private static void carryOver(Snapshot snapshot, Field field, Object to) throws IllegalAccessException {
        Object value = field.get(snapshot.instance());
        if (snapshot.changed(field)
                || isFilledByJUnit(field)
                || (!isUnset(field, value) && isUnset(field, field.get(to)))) {
            field.set(to, value);
        }
    }

    /** Whatever it begins with; by name, as who has no {@code @ParameterizedClass} need not have that library. */
    private static boolean isFilledByJUnit(Field field) {
        return field.isAnnotationPresent(TempDir.class)
                || Arrays.stream(field.getAnnotations())
                        .anyMatch(one -> one.annotationType().getName().equals("org.junit.jupiter.params.Parameter"));
    }

    private static boolean isUnset(Field field, @Nullable Object value) {
        Class<?> type = field.getType();
        return Snapshot.same(field, value, type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null);
    }

    private record Template(Snapshot snapshot, Constructor<?> constructor) {
        static Template of(Snapshot snapshot) {
            // JUnit made sure that there is exactly one, not counting those that a compiler adds
            Constructor<?> constructor = Arrays.stream(
                            snapshot.instance().getClass().getDeclaredConstructors())
                    .filter(one -> !one.isSynthetic())
                    .findFirst()
                    .orElseThrow();
            return new Template(snapshot, constructor);
        }
    }
}
