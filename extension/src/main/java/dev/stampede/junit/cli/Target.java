package dev.stampede.junit.cli;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import dev.stampede.junit.LoadTest;
import dev.stampede.options.Problems;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.engine.DiscoverySelector;

/**
 * Something to run. Immutable.
 *
 * @param text as it was given
 * @param selectors what that is for JUnit
 */
record Target(String text, List<DiscoverySelector> selectors) {

    /**
     * Finds a class, {@code class#method} or package by its name.
     *
     * @return without selectors when there is no such thing, which is then a problem
     */
    static Target of(String text, Problems problems) {
        int hash = text.indexOf('#');
        String name = hash < 0 ? text : text.substring(0, hash);
        try {
            Class<?> type = type(name);
            if (type != null) {
                return new Target(text, hash < 0 ? List.of(selectClass(type)) : methods(text, type, problems));
            }
            if (hash < 0 && isPackage(name)) {
                return new Target(text, List.of(selectPackage(name)));
            }
            problems.add(
                    text,
                    hash < 0
                            ? "there is no such class or package on the class path"
                            : "there is no class " + name + " on the class path",
                    "Write the full name, such as com.acme.ShopTest#browse, and put the compiled tests on the class path.");
        } catch (LinkageError e) {
            problems.add(text, "the class cannot be loaded: " + e, "Put what it needs on the class path.");
        }
        return new Target(text, List.of());
    }

    private static @Nullable Class<?> type(String name) {
        try {
            return Class.forName(name, false, loader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static boolean isPackage(String name) {
        return !name.isBlank() && loader().getResource(name.replace('.', '/')) != null;
    }

    /** As JUnit looks for classes. */
    private static ClassLoader loader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread == null ? ClassLoader.getSystemClassLoader() : ofThread;
    }

    /** All overloads; JUnit's own selection by name would find the one without parameters only. */
    private static List<DiscoverySelector> methods(String text, Class<?> type, Problems problems) {
        String name = text.substring(text.indexOf('#') + 1);
        List<Method> all =
                AnnotationSupport.findAnnotatedMethods(type, LoadTest.class, HierarchyTraversalMode.TOP_DOWN);
        List<DiscoverySelector> named = all.stream()
                .filter(method -> method.getName().equals(name))
                .<DiscoverySelector>map(method -> selectMethod(type, method))
                .toList();
        if (named.isEmpty()) {
            String there = all.stream().map(Method::getName).distinct().sorted().collect(Collectors.joining(", "));
            problems.add(
                    text,
                    type.getSimpleName() + " has no load test '" + name + "'",
                    there.isEmpty() ? "Mark a method with @LoadTest." : "It has: " + there + ".");
        }
        return named;
    }
}
