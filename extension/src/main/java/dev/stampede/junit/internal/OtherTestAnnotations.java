package dev.stampede.junit.internal;

import dev.stampede.junit.LoadTest;
import dev.stampede.options.Problems;
import java.lang.annotation.Annotation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.platform.commons.support.AnnotationSupport;

/** A load test cannot be another kind of test too: JUnit would run both, one after the other. */
final class OtherTestAnnotations {
    private OtherTestAnnotations() {}

    /** Finds {@code @Test}, {@code @ParameterizedTest}, {@code @RepeatedTest} and the like beside {@code @LoadTest}. */
    static void check(Site site, Problems problems) {
        for (Annotation annotation : site.method().getAnnotations()) {
            Class<?> type = annotation.annotationType();
            boolean test = type == Test.class
                    || AnnotationSupport.isAnnotated(type, Test.class)
                    || AnnotationSupport.isAnnotated(type, TestTemplate.class);
            if (test && type != LoadTest.class && !AnnotationSupport.isAnnotated(type, LoadTest.class)) {
                problems.add(
                        site.loadTest(),
                        "the method is also marked with @" + type.getSimpleName(),
                        "Remove that annotation, or make two methods of it.");
            }
        }
    }
}
