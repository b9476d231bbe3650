package dev.stampede.junit.internal;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.converter.ArgumentConverter;
import org.junit.jupiter.params.converter.ConvertWith;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.conversion.ConversionSupport;

/**
 * Turns a row's value into what a parameter takes, as {@code @ParameterizedTest} does. Not to be loaded when {@code
 * junit-jupiter-params} is missing. Immutable.
 *
 * @param converter named by {@code @ConvertWith}; null for what JUnit converts without
 */
record ArgumentConversion(
        Method method, int index, @Nullable ArgumentConverter converter) {

    static ArgumentConversion of(Method method, int index, ExtensionContext context) {
        Parameter parameter = method.getParameters()[index];
        ArgumentConverter converter = AnnotationSupport.findAnnotation(parameter, ConvertWith.class)
                .map(with -> ParamsSpi.<ArgumentConverter>make(with.value(), parameter, context))
                .orElse(null);
        return new ArgumentConversion(method, index, converter);
    }

    /** Whether it takes the row instead of one of its values. */
    static boolean isAggregator(Parameter parameter) {
        return ArgumentsAccessor.class.isAssignableFrom(parameter.getType())
                || AnnotationSupport.isAnnotated(parameter, AggregateWith.class);
    }

    /** @throws RuntimeException whatever it is that tells why it cannot be converted */
    @Nullable
    Object convert(@Nullable Object given) {
        Object value = given instanceof Named<?> named ? named.getPayload() : given;
        if (converter != null) {
            return converter.convert(value, new Target(method.getParameters()[index], index));
        }
        Class<?> type = method.getParameterTypes()[index];
        if (value == null) {
            if (type.isPrimitive()) {
                throw new IllegalArgumentException("null is no " + type);
            }
            return null;
        }
        if (type.isInstance(value)) {
            return value;
        }
        if (value instanceof String text) {
            return convert(text, type);
        }
        if (type.isPrimitive()) {
            return widen(value, type);
        }
        throw new IllegalArgumentException(
                "there is no conversion from " + value.getClass().getTypeName());
    }

    private @Nullable Object convert(String text, Class<?> type) {
        return type == Locale.class
                ? Locale.forLanguageTag(text)
                : ConversionSupport.convert(
                        text, type, method.getDeclaringClass().getClassLoader());
    }

    /** Unwraps and widens as an assignment in Java would. */
    private static Object widen(Object value, Class<?> type) {
        Object one = Array.newInstance(type, 1);
        try {
            Array.set(one, 0, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "there is no conversion from " + value.getClass().getTypeName(), e);
        }
        return Array.get(one, 0);
    }

    /** {@code parameter 2 (int quantity)}. */
    String target() {
        return DataParameters.describe(method, index);
    }

    private record Target(Parameter parameter, int index) implements ParameterContext {
        @Override
        public Parameter getParameter() {
            return parameter;
        }

        @Override
        public int getIndex() {
            return index;
        }

        @Override
        public Optional<Object> getTarget() {
            return Optional.empty();
        }
    }
}
