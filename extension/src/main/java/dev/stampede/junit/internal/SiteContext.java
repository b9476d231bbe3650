package dev.stampede.junit.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * JUnit's context as an argument source sees it that belongs to another method than the one JUnit runs: factory methods are
 * looked up by that method's name and class.
 */
final class SiteContext implements InvocationHandler {
    private final Site site;
    private final ExtensionContext context;

    private SiteContext(Site site, ExtensionContext context) {
        this.site = site;
        this.context = context;
    }

    static ExtensionContext of(Site site, ExtensionContext context) {
        boolean same = context.getTestMethod().filter(site.method()::equals).isPresent()
                && context.getTestClass().filter(site.type()::equals).isPresent();
        return same
                ? context
                : (ExtensionContext) Proxy.newProxyInstance(
                        SiteContext.class.getClassLoader(),
                        new Class<?>[] {ExtensionContext.class},
                        new SiteContext(site, context));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "getTestMethod", "getElement" -> Optional.of(site.method());
            case "getRequiredTestMethod" -> site.method();
            case "getTestClass" -> Optional.of(site.type());
            case "getRequiredTestClass" -> site.type();
            default -> {
                try {
                    yield method.invoke(context, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        };
    }
}
