package dev.stampede.junit.internal;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives JUnit something for the parameters that data fill in each iteration: null, or zero where null cannot be. Immutable.
 */
final class FeedPlaceholders implements ParameterResolver {
    private final Method loadTest;
    private final MethodFeed feed;

    /**
     * @param loadTest the method that JUnit resolves parameters for
     * @param feed its data
     */
    FeedPlaceholders(Method loadTest, MethodFeed feed) {
        this.loadTest = loadTest;
        this.feed = feed;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getDeclaringExecutable().equals(loadTest) && feed.fills(parameter.getIndex());
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
    }
}
