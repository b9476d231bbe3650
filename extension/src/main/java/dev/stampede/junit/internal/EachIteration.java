package dev.stampede.junit.internal;

import dev.stampede.junit.internal.LifecycleMethods.Call;
import dev.stampede.run.VuScope;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExecutableInvoker;

/**
 * JUnit's {@code @BeforeEach} and {@code @AfterEach}, called around every iteration. A method that asks for nothing but what
 * belongs to the virtual user is called directly, without allocation; any other has JUnit resolve its parameters each time.
 * Immutable.
 */
final class EachIteration {
    private final ExecutableInvoker invoker;
    private final List<Prepared> before;
    private final List<Prepared> after;

    EachIteration(ExecutableInvoker invoker, LifecycleMethods methods) {
        this.invoker = invoker;
        this.before = methods.beforeEach().stream().map(Prepared::of).toList();
        this.after = methods.afterEach().stream().map(Prepared::of).toList();
    }

    private record Prepared(Call call, MethodHandle handle) {
        static Prepared of(Call call) {
            return new Prepared(call, SpreadHandle.of(call.method()));
        }
    }

    /**
     * The same for one virtual user.
     *
     * @param instances its instances, the outermost class's first
     */
    Around around(VuScope scope, List<Object> instances) {
        return new Around(steps(before, scope, instances), steps(after, scope, instances));
    }

    private Step[] steps(List<Prepared> methods, VuScope scope, List<Object> instances) {
        return methods.stream()
                .map(method -> new Step(
                        method, invoker, scope, instances.get(method.call().level())))
                .toArray(Step[]::new);
    }

    /** What is called around each iteration of one virtual user; confined to its thread. */
    static final class Around {
        private final Step[] before;
        private final Step[] after;

        private Around(Step[] before, Step[] after) {
            this.before = before;
            this.after = after;
        }

        /** Calls each until one throws. */
        void before() throws Throwable {
            for (Step step : before) {
                step.call();
            }
        }

        /** Calls each, even if one before it threw; the first exception is thrown in the end, the others suppressed in it. */
        void after() throws Throwable {
            Throwable first = null;
            for (Step step : after) {
                try {
                    step.call();
                } catch (Throwable thrown) {
                    first = Thrown.first(first, thrown);
                }
            }
            if (first != null) {
                throw first;
            }
        }
    }

    /** One method for one virtual user. */
    private static final class Step {
        private final Method method;
        private final MethodHandle handle;
        private final ExecutableInvoker invoker;
        private final VuScope scope;
        private final Object instance;
        /** Null when JUnit is to resolve them. */
        private final @Nullable Object @Nullable [] arguments;

        Step(Prepared prepared, ExecutableInvoker invoker, VuScope scope, Object instance) {
            this.method = prepared.call().method();
            this.handle = prepared.handle();
            this.invoker = invoker;
            this.scope = scope;
            this.instance = instance;
            this.arguments = ScopeParameters.ownArguments(method, scope);
        }

        void call() throws Throwable {
            if (arguments != null) {
                handle.invokeExact(instance, arguments);
            } else {
                ScopeParameters.within(scope, null, () -> invoker.invoke(method, instance));
            }
        }
    }
}
