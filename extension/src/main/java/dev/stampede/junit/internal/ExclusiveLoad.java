package dev.stampede.junit.internal;

import dev.stampede.junit.LoadTest;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Has a load test hold {@link LoadTest#RESOURCE}, unless it was told otherwise. Immutable. */
public final class ExclusiveLoad implements ResourceLocksProvider {

    /** Called by JUnit. */
    public ExclusiveLoad() {}

    @Override
    public Set<Lock> provideForMethod(List<Class<?>> enclosingInstanceTypes, Class<?> testClass, Method testMethod) {
        boolean exclusive = AnnotationSupport.findAnnotation(testMethod, LoadTest.class)
                .map(LoadTest::exclusive)
                .orElse(false);
        return exclusive ? Set.of(new Lock(LoadTest.RESOURCE)) : Set.of();
    }
}
