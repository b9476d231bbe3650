package dev.stampede.junit.internal;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How the fields of one of JUnit's instances stood before the first load test that used it. Immutable.
 *
 * @param values the fields that may be carried over: neither static nor final, of the class and its superclasses
 */
record Snapshot(Object instance, Map<Field, Optional<Object>> values) {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(Snapshot.class);

    Snapshot {
        values = Map.copyOf(values);
    }

    /** Takes one. */
    static Snapshot of(Object instance) {
        Map<Field, Optional<Object>> values = new HashMap<>();
        for (Field field : fields(instance.getClass())) {
            values.put(field, Optional.ofNullable(value(field, instance)));
        }
        return new Snapshot(instance, values);
    }

    /**
     * One for each of the load test's instances, the outermost class's first. For an instance that the tests of a class share
     * ({@code PER_CLASS}) it is the one that the first load test took.
     */
    static List<Snapshot> of(ExtensionContext loadTest) {
        return loadTest.getRequiredTestInstances().getAllInstances().stream()
                .map(instance -> first(instance, loadTest))
                .toList();
    }

    private static Snapshot first(Object instance, ExtensionContext loadTest) {
        ExtensionContext owner = null;
        for (ExtensionContext context = loadTest.getParent().orElse(null);
                context != null;
                context = context.getParent().orElse(null)) {
            if (has(instance, context)) {
                owner = context;
            }
        }
        return owner == null
                ? of(instance)
                : owner.getStore(STORE).getOrComputeIfAbsent(instance.getClass(), type -> of(instance), Snapshot.class);
    }

    private static boolean has(Object instance, ExtensionContext context) {
        return context.getTestInstances().stream()
                .flatMap(instances -> instances.getAllInstances().stream())
                .anyMatch(one -> one == instance);
    }

    private static Collection<Field> fields(Class<?> of) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> type = of; isTestClass(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && !Modifier.isFinal(field.getModifiers())
                        && !field.isSynthetic()
                        && field.trySetAccessible()) {
                    fields.add(field);
                }
            }
        }
        return Collections.unmodifiableList(fields);
    }

    private static boolean isTestClass(@Nullable Class<?> type) {
        return type != null && type != Object.class;
    }

    private static @Nullable Object value(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fields whose value is another one by now: another object, be it equal, or another number. */
    boolean changed(Field field) {
        return !same(field, values.getOrDefault(field, Optional.empty()).orElse(null), value(field, instance));
    }

    /** Whether both are the same object; of primitive types, the same value. */
    static boolean same(Field field, @Nullable Object one, @Nullable Object other) {
        return one == other || (field.getType().isPrimitive() && one != null && one.equals(other));
    }
}
