package dev.stampede.junit.internal;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExecutableInvoker;

/**
 * Makes the test instances of a virtual user as JUnit made its own: the outermost class's first, constructor parameters
 * resolved. What others put into the fields of JUnit's instances is carried over. Thread-safe as long as those stay as they
 * are.
 */
final class VuInstances {
    private final ExecutableInvoker invoker;
    private final List<Template> templates;

    /**
     * @param junitInstances JUnit's own, the outermost class's first
     */
    VuInstances(ExecutableInvoker invoker, List<Object> junitInstances) {
        this.invoker = invoker;
        this.templates = junitInstances.stream().map(Template::of).toList();
    }

    /**
     * Remembers how the fields of JUnit's instances stand, so that what is set from now on is carried over whatever value a
     * fresh instance begins with.
     */
    void remember() throws IllegalAccessException {
        for (Template template : templates) {
            for (Field field : template.fields) {
                template.before.put(field, Optional.ofNullable(field.get(template.junitInstance)));
            }
        }
    }

    /** Fresh instances, in the same order. */
    List<Object> make() throws IllegalAccessException {
        List<Object> made = new ArrayList<>(templates.size());
        for (Template template : templates) {
            Object fresh = invoker.invoke(template.constructor, made.isEmpty() ? null : made.getLast());
            for (Field field : template.fields) {
                carryOver(template, field, fresh);
            }
            made.add(fresh);
        }
        return made;
    }

    private static void carryOver(Template template, Field field, Object to) throws IllegalAccessException {
        Object value = field.get(template.junitInstance);
        Optional<Object> before = template.before.get(field);
        if (before != null && !Objects.equals(before.orElse(null), value)) {
            field.set(to, value);
            return;
        }
        Object unset = field.getType().isPrimitive() ? Array.get(Array.newInstance(field.getType(), 1), 0) : null;
        if (!Objects.equals(value, unset) && Objects.equals(field.get(to), unset)) {
            field.set(to, value);
        }
    }

    /**
     * @param before values of the fields when they were remembered; empty until then
     */
    private record Template(
            Object junitInstance, Constructor<?> constructor, List<Field> fields, Map<Field, Optional<Object>> before) {
        static Template of(Object junitInstance) {
            // JUnit made sure that there is exactly one, not counting those that a compiler adds
            Constructor<?> constructor = Arrays.stream(junitInstance.getClass().getDeclaredConstructors())
                    .filter(one -> !one.isSynthetic())
                    .findFirst()
                    .orElseThrow();
            List<Field> fields = new ArrayList<>();
            for (Class<?> type = junitInstance.getClass(); hasFieldsToCarry(type); type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !Modifier.isFinal(field.getModifiers())
                            && !field.isSynthetic()
                            && field.trySetAccessible()) {
                        fields.add(field);
                    }
                }
            }
            return new Template(junitInstance, constructor, List.copyOf(fields), new HashMap<>());
        }

        private static boolean hasFieldsToCarry(@Nullable Class<?> type) {
            return type != null && type != Object.class;
        }
    }
}
