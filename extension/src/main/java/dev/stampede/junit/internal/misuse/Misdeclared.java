package dev.stampede.junit.internal.misuse;

import dev.stampede.junit.LoadTest;
import dev.stampede.junit.internal.MethodShape;
import dev.stampede.options.Problems;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A load test that Jupiter passes over.
 *
 * @param type the class that is looked at; the method may be inherited
 * @param method the method that does not run
 * @param declared the method with the annotation: the same, or the abstract one that it overrides
 * @param problems why, each with what to do
 */
record Misdeclared(Class<?> type, Method method, Method declared, List<String> problems) {

    /**
     * Those of a class, inherited ones included; not those of classes nested in it. An abstract class has none: its
     * subclasses have them. Neither has what is disabled.
     */
    static List<Misdeclared> in(Class<?> type) {
        if (Modifier.isAbstract(type.getModifiers()) || !mayHaveLoadTests(type)) {
            return List.of();
        }
        List<Misdeclared> found = new ArrayList<>();
        for (Method method :
                ReflectionSupport.findMethods(type, Misdeclared::isLoadTest, HierarchyTraversalMode.TOP_DOWN)) {
            Problems problems = new Problems();
            String where = where(type, method);
            checkClass(type, where, problems);
            MethodShape.check(
                    method, where, "Leave the modifier out: every virtual user has an instance of its own.", problems);
            add(found, new Misdeclared(type, method, method, problems.all()));
        }
        for (Method method : abstractLoadTests(type)) {
            ReflectionSupport.findMethod(type, method.getName(), method.getParameterTypes())
                    .filter(override -> !isLoadTest(override))
                    .ifPresent(override -> add(found, overriding(type, override, method)));
        }
        return found;
    }

    private static void add(List<Misdeclared> found, Misdeclared one) {
        if (!one.problems.isEmpty() && !isDisabled(one.method) && !isDisabledWithItsClass(one.type)) {
            found.add(one);
        }
    }

    private static void checkClass(Class<?> type, String where, Problems problems) {
        boolean isStatic = Modifier.isStatic(type.getModifiers());
        boolean nested = AnnotationSupport.isAnnotated(type, Nested.class);
        String name = "the class " + type.getSimpleName();
        if (Modifier.isPrivate(type.getModifiers())) {
            problems.add(where, name + " must not be private", "Leave the modifier out.");
        }
        if (type.isMemberClass() && !isStatic && !nested) {
            problems.add(
                    where, name + " is an inner class without @Nested", "Mark it with @Nested, or make it static.");
        }
        if (isStatic && nested) {
            problems.add(where, name + " is static, but marked with @Nested", "Leave one of the two out.");
        }
    }

    private static Misdeclared overriding(Class<?> type, Method override, Method declared) {
        Problems problems = new Problems();
        problems.add(
                where(type, override),
                "the annotation is on the abstract method of "
                        + declared.getDeclaringClass().getSimpleName() + ", which this one does not inherit it from",
                "Put it on this method.");
        return new Misdeclared(type, override, declared, problems.all());
    }

    /** A class that only runs as part of the class around it, or would if it was declared properly. */
    static boolean belongsToTheClassAround(Class<?> type) {
        return type.isMemberClass()
                && (!Modifier.isStatic(type.getModifiers()) || AnnotationSupport.isAnnotated(type, Nested.class));
    }

    /** {@code browse(dev.stampede.Vu)}: tells overloads apart. */
    String signature() {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getTypeName)
                        .collect(Collectors.joining(",", "(", ")"));
    }

    /** As Jupiter would find them. */
    Set<String> tags() {
        Set<String> tags = new LinkedHashSet<>(tags(declared));
        for (Class<?> around = type; around != null; around = around.getEnclosingClass()) {
            tags.addAll(tags(around));
        }
        return tags;
    }

    private static List<String> tags(AnnotatedElement element) {
        return AnnotationSupport.findRepeatableAnnotations(element, Tag.class).stream()
                .map(tag -> tag.value().strip())
                .toList();
    }

    private static String where(Class<?> type, Method method) {
        return "@LoadTest on " + type.getSimpleName() + "." + method.getName() + "()";
    }

    private static boolean isLoadTest(Method method) {
        return AnnotationSupport.isAnnotated(method, LoadTest.class);
    }

    private static boolean isDisabled(AnnotatedElement element) {
        return AnnotationSupport.isAnnotated(element, Disabled.class);
    }

    private static boolean isDisabledWithItsClass(Class<?> type) {
        for (Class<?> around = type; around != null; around = around.getEnclosingClass()) {
            if (isDisabled(around)) {
                return true;
            }
        }
        return false;
    }

    /** A look at the annotations alone, as most classes have none and are looked at in every build. */
    private static boolean mayHaveLoadTests(Class<?> type) {
        return supertypes(type).stream()
                .anyMatch(above -> Arrays.stream(above.getDeclaredMethods()).anyMatch(Misdeclared::isLoadTest));
    }

    private static List<Method> abstractLoadTests(Class<?> type) {
        return supertypes(type).stream()
                .flatMap(above -> Arrays.stream(above.getDeclaredMethods()))
                .filter(method -> Modifier.isAbstract(method.getModifiers()) && isLoadTest(method))
                .toList();
    }

    /** The class itself, its superclasses but {@code Object}, and all their interfaces. */
    private static Set<Class<?>> supertypes(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> above = type; above != null && above != Object.class; above = above.getSuperclass()) {
            found.add(above);
            addInterfaces(above, found);
        }
        return found;
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> found) {
        for (Class<?> one : type.getInterfaces()) {
            if (found.add(one)) {
                addInterfaces(one, found);
            }
        }
    }
}
