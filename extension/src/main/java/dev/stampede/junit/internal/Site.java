package dev.stampede.junit.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * The load test method as messages name it. Immutable.
 *
 * @param type the test class
 * @param method the method
 */
record Site(Class<?> type, Method method) {

    /** {@code CheckoutLoad.checkout}: the run's name unless another is given. */
    String runName() {
        return type.getSimpleName() + "." + method.getName();
    }

    /** {@code @LoadTest on CheckoutLoad.checkout()}. */
    String loadTest() {
        return "@LoadTest on " + runName() + "()";
    }

    /** The test class, and before it the classes it is an inner class of, as with {@code @Nested}. */
    List<Class<?>> typesOutermostFirst() {
        List<Class<?>> types = new ArrayList<>();
        Class<?> at = type;
        types.add(at);
        while (at.isMemberClass() && !Modifier.isStatic(at.getModifiers())) {
            at = at.getEnclosingClass();
            types.addFirst(at);
        }
        return types;
    }
}
