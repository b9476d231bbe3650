package dev.stampede.junit.internal;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Hands load tests to their {@link LoadDriver} before any extension that is registered later is asked: the driver's own place
 * is behind all of them. Immutable.
 */
public final class LoadTestsExtension implements InvocationInterceptor {

    /** Called by JUnit. */
    public LoadTestsExtension() {}

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        hand(invocation, context, driver -> driver.interceptBeforeEachMethod(invocation, call, context));
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        hand(invocation, context, driver -> driver.interceptTestTemplateMethod(invocation, call, context));
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        hand(invocation, context, driver -> driver.interceptAfterEachMethod(invocation, call, context));
    }

    private interface Interception {
        void by(LoadDriver driver) throws Throwable;
    }

    private static void hand(Invocation<Void> invocation, ExtensionContext context, Interception interception)
            throws Throwable {
        LoadDriver driver = LoadDriver.of(context);
        if (driver == null) {
            invocation.proceed(); // a test of another kind
        } else {
            interception.by(driver);
        }
    }
}
