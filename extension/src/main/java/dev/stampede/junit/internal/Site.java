package dev.stampede.junit.internal;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * The load test method as messages name it. Immutable.
 *
 * @param type the test class
 * @param enclosing the test classes around it, outermost first, as JUnit sees them: the outer class of an inherited {@code
 *     @Nested} class is the concrete one, not the one it is written in
 * @param method the method
 * @param arguments what the class was made with, such as {@code currency = EUR}; empty if it is made once only
 */
record Site(Class<?> type, List<Class<?>> enclosing, Method method, String arguments) {

    /** A method of a class that is made once only. */
    Site(Class<?> type, List<Class<?>> enclosing, Method method) {
        this(type, enclosing, method, "");
    }

    /** A method of a class that no test class encloses. */
    Site(Class<?> type, Method method) {
        this(type, List.of(), method);
    }

    /** {@code CheckoutLoad.checkout}: the run's name unless another is given. */
    String runName() {
        return type.getSimpleName() + "." + method.getName();
    }

    /** The name with the class's arguments, {@code Checkout [currency = EUR]}, so that their runs can be told apart. */
    String withArguments(String name) {
        return arguments.isEmpty() ? name : name + " [" + arguments + "]";
    }

    /** {@code @LoadTest on CheckoutLoad.checkout()}. */
    String loadTest() {
        return "@LoadTest on " + runName() + "()";
    }

    /** The test class, and before it the test classes around it. */
    List<Class<?>> typesOutermostFirst() {
        List<Class<?>> types = new ArrayList<>(enclosing);
        types.add(type);
        return types;
    }
}
