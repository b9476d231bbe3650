package dev.stampede.junit.internal;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.support.AnnotationConsumerInitializer;

/** Makes argument providers and converters as JUnit does. */
final class ParamsSpi {
    private ParamsSpi() {}

    /**
     * An instance that was told of the annotations it is for.
     *
     * @param type has one constructor, whose parameters JUnit resolves, or one without parameters
     * @param element carries the annotations
     */
    static <T> T make(Class<? extends T> type, AnnotatedElement element, ExtensionContext context) {
        return AnnotationConsumerInitializer.initialize(
                element, type.cast(context.getExecutableInvoker().invoke(constructor(type))));
    }

    private static Constructor<?> constructor(Class<?> type) {
        List<Constructor<?>> constructors = Arrays.stream(type.getDeclaredConstructors())
                .filter(one -> !one.isSynthetic())
                .toList();
        return constructors.size() == 1
                ? constructors.getFirst()
                : constructors.stream()
                        .filter(one -> one.getParameterCount() == 0)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(
                                type.getName() + " has several constructors, but none without parameters"));
    }
}
