package dev.stampede.junit.internal;

import dev.stampede.run.VuScope;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExecutableInvoker;

/**
 * A method that virtual users call again and again. One that asks for nothing but what belongs to the virtual user, or whose
 * other arguments are known, is called directly, without allocation; any other has JUnit resolve its parameters each time.
 * Immutable.
 */
final class VuMethod {
    private final ExecutableInvoker invoker;
    private final Method method;
    private final MethodHandle handle;
    private final @Nullable List<Object> resolved;

    private VuMethod(ExecutableInvoker invoker, Method method, @Nullable List<Object> resolved) {
        this.invoker = invoker;
        this.method = method;
        this.handle = SpreadHandle.of(method);
        this.resolved = resolved;
    }

    /** One that JUnit has not been asked about. */
    static VuMethod of(ExecutableInvoker invoker, Method method) {
        return new VuMethod(invoker, method, null);
    }

    /**
     * One whose arguments JUnit has resolved.
     *
     * @param resolved placeholders for what belongs to virtual users included
     */
    static VuMethod of(ExecutableInvoker invoker, Method method, List<Object> resolved) {
        return new VuMethod(invoker, method, resolved);
    }

    /** The same for one virtual user. */
    Bound bind(VuScope scope, Object instance) {
        return new Bound(this, scope, instance);
    }

    /** Calls it for one virtual user; confined to its thread. */
    static final class Bound {
        private final VuMethod of;
        private final VuScope scope;
        private final Object instance;
        /** Null when JUnit is to resolve them. */
        private final @Nullable Object @Nullable [] arguments;

        private Bound(VuMethod of, VuScope scope, Object instance) {
            this.of = of;
            this.scope = scope;
            this.instance = instance;
            this.arguments = of.resolved == null
                    ? ScopeParameters.ownArguments(of.method, scope)
                    : ScopeParameters.arguments(of.method, of.resolved, scope);
        }

        /** What the method throws comes out as it is. */
        void call() throws Throwable {
            if (arguments != null) {
                of.handle.invokeExact(instance, arguments);
            } else {
                ScopeParameters.within(scope, null, () -> of.invoker.invoke(of.method, instance));
            }
        }
    }
}
