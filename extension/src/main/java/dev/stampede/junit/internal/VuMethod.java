package dev.stampede.junit.internal;

import dev.stampede.junit.internal.RowSources.Row;
import dev.stampede.run.VuScope;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExecutableInvoker;
import org.junit.jupiter.api.extension.ParameterContext;

/**
 * A method that virtual users call again and again. One that asks for nothing but what belongs to the virtual user and what
 * its data fill, or whose other arguments are known, is called directly, without allocation; any other has JUnit resolve its
 * parameters each time. Immutable.
 */
final class VuMethod {
    private final ExecutableInvoker invoker;
    private final Method method;
    private final MethodHandle handle;
    private final @Nullable List<Object> resolved;
    private final @Nullable MethodFeed feed;

    /**
     * A method.
     *
     * @param resolved arguments that JUnit has resolved, placeholders for what belongs to virtual users included; null if it
     *     was not asked
     * @param feed its data; null if it has none
     */
    VuMethod(ExecutableInvoker invoker, Method method, @Nullable List<Object> resolved, @Nullable MethodFeed feed) {
        this.invoker = invoker;
        this.method = method;
        this.handle = SpreadHandle.of(method);
        this.resolved = resolved;
        this.feed = feed;
    }

    /** One without data, that JUnit has not been asked about. */
    static VuMethod of(ExecutableInvoker invoker, Method method) {
        return new VuMethod(invoker, method, null, null);
    }

    /** The same for one virtual user. */
    Bound bind(VuScope scope, Object instance) {
        return new Bound(this, scope, instance);
    }

    /** Calls it for one virtual user; confined to its thread. */
    static final class Bound implements ScopeParameters.Known {
        private final VuMethod of;
        private final VuScope scope;
        private final Object instance;
        private final @Nullable Object[] arguments;
        private final boolean complete;

        private Bound(VuMethod of, VuScope scope, Object instance) {
            this.of = of;
            this.scope = scope;
            this.instance = instance;
            this.arguments = ScopeParameters.arguments(of.method, of.resolved, scope);
            this.complete = of.resolved != null || ScopeParameters.knowsAll(of.method, of.feed);
        }

        /** Takes the next row of its data, if it has data. What that throws ends the iteration before it begins. */
        void prepare() throws InterruptedException {
            if (of.feed != null) {
                Row row = of.feed.next(scope.vu());
                scope.dataRow(row.number()); // first: the row may be one that does not fit
                of.feed.fill(arguments, row);
            }
        }

        /** What the method throws comes out as it is. */
        void call() throws Throwable {
            if (complete) {
                of.handle.invokeExact(instance, arguments);
            } else {
                ScopeParameters.withinKnown(scope, this, () -> of.invoker.invoke(of.method, instance));
            }
        }

        @Override
        public boolean knows(ParameterContext parameter) {
            return of.feed != null
                    && parameter.getDeclaringExecutable().equals(of.method)
                    && of.feed.fills(parameter.getIndex());
        }

        @Override
        public @Nullable Object value(ParameterContext parameter) {
            return arguments[parameter.getIndex()];
        }
    }
}
